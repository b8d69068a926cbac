from django.urls import path

from maillage.dossier import views

app_name = "dossier"
urlpatterns = [
    path("lettre/", views.letter, name="letter"),
    path("lettre/lettre.<str:form>", views.download, name="download"),
    path("lettre/<slug:key>/", views.section, name="section"),
]
