from django.urls import path

from maillage.territories import views

app_name = "territories"
urlpatterns = [
    path("territoire/", views.draw, name="draw"),
    path("territoire/zones-blanches/", views.choose_coverage, name="choose_coverage"),
    path("territoire/zones-blanches/<str:departement>/", views.coverage, name="coverage"),
    path(
        "territoire/zones-blanches/<str:departement>/communes.<str:suffix>",
        views.coverage_file,
        name="coverage_file",
    ),
]
