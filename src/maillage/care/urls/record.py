"""Files of people, where certified hosting is stated."""

from django.urls import path

from maillage.care.views import record

FILES = "s/<slug:slug>/soins/dossiers/"
FILE = f"{FILES}<int:pk>/"
RECORD = [
    path(FILES, record.files, name="files"),
    path(f"{FILES}conciliations/", record.reconciliations, name="reconciliations"),
    path(FILE, record.file, name="file"),
    path(f"{FILE}accord/", record.agree, name="agree"),
    path(f"{FILE}accord/<slug:scope>/retirer/", record.withdraw, name="withdraw_consent"),
    path(f"{FILE}cercle/", record.seat, name="seat"),
    path(f"{FILE}cercle/<int:seat>/retirer/", record.unseat, name="unseat"),
    path(f"{FILE}plan/<slug:part>/", record.plan, name="plan"),
    path(f"{FILE}medicaments/", record.reconcile, name="reconcile"),
    path(f"{FILE}medicaments/<int:line>/retirer/", record.drop_drug, name="drop_drug"),
    path(f"{FILE}copie.<str:suffix>", record.copy, name="copy_file"),
    path(f"{FILE}effacer/", record.erase, name="erase_file"),
]
