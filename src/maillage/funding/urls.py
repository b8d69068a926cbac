from django.urls import path

from maillage.funding.views import bank, batches, contracts, hours, money, payees, sharing

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
    path("s/<slug:slug>/argent/heures/demandes/<int:pk>/piece/", hours.proof, name="proof"),
    path("s/<slug:slug>/argent/partages/", sharing.sharings, name="sharings"),
    path("s/<slug:slug>/argent/partages/simuler/", sharing.share, name="share"),
    path("s/<slug:slug>/argent/partages/<int:pk>/", sharing.sharing, name="sharing"),
    path(
        "s/<slug:slug>/argent/partages/<int:pk>/parts.<str:suffix>", sharing.sharing_file, name="sharing_file"
    ),
    path("s/<slug:slug>/argent/heures/releves/<int:pk>/<int:year>.pdf", hours.paid_to, name="paid_to"),
    path("s/<slug:slug>/argent/beneficiaires/", payees.payees, name="payees"),
    path("s/<slug:slug>/argent/beneficiaires/ajouter/", payees.add_payee, name="add_payee"),
    path("s/<slug:slug>/argent/beneficiaires/<int:pk>/", payees.payee, name="payee"),
    path("s/<slug:slug>/argent/beneficiaires/<int:pk>/verifier/", payees.check_payee, name="check_payee"),
    path("s/<slug:slug>/argent/lots/", batches.batches, name="batches"),
    path("s/<slug:slug>/argent/lots/regle/", batches.set_alone, name="set_alone"),
    path("s/<slug:slug>/argent/lots/preparer/", batches.prepare, name="prepare_batch"),
    path("s/<slug:slug>/argent/lots/<int:pk>/", batches.batch, name="batch"),
    path("s/<slug:slug>/argent/lots/<int:pk>/pas-parti/", batches.unsend, name="unsend"),
    path("s/<slug:slug>/argent/lots/<int:pk>/virements.xml", batches.batch_file, name="batch_file"),
    path("s/<slug:slug>/argent/banque/", bank.bank, name="bank"),
    path("s/<slug:slug>/argent/banque/<int:pk>/", bank.account, name="account"),
    path("s/<slug:slug>/argent/banque/<int:pk>/lignes.<str:suffix>", bank.bank_file, name="bank_file"),
    path("s/<slug:slug>/argent/banque/<int:pk>/virements/", batches.bank_wants, name="bank_wants"),
    path("s/<slug:slug>/argent/banque/<int:pk>/importer/", bank.import_statement, name="import_statement"),
    path("s/<slug:slug>/argent/banque/lignes/<int:pk>/", bank.bank_line, name="bank_line"),
    path("s/<slug:slug>/argent/banque/lignes/<int:pk>/annuler/", bank.undo_line, name="undo_line"),
]
