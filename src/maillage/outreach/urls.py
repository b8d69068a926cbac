from django.urls import path

from maillage.outreach import views

app_name = "outreach"
urlpatterns = [
    path("s/<slug:slug>/bulletins/", views.bulletins, name="bulletins"),
    path("s/<slug:slug>/bulletins/desabonnements/", views.settle, name="settle"),
    path("s/<slug:slug>/bulletins/<int:pk>/", views.bulletin, name="bulletin"),
    path("s/<slug:slug>/bulletins/<int:pk>/apercu/", views.preview, name="preview"),
    path("s/<slug:slug>/bulletins/<int:pk>/envoyer/", views.send, name="send"),
    path("s/<slug:slug>/bulletins/<int:pk>/effacer/", views.drop, name="drop"),
    path("desabonnement/<slug:token>/", views.one_click, name="one_click"),
]
