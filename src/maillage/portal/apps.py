from django.apps import AppConfig

from maillage.ui.enums import PublicEntry


class PortalConfig(AppConfig):
    name = "maillage.portal"
    label = "portal"
    public_menu = (
        PublicEntry("Choisir", "portal:choose", order=5),
        PublicEntry("Comparer", "portal:compare", order=6),
        PublicEntry("Calculer", "portal:simulators", order=40),
        PublicEntry("Règles", "portal:rules", order=50),
        PublicEntry("Glossaire", "portal:glossary", order=60),
    )
