"""The names of the doors are those allauth looks for."""

from django.urls import path

from maillage.accounts import views

urlpatterns = [
    path("", views.account, name="account"),
    path("donnees.json", views.export, name="account_export"),
    path("supprimer/", views.erase, name="account_erase"),
    path("entrer/", views.enter, name="account_login"),
    path("entrer/", views.enter, name="account_request_login_code"),
    path("code/", views.code, name="account_confirm_login_code"),
    path("quitter/", views.leave, name="account_logout"),
]
