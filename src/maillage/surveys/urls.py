from django.urls import path

from maillage.surveys import views

app_name = "surveys"
urlpatterns = [
    path("s/<slug:slug>/diagnostic/enquetes/", views.surveys, name="surveys"),
    path("s/<slug:slug>/diagnostic/enquetes/<int:pk>/", views.survey, name="survey"),
    path("s/<slug:slug>/diagnostic/enquetes/<int:pk>/affiche/", views.poster, name="poster"),
    path("s/<slug:slug>/diagnostic/enquetes/<int:pk>/comptes.<str:suffix>", views.survey_file, name="counts"),
    path("s/<slug:slug>/diagnostic/enquetes/<int:pk>/fermer/", views.close_survey, name="close"),
    path("s/<slug:slug>/diagnostic/enquetes/<int:pk>/date/", views.reschedule_survey, name="reschedule"),
    path("s/<slug:slug>/diagnostic/enquetes/<int:pk>/lien/", views.renew_link, name="renew_link"),
    path(
        "s/<slug:slug>/diagnostic/enquetes/<int:pk>/textes/<slug:handle>/effacer/",
        views.drop_words,
        name="drop_words",
    ),
    path(
        "s/<slug:slug>/diagnostic/enquetes/<int:pk>/textes/<slug:handle>/montrer/",
        views.show_words,
        name="show_words",
    ),
    path(
        "s/<slug:slug>/diagnostic/enquetes/<int:pk>/questions/<slug:question>/effacer/",
        views.drop_unread_words,
        name="drop_unread_words",
    ),
    path("s/<slug:slug>/diagnostic/enquetes/<int:pk>/effacer/", views.erase_survey, name="erase"),
]
