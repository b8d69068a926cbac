from django.urls import path

from maillage.habits import views

app_name = "habits"
urlpatterns = [
    path("", views.layers, name="layers"),
    path("ajouter/", views.add, name="add"),
    path("<int:pk>/", views.layer, name="layer"),
    path("<int:pk>/lignes.<str:suffix>", views.rows, name="rows"),
    path("<int:pk>/retirer/", views.drop, name="drop"),
]
