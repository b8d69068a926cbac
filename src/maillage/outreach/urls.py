from django.urls import path

from maillage.outreach import views
from maillage.outreach.views import attending, conventions, events, exports, partners

app_name = "outreach"
urlpatterns = [
    path("s/<slug:slug>/bulletins/", views.bulletins, name="bulletins"),
    path("s/<slug:slug>/bulletins/export.<str:suffix>", exports.bulletins_file, name="bulletins_file"),
    path("s/<slug:slug>/bulletins/desabonnements/", views.settle, name="settle"),
    path("s/<slug:slug>/bulletins/<int:pk>/", views.bulletin, name="bulletin"),
    path("s/<slug:slug>/bulletins/<int:pk>/apercu/", views.preview, name="preview"),
    path("s/<slug:slug>/bulletins/<int:pk>/envoyer/", views.send, name="send"),
    path("s/<slug:slug>/bulletins/<int:pk>/essai/", views.try_out, name="try_out"),
    path("s/<slug:slug>/bulletins/<int:pk>/effacer/", views.drop, name="drop"),
    path("s/<slug:slug>/evenements/", events.events, name="events"),
    path("s/<slug:slug>/evenements/export.<str:suffix>", exports.events_file, name="events_file"),
    path("s/<slug:slug>/evenements/nouveau/", events.new_event, name="new_event"),
    path("s/<slug:slug>/evenements/<int:pk>/", events.event, name="event"),
    path("s/<slug:slug>/evenements/<int:pk>/modifier/", events.change_event, name="change_event"),
    path("s/<slug:slug>/evenements/<int:pk>/annoncer/", events.open_event, name="open_event"),
    path("s/<slug:slug>/evenements/<int:pk>/annuler/", events.cancel_event, name="cancel_event"),
    path("s/<slug:slug>/evenements/<int:pk>/terminer/", events.finish_event, name="finish_event"),
    path("s/<slug:slug>/evenements/<int:pk>/effacer/", events.drop_event, name="drop_event"),
    path("s/<slug:slug>/evenements/<int:pk>/affiche/", events.poster, name="event_poster"),
    path("s/<slug:slug>/evenements/<int:pk>/presences/", attending.attendance, name="attendance"),
    path(
        "s/<slug:slug>/evenements/<int:pk>/presences/<int:registration>/",
        attending.note_presence,
        name="note_presence",
    ),
    path("s/<slug:slug>/evenements/<int:pk>/emargement.pdf", attending.sheet, name="sheet"),
    path("s/<slug:slug>/evenements/<int:pk>/attestations.pdf", attending.attestations, name="attestations"),
    path("s/<slug:slug>/evenements/<int:pk>/inscrits.<str:suffix>", attending.registered, name="registered"),
    path(
        "s/<slug:slug>/evenements/<int:pk>/inscrits/<int:registration>/",
        attending.registration,
        name="registration",
    ),
    path(
        "s/<slug:slug>/evenements/<int:pk>/inscrits/<int:registration>/retirer/",
        attending.take_off,
        name="take_off",
    ),
    path("s/<slug:slug>/partenaires/", partners.partners, name="partners"),
    path("s/<slug:slug>/partenaires/ajouter/", partners.add_partner, name="add_partner"),
    path("s/<slug:slug>/partenaires/export.<str:suffix>", partners.partners_file, name="partners_file"),
    path("s/<slug:slug>/partenaires/carnet.pdf", partners.partners_book, name="partners_book"),
    path("s/<slug:slug>/partenaires/<int:pk>/", partners.partner, name="partner"),
    path("s/<slug:slug>/partenaires/<int:pk>/corriger/", partners.edit_partner, name="edit_partner"),
    path("s/<slug:slug>/partenaires/<int:pk>/retirer/", partners.drop_partner, name="drop_partner"),
    path("s/<slug:slug>/partenaires/<int:pk>/personnes/", partners.add_contact, name="add_contact"),
    path(
        "s/<slug:slug>/partenaires/<int:pk>/personnes/<int:contact>/retirer/",
        partners.drop_contact,
        name="drop_contact",
    ),
    path("s/<slug:slug>/partenaires/<int:pk>/echanges/", partners.note_exchange, name="note_exchange"),
    path(
        "s/<slug:slug>/partenaires/<int:pk>/echanges/<int:exchange>/retirer/",
        partners.drop_exchange,
        name="drop_exchange",
    ),
    path("s/<slug:slug>/partenaires/<int:pk>/etapes/", partners.plan_step, name="plan_step"),
    path(
        "s/<slug:slug>/partenaires/<int:pk>/etapes/<int:step>/faite/",
        partners.finish_step,
        name="finish_step",
    ),
    path("s/<slug:slug>/partenaires/<int:pk>/demandes/", partners.note_request, name="note_request"),
    path(
        "s/<slug:slug>/partenaires/<int:pk>/demandes/<int:asked>/",
        conventions.partner_request,
        name="request",
    ),
    path(
        "s/<slug:slug>/partenaires/<int:pk>/demandes/<int:asked>/retirer/",
        conventions.drop_request,
        name="drop_request",
    ),
    path(
        "s/<slug:slug>/partenaires/<int:pk>/conventions/", conventions.add_convention, name="add_convention"
    ),
    path(
        "s/<slug:slug>/partenaires/<int:pk>/conventions/<int:convention>/",
        conventions.convention,
        name="convention",
    ),
    path(
        "s/<slug:slug>/partenaires/<int:pk>/conventions/<int:convention>/retirer/",
        conventions.drop_convention,
        name="drop_convention",
    ),
    path(
        "s/<slug:slug>/partenaires/<int:pk>/conventions/<int:convention>/pieces/",
        conventions.add_paper,
        name="add_paper",
    ),
    path(
        "s/<slug:slug>/partenaires/<int:pk>/conventions/<int:convention>/pieces/<uuid:file>/",
        conventions.paper,
        name="paper",
    ),
    path(
        "s/<slug:slug>/partenaires/<int:pk>/conventions/<int:convention>/retirer-piece/<uuid:file>/",
        conventions.drop_paper,
        name="drop_paper",
    ),
    path("s/<slug:slug>/campagnes/", views.campaigns, name="campaigns"),
    path("s/<slug:slug>/campagnes/export.<str:suffix>", exports.campaigns_file, name="campaigns_file"),
    path("s/<slug:slug>/campagnes/ne-plus-contacter/", views.refusals, name="refusals"),
    path("s/<slug:slug>/campagnes/ne-plus-contacter/lever/", views.lift, name="lift"),
    path("s/<slug:slug>/campagnes/<int:pk>/", views.campaign, name="campaign"),
    path("s/<slug:slug>/campagnes/<int:pk>/appelants/", views.add_caller, name="add_caller"),
    path(
        "s/<slug:slug>/campagnes/<int:pk>/appelants/<int:caller>/retirer/",
        views.withdraw_caller,
        name="withdraw_caller",
    ),
    path(
        "s/<slug:slug>/campagnes/<int:pk>/appelants/<int:caller>/lien/",
        views.renew_caller,
        name="renew_caller",
    ),
    path("s/<slug:slug>/campagnes/<int:pk>/clore/", views.close, name="close"),
    path("s/<slug:slug>/campagnes/<int:pk>/rouvrir/", views.reopen, name="reopen"),
    path("s/<slug:slug>/campagnes/<int:pk>/temps.<str:suffix>", views.times, name="times"),
    path("desabonnement/<slug:token>/", views.one_click, name="one_click"),
]
