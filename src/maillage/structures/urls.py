from django.urls import path

from maillage.structures import views

app_name = "structures"
urlpatterns = [
    path("s/", views.mine, name="mine"),
    path("entree/", views.arrive, name="arrive"),
    path("s/<slug:slug>/", views.home, name="home"),
    path("s/<slug:slug>/sites/", views.sites, name="sites"),
    path("s/<slug:slug>/sites/<int:pk>/", views.site, name="site"),
    path("s/<slug:slug>/sites/<int:pk>/retirer/", views.drop_site, name="drop_site"),
    path("s/<slug:slug>/territoire/", views.territory, name="territory"),
    path("s/<slug:slug>/territoire/redessiner/", views.redraw, name="redraw"),
    path("s/<slug:slug>/territoire/parties/", views.parts, name="parts"),
    path("s/<slug:slug>/territoire/parties/iris/", views.iris, name="iris"),
    path("s/<slug:slug>/territoire/parties/<int:pk>/retirer/", views.drop_part, name="drop_part"),
    path("s/<slug:slug>/parcours/", views.life, name="life"),
    path("s/<slug:slug>/liens/", views.nestings, name="nestings"),
    path("s/<slug:slug>/liens/<int:pk>/", views.answer_nesting, name="answer_nesting"),
    path("s/<slug:slug>/parcours/passe/", views.history, name="history"),
    path("s/<slug:slug>/parcours/evoluer/", views.evolve, name="evolve"),
    path("s/<slug:slug>/parcours/retirer/", views.take_back, name="take_back"),
    path("s/<slug:slug>/parcours/personne-morale/", views.legal_person, name="legal_person"),
    path(
        "s/<slug:slug>/parcours/personne-morale/<int:pk>/finir/",
        views.end_legal_person,
        name="end_legal_person",
    ),
    path("s/<slug:slug>/parcours/porteurs/<int:pk>/", views.carrier, name="carrier"),
    path("s/<slug:slug>/parcours/etapes/<slug:track>/<int:pk>/", views.move, name="move"),
    path("s/<slug:slug>/taches/", views.works, name="works"),
    path("s/<slug:slug>/taches/<int:pk>/retirer/", views.drop_work, name="drop_work"),
    path("s/<slug:slug>/visibilite/", views.visibility, name="visibility"),
    path("s/<slug:slug>/reglages/", views.settings, name="settings"),
    path("s/<slug:slug>/reglages/modules/", views.switch, name="switch"),
    path("s/<slug:slug>/reglages/historique/", views.trail, name="trail"),
    path("s/<slug:slug>/reglages/tout.json", views.everything, name="everything"),
    path("s/<slug:slug>/reglages/supprimer/", views.erase, name="erase"),
    path("s/<slug:slug>/reglages/cles/", views.keys, name="keys"),
    path("s/<slug:slug>/reglages/cles/<int:pk>/retirer/", views.drop_key, name="drop_key"),
    path("s/<slug:slug>/reglages/acces/<int:pk>/roles/", views.change_access, name="change_access"),
    path("s/<slug:slug>/reglages/acces/<int:pk>/fermer/", views.end_access, name="end_access"),
]
