from django.urls import path

from maillage.structures import views

app_name = "structures"
urlpatterns = [
    path("tour-de-table/", views.table, name="table"),
    path("tour-de-table/manques/", views.gaps, name="gaps"),
    path("tour-de-table/lire/", views.reading, name="reading"),
    path("fonder/", views.found, name="found"),
    path("s/", views.mine, name="mine"),
    path("entree/", views.arrive, name="arrive"),
    path("s/<slug:slug>/", views.home, name="home"),
    path("s/<slug:slug>/equipe/", views.team, name="team"),
    path("s/<slug:slug>/equipe/coller/", views.paste, name="paste"),
    path("s/<slug:slug>/equipe/annuaire/", views.known, name="known"),
    path("s/<slug:slug>/equipe/personnes/", views.people, name="people"),
    path("s/<slug:slug>/equipe/<int:pk>/", views.person, name="person"),
    path("s/<slug:slug>/equipe/information/", views.information, name="information"),
    path("s/<slug:slug>/equipe/information/<int:pk>/retirer/", views.forget, name="forget"),
    path("s/<slug:slug>/sites/", views.sites, name="sites"),
    path("s/<slug:slug>/sites/<int:pk>/", views.site, name="site"),
    path("s/<slug:slug>/sites/<int:pk>/retirer/", views.drop_site, name="drop_site"),
    path("s/<slug:slug>/territoire/", views.territory, name="territory"),
    path("s/<slug:slug>/territoire/parties/", views.parts, name="parts"),
    path("s/<slug:slug>/territoire/parties/iris/", views.iris, name="iris"),
    path("s/<slug:slug>/territoire/parties/<int:pk>/retirer/", views.drop_part, name="drop_part"),
    path("s/<slug:slug>/parcours/", views.life, name="life"),
    path("s/<slug:slug>/parcours/retirer/", views.take_back, name="take_back"),
    path("s/<slug:slug>/parcours/personne-morale/", views.legal_person, name="legal_person"),
    path(
        "s/<slug:slug>/parcours/personne-morale/<int:pk>/finir/",
        views.end_legal_person,
        name="end_legal_person",
    ),
    path("s/<slug:slug>/visibilite/", views.visibility, name="visibility"),
    path("s/<slug:slug>/reglages/", views.settings, name="settings"),
    path("s/<slug:slug>/reglages/modules/", views.switch, name="switch"),
    path("s/<slug:slug>/reglages/historique/", views.trail, name="trail"),
    path("s/<slug:slug>/reglages/tout.json", views.everything, name="everything"),
    path("s/<slug:slug>/reglages/supprimer/", views.erase, name="erase"),
    path("s/<slug:slug>/reglages/acces/<int:pk>/fermer/", views.end_access, name="end_access"),
]
