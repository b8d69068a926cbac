from django.apps import AppConfig


class DossierConfig(AppConfig):
    name = "maillage.dossier"
    label = "dossier"
