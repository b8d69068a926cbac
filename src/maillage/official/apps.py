from django.apps import AppConfig


class OfficialConfig(AppConfig):
    name = "maillage.official"
    label = "official"
