from django.urls import path

from maillage.links import views

app_name = "links"
#: The list of dates that a diary follows: some want its name to end so.
DIARY = "agenda"
urlpatterns = [
    path("<slug:token>/", views.enter, name="enter"),
    path("<slug:token>/agenda.ics", views.enter, {"step": DIARY}, name="diary"),
    path("<slug:token>/<slug:step>/", views.enter, name="step"),
]
