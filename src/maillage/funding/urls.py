from django.urls import path

from maillage.funding.views import bank, books, books_years, contracts, hours, money

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
    path("s/<slug:slug>/argent/banque/", bank.bank, name="bank"),
    path("s/<slug:slug>/argent/banque/<int:pk>/", bank.account, name="account"),
    path("s/<slug:slug>/argent/banque/<int:pk>/lignes.<str:suffix>", bank.bank_file, name="bank_file"),
    path("s/<slug:slug>/argent/banque/<int:pk>/importer/", bank.import_statement, name="import_statement"),
    path("s/<slug:slug>/argent/banque/lignes/<int:pk>/", bank.bank_line, name="bank_line"),
    path("s/<slug:slug>/argent/banque/lignes/<int:pk>/annuler/", bank.undo_line, name="undo_line"),
    path("s/<slug:slug>/argent/livre/", books.books, name="books"),
    path("s/<slug:slug>/argent/livre/noter/", books.note, name="books_note"),
    path("s/<slug:slug>/argent/livre/ranger/", books.range_lines_of, name="books_range"),
    path("s/<slug:slug>/argent/livre/ouverture/", books_years.opening, name="books_opening"),
    path("s/<slug:slug>/argent/livre/comptes/", books_years.accounts, name="books_accounts"),
    path("s/<slug:slug>/argent/livre/comptes/<int:pk>/", books_years.account, name="books_account"),
    path(
        "s/<slug:slug>/argent/livre/comptes/<int:pk>/retirer/", books_years.drop_account, name="drop_account"
    ),
    path("s/<slug:slug>/argent/livre/exercices/<int:pk>/", books_years.year, name="books_year"),
    path(
        "s/<slug:slug>/argent/livre/exercices/<int:pk>/valider/",
        books_years.validate_all,
        name="validate_all",
    ),
    path("s/<slug:slug>/argent/livre/exercices/<int:pk>/clore/", books_years.close, name="books_close"),
    path("s/<slug:slug>/argent/livre/exercices/<int:pk>/fec.txt", books_years.fec_file, name="fec_file"),
    path(
        "s/<slug:slug>/argent/livre/exercices/<int:pk>/livre.<str:suffix>",
        books_years.cash_file,
        name="cash_file",
    ),
    path(
        "s/<slug:slug>/argent/livre/exercices/<int:pk>/ecritures.<str:suffix>",
        books_years.entries_file,
        name="entries_file",
    ),
    path("s/<slug:slug>/argent/livre/<int:pk>/", books.entry, name="books_entry"),
    path("s/<slug:slug>/argent/livre/<int:pk>/modifier/", books.change, name="books_change"),
    path("s/<slug:slug>/argent/livre/<int:pk>/valider/", books.validate, name="books_validate"),
    path("s/<slug:slug>/argent/livre/<int:pk>/extourner/", books.reverse_entry, name="books_reverse"),
]
