from django.apps import AppConfig

from maillage.ui.slots import PublicEntry


class GuideConfig(AppConfig):
    name = "maillage.guide"
    label = "guide"
    public_menu = (
        PublicEntry("Choisir", "guide:choose", order=5),
        PublicEntry("Comparer", "guide:compare", order=6),
        PublicEntry("Calculer", "guide:simulators", order=40),
        PublicEntry("Règles", "guide:rules", order=50),
        PublicEntry("Glossaire", "guide:glossary", order=60),
    )
