from django.apps import AppConfig

from maillage.ui.slots import PublicEntry


class GuideConfig(AppConfig):
    name = "maillage.guide"
    label = "guide"
    public_menu = (
        PublicEntry("Choisir", "guide:choose", order=5, group="Choisir une forme"),
        PublicEntry("Comparer", "guide:compare", order=6, group="Choisir une forme"),
        PublicEntry("Calculer", "guide:simulators", order=40, group="L’argent et la loi"),
        PublicEntry("Règles", "guide:rules", order=50, group="L’argent et la loi"),
        PublicEntry("Glossaire", "guide:glossary", order=60, group="L’argent et la loi"),
    )
