from django.urls import path

from maillage.governance.views import ideas, instances, interests, log, meetings

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
    path("s/<slug:slug>/idees/", ideas.ideas, name="ideas"),
    path("s/<slug:slug>/idees/export.<str:suffix>", ideas.ideas_file, name="ideas_file"),
    path("s/<slug:slug>/idees/<int:pk>/", ideas.idea, name="idea"),
    path("s/<slug:slug>/idees/<int:pk>/soutenir/", ideas.uphold, name="uphold"),
    path("s/<slug:slug>/idees/<int:pk>/commentaires/", ideas.comment, name="comment"),
    path(
        "s/<slug:slug>/idees/<int:pk>/commentaires/<int:comment>/retirer/",
        ideas.drop_comment,
        name="drop_comment",
    ),
    path("s/<slug:slug>/idees/<int:pk>/elements/", ideas.weigh, name="weigh"),
    path("s/<slug:slug>/idees/<int:pk>/reponse/", ideas.answer, name="answer_idea"),
    path("s/<slug:slug>/idees/<int:pk>/taches/", ideas.entrust, name="entrust"),
    path("s/<slug:slug>/idees/<int:pk>/decision/", ideas.bind, name="bind"),
    path("s/<slug:slug>/idees/<int:pk>/effacer/", ideas.drop, name="drop_idea"),
    path("s/<slug:slug>/reunions/interets/", interests.interests, name="interests"),
    path(
        "s/<slug:slug>/reunions/interets/export.<str:suffix>", interests.interests_file, name="interests_file"
    ),
    path(
        "s/<slug:slug>/reunions/interets/<int:pk>/retirer/",
        interests.withdraw_interest,
        name="withdraw_interest",
    ),
    path("s/<slug:slug>/reunions/<int:pk>/deports/", interests.recuse, name="recuse"),
    path(
        "s/<slug:slug>/reunions/<int:pk>/deports/<int:recusal>/retirer/",
        interests.take_part,
        name="take_part",
    ),
]
