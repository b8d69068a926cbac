from django.urls import path

from maillage.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("glossaire/", views.glossary, name="glossary"),
    path("regles/", views.rules, name="rules"),
    path("regles/export.<str:form>", views.rules, name="rules_export"),
    path("regles/<str:rule_id>/", views.rule, name="rule"),
]
