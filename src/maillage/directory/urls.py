from django.urls import path

from maillage.directory import views

app_name = "directory"
urlpatterns = [
    path("annuaire/", views.search, name="search"),
    path("annuaire/export.<str:suffix>", views.export, name="export"),
    path("annuaire/personnes/<str:national>/", views.person, name="person"),
    path("annuaire/lieux/<str:finess>/", views.place, name="place"),
]
