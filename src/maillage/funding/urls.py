from django.urls import path

from maillage.funding.views import approving, bank, budget, contracts, expenses, hours, money

app_name = "funding"
urlpatterns = [
    path("s/<slug:slug>/argent/", money.money, name="money"),
    path("s/<slug:slug>/argent/versements.<str:suffix>", money.calendar_file, name="calendar_file"),
    path("s/<slug:slug>/argent/contrats/ajouter/", contracts.add_contract, name="add_contract"),
    path("s/<slug:slug>/argent/contrats/<int:pk>/", contracts.contract, name="contract"),
    path("s/<slug:slug>/argent/contrats/<int:pk>/modifier/", contracts.edit_contract, name="edit_contract"),
    path("s/<slug:slug>/argent/contrats/<int:pk>/avenants/", contracts.amend, name="amend"),
    path("s/<slug:slug>/argent/contrats/<int:pk>/annexe/<slug:key>/", contracts.mission, name="mission"),
    path(
        "s/<slug:slug>/argent/contrats/<int:pk>/annexe/<slug:key>/retirer/",
        contracts.drop_mission,
        name="drop_mission",
    ),
    path("s/<slug:slug>/argent/contrats/<int:pk>/versements/", contracts.announce, name="announce"),
    path(
        "s/<slug:slug>/argent/contrats/<int:pk>/versements/<int:planned>/retirer/",
        contracts.withdraw,
        name="withdraw",
    ),
    path("s/<slug:slug>/argent/contrats/<int:pk>/recu/<str:expects>/", contracts.receive, name="receive"),
    path("s/<slug:slug>/argent/recettes/<int:pk>/annuler/", contracts.undo_receipt, name="undo_receipt"),
    path("s/<slug:slug>/argent/bareme/", hours.scale, name="scale"),
    path("s/<slug:slug>/argent/heures/", hours.hours, name="hours"),
    path("s/<slug:slug>/argent/heures/export.<str:suffix>", hours.claims_file, name="claims_file"),
    path("s/<slug:slug>/argent/heures/approuver/", hours.approve, name="approve"),
    path("s/<slug:slug>/argent/heures/payer/", hours.pay, name="pay"),
    path("s/<slug:slug>/argent/heures/reunions/<int:pk>/", hours.meeting_hours, name="meeting_hours"),
    path("s/<slug:slug>/argent/heures/demandes/<int:pk>/", hours.claim, name="claim"),
    path("s/<slug:slug>/argent/depenses/", expenses.expenses, name="expenses"),
    path("s/<slug:slug>/argent/depenses/ajouter/", expenses.add_expense, name="add_expense"),
    path("s/<slug:slug>/argent/depenses/export.<str:suffix>", expenses.expenses_file, name="expenses_file"),
    path("s/<slug:slug>/argent/depenses/regles/", approving.spending_rules_page, name="spending_rules"),
    path("s/<slug:slug>/argent/depenses/<int:pk>/", expenses.expense, name="expense"),
    path(
        "s/<slug:slug>/argent/depenses/<int:pk>/approuver/", approving.approve_expense, name="approve_expense"
    ),
    path("s/<slug:slug>/argent/depenses/<int:pk>/refuser/", approving.refuse_expense, name="refuse_expense"),
    path("s/<slug:slug>/argent/depenses/<int:pk>/payer/", approving.pay_expense, name="pay_expense"),
    path("s/<slug:slug>/argent/depenses/<int:pk>/impayer/", approving.unpay_expense, name="unpay_expense"),
    path("s/<slug:slug>/argent/depenses/<int:pk>/annuler/", approving.cancel_expense, name="cancel_expense"),
    path("s/<slug:slug>/argent/depenses/<int:pk>/pieces/", expenses.attach_paper, name="attach_paper"),
    path(
        "s/<slug:slug>/argent/depenses/<int:pk>/pieces/<uuid:file>/",
        expenses.expense_paper,
        name="expense_paper",
    ),
    path("s/<slug:slug>/argent/budget/", budget.budget, name="budget"),
    path("s/<slug:slug>/argent/budget/export.<str:suffix>", budget.budget_file, name="budget_file"),
    path(
        "s/<slug:slug>/argent/budget/lignes/<int:pk>/annuler/",
        budget.undo_budget_line,
        name="undo_budget_line",
    ),
    path("s/<slug:slug>/argent/banque/", bank.bank, name="bank"),
    path("s/<slug:slug>/argent/banque/<int:pk>/", bank.account, name="account"),
    path("s/<slug:slug>/argent/banque/<int:pk>/lignes.<str:suffix>", bank.bank_file, name="bank_file"),
    path("s/<slug:slug>/argent/banque/<int:pk>/importer/", bank.import_statement, name="import_statement"),
    path("s/<slug:slug>/argent/banque/lignes/<int:pk>/", bank.bank_line, name="bank_line"),
    path("s/<slug:slug>/argent/banque/lignes/<int:pk>/annuler/", bank.undo_line, name="undo_line"),
]
