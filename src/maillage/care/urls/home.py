"""The first page of care, what it is set to, what it keeps."""

from django.urls import path

from maillage.care.views import home, settings, statistics

CARE = "s/<slug:slug>/soins/"
HOME = [
    path(CARE, home.home, name="home"),
    path(f"{CARE}reglages/", settings.settings, name="settings"),
    path(f"{CARE}comptes/", statistics.statistics, name="statistics"),
    path(f"{CARE}comptes.<str:suffix>", statistics.statistics_file, name="statistics_file"),
    path(f"{CARE}confidentialite/", settings.privacy, name="privacy"),
]
