"""« Qui peut aider ? » and its book."""

from django.urls import path

from maillage.care.views import helping

HELPING = [
    path("s/<slug:slug>/soins/aide/", helping.ask_help, name="help"),
    path("s/<slug:slug>/soins/aide/annuaire/", helping.help_book, name="help_book"),
    path("s/<slug:slug>/soins/aide/annuaire.pdf", helping.help_file, name="help_file"),
    path("s/<slug:slug>/soins/aide/ajouter/", helping.add_help, name="add_help"),
    path("s/<slug:slug>/soins/aide/lien/", helping.help_door, name="help_door"),
    path("s/<slug:slug>/soins/aide/<int:pk>/", helping.edit_help, name="edit_help"),
    path("s/<slug:slug>/soins/aide/<int:pk>/verifie/", helping.check_help, name="check_help"),
    path("s/<slug:slug>/soins/aide/<int:pk>/proposer/", helping.show_help, name="show_help"),
]
