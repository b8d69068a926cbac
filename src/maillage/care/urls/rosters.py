"""Unscheduled care: who is on duty, who can take, what became of people."""

from django.urls import path

from maillage.care.views import roster_settings, rosters, unscheduled

DUTY, ONE = "s/<slug:slug>/soins/gardes", "s/<slug:slug>/soins/gardes/<int:pk>"
TODAY = "s/<slug:slug>/soins/non-programmes"
ROSTERS = [
    path(f"{DUTY}/", rosters.on_duty, name="on_duty"),
    path(f"{DUTY}/ajouter/", roster_settings.add_roster, name="add_roster"),
    path(f"{DUTY}/page-ouverte/", rosters.board, name="duty_board"),
    path(f"{ONE}/", rosters.roster, name="roster"),
    path(f"{ONE}/garde.<str:suffix>", rosters.roster_file, name="roster_file"),
    path(f"{ONE}/proposer/", rosters.draw, name="draw_roster"),
    path(f"{ONE}/publier/", rosters.publish, name="publish_roster"),
    path(f"{ONE}/tours/<int:turn>/", rosters.duty, name="duty"),
    path(f"{ONE}/reglages/", roster_settings.roster_settings, name="roster_settings"),
    path(f"{ONE}/fermer/", roster_settings.close_roster, name="close_roster"),
    path(f"{ONE}/participants/", roster_settings.join, name="join_roster"),
    path(f"{ONE}/participants/<int:place>/retirer/", roster_settings.leave, name="leave_roster"),
    path(f"{TODAY}/", unscheduled.capacities, name="offered_capacities"),
    path(f"{TODAY}/qui/", unscheduled.find_capacity, name="find_capacity"),
    path(f"{TODAY}/<int:pk>/", unscheduled.capacity, name="capacity"),
    path(f"{TODAY}/regulation/", unscheduled.regulation, name="regulation"),
    path(f"{TODAY}/regulation.<str:suffix>", unscheduled.regulation_file, name="regulation_file"),
    path(f"{TODAY}/postes/", unscheduled.add_post, name="add_regulation_post"),
    path(f"{TODAY}/postes/<int:pk>/fermer/", unscheduled.close_post, name="close_post"),
]
