"""Education, concertations, ESCAP."""

from django.urls import path

from maillage.care.views import concerting, education, escap

ETP, RCP, ESCAP = (
    "s/<slug:slug>/soins/education/",
    "s/<slug:slug>/soins/concertations/",
    "s/<slug:slug>/soins/escap/",
)
TEAMS = [
    path(ETP, education.etp, name="etp"),
    path(f"{ETP}ajouter/", education.add_etp, name="add_etp"),
    path(f"{ETP}<int:pk>/", education.etp_programme, name="etp_programme"),
    path(f"{ETP}<int:pk>/modifier/", education.edit_etp, name="edit_etp"),
    path(f"{ETP}<int:pk>/seances/", education.plan_session, name="plan_session"),
    path(f"{ETP}<int:pk>/seances/<int:session>/", education.count_session, name="count_session"),
    path(RCP, concerting.rcp_calls, name="rcp_calls"),
    path(f"{RCP}convoquer/", concerting.add_rcp, name="add_rcp"),
    path(f"{RCP}<int:pk>/", concerting.rcp_call, name="rcp_call"),
    path(f"{RCP}<int:pk>/questions/", concerting.prepare_rcp, name="prepare_rcp"),
    path(f"{RCP}<int:pk>/tenue/", concerting.hold_rcp, name="hold_rcp"),
    path(f"{RCP}<int:pk>/annuler/", concerting.call_off_rcp, name="call_off_rcp"),
    path(ESCAP, escap.escaps, name="escaps"),
    path(f"{ESCAP}ajouter/", escap.add_escap, name="add_escap"),
    path(f"{ESCAP}<int:pk>/", escap.escap, name="escap"),
    path(f"{ESCAP}<int:pk>/etat/", escap.move_escap, name="move_escap"),
    path(f"{ESCAP}<int:pk>/grille/", escap.judge_escap, name="judge_escap"),
    path(f"{ESCAP}<int:pk>/equipe/", escap.escap_team, name="escap_team"),
]
