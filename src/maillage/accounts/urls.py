"""The names are those allauth looks for."""

from django.urls import path

from maillage.accounts import views

urlpatterns = [
    path("entrer/", views.enter, name="account_login"),
    path("entrer/", views.enter, name="account_request_login_code"),
    path("code/", views.code, name="account_confirm_login_code"),
    path("quitter/", views.leave, name="account_logout"),
]
