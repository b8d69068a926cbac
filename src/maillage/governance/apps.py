from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "maillage.governance"
    label = "governance"
    commands = {"vote": "vote"}
