from django.apps import AppConfig


class OfficialConfig(AppConfig):
    name = "maillage.official"
    label = "official"
    commands = {"import apl": "apl", "import zonage": "zonage"}
