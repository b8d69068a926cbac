from django.urls import path

from maillage.people import views

app_name = "people"
urlpatterns = [
    path("tour-de-table/", views.table, name="table"),
    path("tour-de-table/manques/", views.gaps, name="gaps"),
    path("tour-de-table/lire/", views.reading, name="reading"),
    path("fonder/", views.found, name="found"),
    path("s/<slug:slug>/equipe/", views.team, name="team"),
    path("s/<slug:slug>/equipe/coller/", views.paste, name="paste"),
    path("s/<slug:slug>/equipe/annuaire/", views.known, name="known"),
    path("s/<slug:slug>/equipe/personnes/", views.ticked, name="ticked"),
    path("s/<slug:slug>/equipe/<int:pk>/", views.card, name="card"),
    path("s/<slug:slug>/equipe/reponses/", views.answers, name="answers"),
    path("s/<slug:slug>/equipe/information/", views.information, name="information"),
    path("s/<slug:slug>/equipe/information/<int:pk>/retirer/", views.forget, name="forget"),
    path("s/<slug:slug>/sites/<int:pk>/exercice/", views.practising, name="practising"),
    path("s/<slug:slug>/adherents/", views.members, name="members"),
    path("s/<slug:slug>/adherents/export.<str:suffix>", views.export, name="export"),
    path("s/<slug:slug>/adherents/importer/", views.import_members, name="import_members"),
    path("s/<slug:slug>/adherents/importer/<int:pk>/annuler/", views.undo_import, name="undo_import"),
    path("s/<slug:slug>/adherents/couverture/", views.coverage, name="coverage"),
    path("s/<slug:slug>/adherents/regles/", views.joining_rules, name="rules"),
    path("s/<slug:slug>/adherents/regles/affiche/", views.joining_poster, name="poster"),
    path("s/<slug:slug>/adherents/regles/renouveler/", views.renew_joining, name="renew"),
    path("s/<slug:slug>/adherents/demandes/<int:pk>/", views.answer_demand, name="demand"),
    path("s/<slug:slug>/equipe/<int:pk>/entrer/", views.enter, name="enter"),
    path("s/<slug:slug>/adherents/adhesions/<int:pk>/finir/", views.leave, name="leave"),
    path("s/<slug:slug>/adherents/cotisations/", views.fees, name="fees"),
    path("s/<slug:slug>/adherents/cotisations/appeler/", views.ask_fees, name="ask_fees"),
    path("s/<slug:slug>/adherents/cotisations/recues/", views.receive, name="receive"),
    path("s/<slug:slug>/adherents/cotisations/recus/<int:pk>/", views.receipt, name="receipt"),
    path("s/<slug:slug>/adherents/cotisations/recus/<int:pk>/annuler/", views.take_back, name="take_back"),
    path("s/<slug:slug>/adherents/doubles/", views.doubles, name="doubles"),
    path("s/<slug:slug>/adherents/doubles/<int:pk>/defaire/", views.undo_merge, name="undo_merge"),
    path("s/<slug:slug>/adherents/exactes/", views.check_cards, name="check"),
]
