"""What somebody does behind the link of their card: a step of its address → its page."""

from collections.abc import Callable, Mapping
from functools import wraps

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse

from maillage.care.views import (
    own_alerts,
    own_counter,
    own_crises,
    own_doctors,
    own_duties,
    own_questions,
    own_requests,
    own_seasons,
    own_texts,
)
from maillage.care.views.behind import is_of
from maillage.care.views.concerting import own_rcp
from maillage.care.views.education import own_session
from maillage.care.views.helping import own_directory, own_help
from maillage.care.views.pathways import own_papers, own_pathway
from maillage.care.views.sheets import own_sheet
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.people.queries.desk import is_here
from maillage.structures.queries.clocks import today_in

OwnPage = Callable[[HttpRequest, Person, Link, str], HttpResponse]


def _for_who_is_here(page: OwnPage) -> OwnPage:
    """Their link still opens their card; whoever left finds nothing of care behind it."""

    @wraps(page)
    def view(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
        prefetch_related_objects([person], "adhesions")
        if not is_here(person, today_in(person.structure)):
            raise Http404
        is_of(request, person.structure)
        return page(request, person, link, number)

    return view


PAGES: Mapping[str, OwnPage] = {
    own_doctors.OFFER: own_doctors.own_offer,
    own_doctors.PATIENTS: own_doctors.own_patients,
    own_doctors.ASK: own_doctors.own_ask,
    "besoin": own_requests.own_offer,
    "demander": own_requests.own_ask,
    "suivi": own_requests.own_followed,
    "prevenir": own_requests.own_watch,
    "poser": own_questions.own_asking,
    "question": own_questions.own_question,
    "canal": own_questions.own_channel,
    "gardes": own_duties.own_duties,
    "garde": own_duties.own_duty,
    "remplacement": own_duties.own_swap,
    "capacite": own_duties.own_capacity,
    "comptoir": own_counter.own_counter,
    "arbre": own_counter.own_tree,
    "aide": own_help,
    "annuaire": own_directory,
    "fiches": own_papers,
    "fiche": own_sheet,
    "parcours": own_pathway,
    "rcp": own_rcp,
    "seance": own_session,
    "alerte": own_alerts.own_alert,
    "rupture": own_alerts.own_signal,
    "texte": own_texts.own_text,
    "valider": own_alerts.own_validation,
    "crise": own_crises.own_crisis,
    "saison": own_seasons.own_season,
}
STEPS: Mapping[str, OwnPage] = {step: _for_who_is_here(page) for step, page in PAGES.items()}
