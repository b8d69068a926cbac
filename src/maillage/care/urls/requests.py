"""Requests that who comes first takes."""

from django.urls import path

from maillage.care.views import requests

AT = "s/<slug:slug>/soins/"
REQUESTS = [
    path(f"{AT}demandes/", requests.requests, name="requests"),
    path(f"{AT}demandes/nouvelle/", requests.ask, name="ask"),
    path(f"{AT}demandes/<int:number>/", requests.one, name="request"),
    path(f"{AT}demandes/<int:number>/geste/", requests.act, name="act"),
    path(f"{AT}prevenus/", requests.watchers, name="watchers"),
    path(f"{AT}prevenus/outils/", requests.tools, name="tools"),
    path(f"{AT}questions/", requests.questions, name="questions"),
]
