"""A campaign from its opening to its end, and who calls in it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput, with_no_break_spaces
from maillage.links.models import Link
from maillage.links.services import close_links, open_link
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.outreach.models import Caller, Campaign, CampaignProfession
from maillage.outreach.queries.bulletins import reply_to
from maillage.outreach.rules import default_words
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.members import belongs
from maillage.structures.models import Structure

#: The purpose of the page of a caller (links.door_of).
CALLING = "appels"
MOST_CAMPAIGNS, MOST_CALLERS = 100, 100


@dataclass(frozen=True, slots=True)
class GivenCampaign:
    """What the page sends. Without words, ours."""

    title: str
    phase: str
    professions: Collection[str]
    words: str = ""


@transaction.atomic
def launch(structure: Structure, given: GivenCampaign, *, by: User, on: date) -> Campaign:
    """Raises BadInput when there are too many already."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if structure.campaigns.count() >= MOST_CAMPAIGNS:
        raise BadInput("Votre structure a déjà cent campagnes. Reprenez l’une d’elles.", field="title")
    words = given.words.strip() or default_words(given.phase, structure.name)
    campaign = Campaign.objects.create(
        structure=structure, title=given.title, phase=given.phase, words=words, opened_on=on
    )
    CampaignProfession.objects.bulk_create(
        CampaignProfession(campaign=campaign, profession=key) for key in dict.fromkeys(given.professions)
    )
    record(f"Campagne d’appels ouverte : « {given.title} ».", by=by.pk, subject=structure.pk)
    return campaign


def reword(campaign: Campaign, words: str) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(words=words)


@transaction.atomic
def add_caller(
    campaign: Campaign, card: int, *, by: User, at: datetime, address_of: Callable[[Link], str]
) -> Caller:
    """Somebody who belongs calls, by a link that is mailed to their address if they have one; added twice, once.

    Raises BadInput.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=campaign.structure_id)
    on = timezone.localdate(at)
    person = Person.objects.filter(belongs(on), structure=structure, pk=card).first()
    if person is None:
        raise BadInput("Choisissez une personne qui fait partie de la structure.", field="person")
    kept = get_object_or_404(Campaign, pk=campaign.pk)
    if kept.closed_on:
        raise BadInput("Cette campagne est close : elle n’accueille plus personne.")
    if known := kept.callers.filter(person=person).first():
        return known
    if kept.callers.count() >= MOST_CALLERS:
        raise BadInput("Cent personnes appellent déjà dans cette campagne.", field="person")
    caller = Caller.objects.create(campaign=kept, person=person, link=open_link(CALLING), added_on=on)
    record(f"Appelle pour « {kept.title} » : {person.name}.", by=by.pk, subject=structure.pk)
    # A practice that shares an address would read a link that is one person's: it is handed over instead.
    others = Person.objects.filter(structure=structure, email__iexact=person.email).exclude(pk=person.pk)
    if is_address(person.email) and not others.exists():
        _tell(caller, person, structure, by=by, at=at, url=address_of(caller.link))
    return caller


def _tell(caller: Caller, person: Person, structure: Structure, *, by: User, at: datetime, url: str) -> None:
    name = " ".join(structure.name.split())
    body = (
        f"Bonjour,\n\nMerci d’appeler vos pairs pour « {name} ». Votre page vous donne dix noms à la fois, les mots prêts, "
        f"et un bouton par réponse :\n{url}\n\nCe lien est le vôtre : ne le transmettez pas.\n"
    )
    post(
        f"outreach.caller {caller.pk}",
        subject=with_no_break_spaces(f"Vos appels pour « {name} »"),
        body=with_no_break_spaces(body),
        sender=name,
        to=[To(person.email, " ".join(person.name.split()))],
        reply_to=reply_to(structure, by),
        about=structure.pk,
        is_owed=True,
        at=at,
    )


@transaction.atomic
def close(campaign: Campaign, *, by: User, on: date) -> None:
    """Nobody calls any more; what was said stays. Closed twice, it keeps the first day."""
    if Campaign.objects.filter(pk=campaign.pk, closed_on=None).update(closed_on=on):
        record(f"Campagne d’appels close : « {campaign.title} ».", by=by.pk, subject=campaign.structure_id)


@transaction.atomic
def erase_campaigns(structure: Structure) -> None:
    """A structure is erased: its campaigns and their doors. Who asked for no more calls stays asked."""
    links = list(Caller.objects.filter(campaign__structure=structure).values_list("link", flat=True))
    structure.campaigns.all().delete()
    close_links(links)
