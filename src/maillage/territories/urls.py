from django.urls import path

from maillage.territories import views

app_name = "territories"
urlpatterns = [
    path("territoire/", views.draw, name="draw"),
    path("territoire/diagnostic/", views.open_diagnosis, name="open_diagnosis"),
    path("territoire/zones-blanches/", views.choose_coverage, name="choose_coverage"),
    path("territoire/zones-blanches/<str:departement>/", views.coverage, name="coverage"),
    path("territoire/zones-blanches/<str:departement>/communes.csv", views.coverage_csv, name="coverage_csv"),
    path("s/<slug:slug>/diagnostic/", views.diagnosis, name="diagnosis"),
    path("s/<slug:slug>/diagnostic/diagnostic.<str:form>", views.download, name="download"),
    path("s/<slug:slug>/diagnostic/habitudes/", views.habits, name="habits"),
    path("s/<slug:slug>/diagnostic/habitudes/ajouter/", views.add_habits, name="add_habits"),
    path("s/<slug:slug>/diagnostic/habitudes/<int:pk>/", views.habit_layer, name="habit_layer"),
    path("s/<slug:slug>/diagnostic/habitudes/<int:pk>/lignes.csv", views.habit_rows, name="habit_rows"),
    path("s/<slug:slug>/diagnostic/habitudes/<int:pk>/retirer/", views.drop_habits, name="drop_habits"),
    path("s/<slug:slug>/diagnostic/besoins/", views.write_need, name="write_need"),
    path("s/<slug:slug>/diagnostic/besoins/<int:pk>/", views.reword_need, name="reword_need"),
    path("s/<slug:slug>/diagnostic/besoins/<int:pk>/retirer/", views.drop_need, name="drop_need"),
    path("s/<slug:slug>/diagnostic/enquetes/", views.surveys, name="surveys"),
    path("s/<slug:slug>/diagnostic/enquetes/<int:pk>/", views.survey, name="survey"),
    path("s/<slug:slug>/diagnostic/enquetes/<int:pk>/affiche/", views.survey_poster, name="survey_poster"),
    path("s/<slug:slug>/diagnostic/enquetes/<int:pk>/comptes.csv", views.survey_csv, name="survey_csv"),
    path("s/<slug:slug>/diagnostic/enquetes/<int:pk>/fermer/", views.close_survey, name="close_survey"),
    path(
        "s/<slug:slug>/diagnostic/enquetes/<int:pk>/date/", views.reschedule_survey, name="reschedule_survey"
    ),
    path("s/<slug:slug>/diagnostic/enquetes/<int:pk>/lien/", views.renew_link, name="renew_link"),
    path(
        "s/<slug:slug>/diagnostic/enquetes/<int:pk>/textes/<slug:handle>/effacer/",
        views.drop_words,
        name="drop_words",
    ),
    path("l/<slug:token>/", views.answer, name="answer"),
    path("l/<slug:token>/merci/", views.answered, name="answered"),
]
