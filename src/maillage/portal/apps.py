from django.apps import AppConfig

from maillage.ui.slots import PublicEntry


class PortalConfig(AppConfig):
    name = "maillage.portal"
    label = "portal"
    commands = {"serve": "serving.serve"}
    footer_menu = (
        PublicEntry("Mentions légales", "portal:legal_notice", order=10),
        PublicEntry("Confidentialité", "portal:privacy", order=20),
        PublicEntry(
            "Accessibilité\N{NO-BREAK SPACE}: partiellement conforme", "portal:accessibility", order=30
        ),
        PublicEntry("Contact", "portal:contact", order=40),
    )
