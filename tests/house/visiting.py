"""Opening any named URL of the site, as anyone."""

from collections.abc import Mapping

from django.test import Client
from django.urls import reverse

from house.plans import pages
from maillage.accounts.models import User
from maillage.directory.models import Person, Place
from maillage.structures.models import Structure

#: What a path asks for, when it is not the structure.
EXAMPLES = {
    "rule_id": "cpts.running_cost.size_2",
    "key": "territoire",
    "form": "odt",
    "form_key": "msp",
    "departement": "82",
    "subject": "msp",
    "suffix": "pdf",
    "name": "correspondant",
    "handle": "0" * 20,
    "question": "une_chose",
}
#: Where an argument of the same name means something else.
ELSEWHERE = {"guide:form": {"key": "cpts"}}


def address(name: str, structure: Structure | None = None, **given: object) -> str:
    """The URL of a page, about `structure` when its path needs one."""
    values: Mapping[str, object] = {**EXAMPLES, **ELSEWHERE.get(name, {}), **given}
    if structure:
        values = {"slug": structure.slug, "pk": thing_of(name, structure), **values}
        if "token" in pages()[name].arguments:
            values = {"token": structure.surveys.all()[0].token, **values}
    if name == "directory:person":
        values = {"national": Person.objects.earliest("id").national, **values}
    if name == "directory:place":
        values = {"finess": Place.objects.earliest("id").finess, **values}
    return reverse(name, kwargs={each: values[each] for each in pages()[name].arguments})


def thing_of(name: str, structure: Structure) -> int:
    """The row that a gesture on a structure is about."""
    match name:
        case "structures:dismiss" | "structures:change_engagement":
            return structure.actors.all()[0].pk
        case "structures:forget":
            return structure.information_meetings.all()[0].pk
        case "structures:end_access":
            return structure.memberships.get(role="member").pk
        case "structures:end_legal_person":
            return structure.legal_persons.all()[0].pk
        case (
            "surveys:survey"
            | "surveys:poster"
            | "surveys:csv"
            | "surveys:close"
            | "surveys:renew_link"
            | "surveys:reschedule"
            | "surveys:erase"
            | "surveys:drop_unread_words"
        ):
            return structure.surveys.all()[0].pk
        case "habits:layer" | "habits:rows" | "habits:drop":
            return structure.habit_layers.all()[0].pk
    return 0


def client_of(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client
