from django.urls import path

from maillage.links import views

app_name = "links"
urlpatterns = [
    path("<slug:token>/", views.enter, name="enter"),
    path("<slug:token>/<slug:step>/", views.enter, name="step"),
]
