from django.urls import path

from maillage.guide import views

app_name = "guide"
urlpatterns = [
    path("choisir/", views.choose, name="choose"),
    path("choisir/resultat/", views.advice, name="advice"),
    path("formes/", views.compare, name="compare"),
    path("formes/<slug:form_key>/", views.form, name="form"),
    path("calculer/", views.simulators, name="simulators"),
    path("calculer/contrat/", views.contract, name="contract"),
    path("calculer/<slug:subject>/", views.compute, name="compute"),
    path("glossaire/", views.glossary, name="glossary"),
    path("regles/", views.rules, name="rules"),
    path("regles/export.<str:suffix>", views.rules, name="rules_file"),
    path("regles/<str:rule_id>/", views.rule, name="rule"),
]
