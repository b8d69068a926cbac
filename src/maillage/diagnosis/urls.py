from django.urls import path

from maillage.diagnosis import views

app_name = "diagnosis"
urlpatterns = [
    path("territoire/diagnostic/", views.open_diagnosis, name="open_diagnosis"),
    path("s/<slug:slug>/diagnostic/", views.diagnosis, name="diagnosis"),
    path("s/<slug:slug>/diagnostic/diagnostic.<str:suffix>", views.download, name="download"),
]
