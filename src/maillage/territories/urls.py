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
    path("s/<slug:slug>/diagnostic/besoins/", views.write_need, name="write_need"),
    path("s/<slug:slug>/diagnostic/besoins/<int:pk>/", views.reword_need, name="reword_need"),
    path("s/<slug:slug>/diagnostic/besoins/<int:pk>/retirer/", views.drop_need, name="drop_need"),
]
