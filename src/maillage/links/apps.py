from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "maillage.links"
    label = "links"
