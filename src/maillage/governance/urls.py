from django.urls import path

from maillage.governance.views import instances, log, meetings, polls

app_name = "governance"
urlpatterns = [
    path("s/<slug:slug>/reunions/instances/", instances.instances, name="instances"),
    path("s/<slug:slug>/reunions/instances/ajouter/", instances.add_instance, name="add_instance"),
    path("s/<slug:slug>/reunions/instances/<int:pk>/", instances.instance, name="instance"),
    path("s/<slug:slug>/reunions/instances/<int:pk>/regles/", instances.edit_instance, name="edit_instance"),
    path("s/<slug:slug>/reunions/instances/<int:pk>/mandats/", instances.seat, name="seat"),
    path(
        "s/<slug:slug>/reunions/instances/<int:pk>/mandats/<int:mandate>/finir/",
        instances.end_mandate,
        name="end_mandate",
    ),
    path("s/<slug:slug>/reunions/", meetings.meetings, name="meetings"),
    path("s/<slug:slug>/reunions/presences.<str:suffix>", log.presences_file, name="presences_file"),
    path("s/<slug:slug>/reunions/preparer/<int:instance>/", meetings.plan, name="plan"),
    path("s/<slug:slug>/reunions/proposer/<int:instance>/", polls.propose, name="propose"),
    path("s/<slug:slug>/reunions/sondages/<int:pk>/", polls.poll, name="poll"),
    path("s/<slug:slug>/reunions/sondages/<int:pk>/dates/", polls.change_dates, name="change_dates"),
    path("s/<slug:slug>/reunions/sondages/<int:pk>/partage/", polls.share, name="share_poll"),
    path("s/<slug:slug>/reunions/sondages/<int:pk>/choisir/<int:date>/", polls.choose, name="choose"),
    path(
        "s/<slug:slug>/reunions/sondages/<int:pk>/reponses/<int:reply>/retirer/",
        polls.drop_reply,
        name="drop_reply",
    ),
    path("s/<slug:slug>/reunions/<int:pk>/", meetings.meeting, name="meeting"),
    path("s/<slug:slug>/reunions/<int:pk>/modifier/", meetings.change, name="change"),
    path("s/<slug:slug>/reunions/<int:pk>/convoquer/", meetings.convoke, name="convoke"),
    path("s/<slug:slug>/reunions/<int:pk>/annuler/", meetings.cancel, name="cancel"),
    path("s/<slug:slug>/reunions/<int:pk>/effacer/", meetings.drop, name="drop"),
    path("s/<slug:slug>/reunions/<int:pk>/tenir/", meetings.hold, name="hold"),
    path("s/<slug:slug>/reunions/<int:pk>/presences/", meetings.attendance, name="attendance"),
    path("s/<slug:slug>/reunions/<int:pk>/presences/pointer/", meetings.tick, name="tick"),
    path("s/<slug:slug>/reunions/<int:pk>/pouvoirs/", meetings.give_pouvoir, name="give_pouvoir"),
    path(
        "s/<slug:slug>/reunions/<int:pk>/pouvoirs/<int:pouvoir>/retirer/",
        meetings.drop_pouvoir,
        name="drop_pouvoir",
    ),
    path("s/<slug:slug>/reunions/<int:pk>/points/<int:item>/", meetings.note, name="note"),
    path("s/<slug:slug>/reunions/<int:pk>/decisions/", meetings.decide, name="decide"),
    path("s/<slug:slug>/reunions/<int:pk>/taches/", meetings.ask_for, name="ask_for"),
    path("s/<slug:slug>/reunions/<int:pk>/<slug:name>.<str:suffix>", meetings.paper, name="paper"),
    path("s/<slug:slug>/decisions/", log.decisions, name="decisions"),
    path("s/<slug:slug>/decisions/export.<str:suffix>", log.decisions_file, name="decisions_file"),
    path("s/<slug:slug>/a-faire/", log.tasks, name="tasks"),
    path("s/<slug:slug>/a-faire/export.<str:suffix>", log.tasks_file, name="tasks_file"),
    path("s/<slug:slug>/a-faire/<int:pk>/", log.finish, name="finish"),
]
