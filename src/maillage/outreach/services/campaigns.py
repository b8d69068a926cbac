"""A campaign from its opening to its end, and who calls in it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.geography import atlas
from maillage.kernel import BadInput, with_no_break_spaces
from maillage.links.models import Link
from maillage.links.services import close_links, open_link, revoke
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.outreach.models import Caller, Campaign, CampaignCommune, CampaignProfession, DoNotContact
from maillage.outreach.queries.calling import communes_of, in_hand
from maillage.outreach.rules import default_words
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.desk import reply_to
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
    communes: Collection[str] = ()  # codes of the territory; empty: the whole of it


@transaction.atomic
def launch(structure: Structure, given: GivenCampaign, *, by: User, on: date) -> Campaign:
    """Raises BadInput when there are too many already."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if structure.campaigns.count() >= MOST_CAMPAIGNS:
        raise BadInput("Votre structure a déjà cent campagnes. Reprenez l’une d’elles.", field="title")
    words = given.words.strip() or default_words(given.phase, structure.name, structure.form)
    campaign = Campaign.objects.create(
        structure=structure, title=given.title, phase=given.phase, words=words, opened_on=on
    )
    CampaignProfession.objects.bulk_create(
        CampaignProfession(campaign=campaign, profession=key) for key in dict.fromkeys(given.professions)
    )
    codes = set(structure.territory.codes)
    CampaignCommune.objects.bulk_create(
        CampaignCommune(campaign=campaign, commune=code)
        for code in dict.fromkeys(given.communes)
        if code in codes
    )
    record(f"Campagne d’appels ouverte : « {given.title} ».", by=by.pk, subject=structure.pk)
    return campaign


@transaction.atomic
def retarget(
    campaign: Campaign, professions: Collection[str], communes: Collection[str], *, by: User, on: date
) -> None:
    """Call other professions, or elsewhere: who enters is proposed, who leaves is no more, what they said stays.

    The names of those who leave are taken out of every hand. Raises BadInput: closed, or no profession.
    """
    Structure.objects.select_for_update(of=("self",)).get(pk=campaign.structure_id)
    kept = get_object_or_404(Campaign.objects.select_related("structure__territory"), pk=campaign.pk)
    if kept.closed_on:
        raise BadInput("Cette campagne est close : rouvrez-la, puis dites qui appeler.")
    if not professions:
        raise BadInput("Choisissez une profession au moins.", field="professions")
    codes = [code for code in kept.structure.territory.codes if code in set(communes)]
    kept.professions.exclude(profession__in=professions).delete()
    kept.communes.exclude(commune__in=codes).delete()
    for key in dict.fromkeys(professions):
        kept.professions.get_or_create(profession=key)
    for code in codes:
        kept.communes.get_or_create(commune=code)
    kept.callers.exclude(profession__in=["", *professions]).update(profession="")
    called = Q(profession__in=professions, commune__in=atlas().with_parts(communes_of(kept)))
    kept.calls.filter(in_hand(on)).exclude(called).update(given_back_on=on)
    record(
        f"Campagne d’appels : professions ou communes changées, « {kept.title} ».",
        by=by.pk,
        subject=kept.structure_id,
    )


def reword(campaign: Campaign, words: str) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(words=words)


@transaction.atomic
def add_caller(
    campaign: Campaign,
    card: int,
    *,
    by: User,
    at: datetime,
    address_of: Callable[[Link], str] | None = None,
) -> Caller:
    """Somebody who belongs calls, by a link that is mailed to their address if they have one; added twice, once.

    Without `address_of`, nobody is written to. Raises BadInput.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=campaign.structure_id)
    on = timezone.localdate(at)
    person = Person.objects.filter(belongs(on), structure=structure, pk=card).first()
    if person is None:
        raise BadInput("Choisissez une personne qui fait partie de la structure.", field="person")
    kept = get_object_or_404(Campaign, pk=campaign.pk)
    if kept.closed_on:
        raise BadInput("Cette campagne est close : elle n’accueille plus personne.")
    known = kept.callers.filter(person=person).select_related("link").first()
    if known and known.withdrawn_on is None:
        return known
    if known is None and kept.callers.count() >= MOST_CALLERS:
        raise BadInput("Cent personnes appellent déjà dans cette campagne.", field="person")
    caller = known or Caller(campaign=kept, person=person, added_on=on)
    _open_door(caller)
    record(f"Appelle pour « {kept.title} » : {person.name}.", by=by.pk, subject=structure.pk)
    if address_of:
        _hand_over(caller, structure, by=by, at=at, address_of=address_of)
    return caller


@transaction.atomic
def renew_caller(caller: Caller, *, by: User, at: datetime, address_of: Callable[[Link], str]) -> None:
    """Another link, mailed as the first was; the one before leads nowhere. Raises BadInput when they call no more."""
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=caller.campaign.structure_id)
    kept = get_object_or_404(Caller.objects.select_related("campaign", "person", "link"), pk=caller.pk)
    if kept.withdrawn_on or kept.person is None:
        raise BadInput("Cette personne n’appelle plus. Ajoutez-la de nouveau : elle recevra un autre lien.")
    _open_door(kept)
    record(f"Lien d’appels renouvelé : {kept.person.name}.", by=by.pk, subject=structure.pk)
    _hand_over(kept, structure, by=by, at=at, address_of=address_of)


@transaction.atomic
def withdraw(caller: Caller, *, by: User, at: datetime) -> None:
    """They call no more: the link leads nowhere, the names they hold go to others, what they were told stays."""
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=caller.campaign.structure_id)
    kept, on = (
        get_object_or_404(Caller.objects.select_related("person", "link"), pk=caller.pk),
        timezone.localdate(at),
    )
    if kept.withdrawn_on:
        return
    kept.withdrawn_on = on
    kept.save(update_fields=["withdrawn_on"])
    kept.calls.filter(in_hand(on)).update(given_back_on=on)
    revoke(kept.link, at=at)
    record(f"N’appelle plus pour « {caller.campaign.title} » : {kept}.", by=by.pk, subject=structure.pk)


def _open_door(caller: Caller) -> None:
    """A link of their own, that nobody was told of yet."""
    before = caller.link if caller.pk else None
    caller.link, caller.withdrawn_on = open_link(CALLING), None
    caller.save()
    if before:
        close_links([before.pk])


def _hand_over(
    caller: Caller, structure: Structure, *, by: User, at: datetime, address_of: Callable[[Link], str]
) -> None:
    """By mail, when the address is theirs alone."""
    person = caller.person
    if person is None:
        return
    # A practice that shares an address would read a link that is one person's: it is handed over instead.
    others = Person.objects.filter(structure=structure, email__iexact=person.email).exclude(pk=person.pk)
    if is_address(person.email) and not others.exists():
        _tell(caller, person, structure, by=by, at=at, url=address_of(caller.link))


def _tell(caller: Caller, person: Person, structure: Structure, *, by: User, at: datetime, url: str) -> None:
    name = " ".join(structure.name.split())
    body = (
        f"Bonjour,\n\nMerci d’appeler vos pairs pour « {name} ». Votre page vous donne dix noms à la fois, les mots prêts, "
        f"et un bouton par réponse :\n{url}\n\nCe lien est le vôtre : ne le transmettez pas.\n"
    )
    post(
        f"outreach.caller {caller.link_id}",  # one message for each link
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
def reopen(campaign: Campaign, *, by: User) -> None:
    """Those who call find their page again. Raises BadInput when it is not closed."""
    if not Campaign.objects.filter(pk=campaign.pk, closed_on__isnull=False).update(closed_on=None):
        raise BadInput("Cette campagne est déjà ouverte.")
    record(f"Campagne d’appels rouverte : « {campaign.title} ».", by=by.pk, subject=campaign.structure_id)


@transaction.atomic
def leave_alone(structure: Structure, national: str, *, by: User, on: date) -> bool:
    """Somebody asked this structure for no more calls: in every campaign of every structure. False when it was noted."""
    kept, is_new = DoNotContact.objects.get_or_create(national=national, defaults={"asked_on": on})
    if kept.call_id:  # the tap that said it may be taken back: what is noted here stands
        kept.call = None
        kept.save(update_fields=["call"])
    if is_new:
        record(f"Ne plus contacter : noté pour le n° {national[1:]}.", by=by.pk, subject=structure.pk)
    return is_new


@transaction.atomic
def lift(structure: Structure, national: str, reason: str, *, by: User) -> None:
    """They may be called again, everywhere: why is kept in the trail. Raises BadInput when nothing was noted."""
    deleted, _ = DoNotContact.objects.filter(national=national).delete()
    if not deleted:
        raise BadInput("Rien n’est noté pour cette personne : elle peut être appelée.")
    said = " ".join(reason.split())
    record(
        f"Ne plus contacter : levé pour le n° {national[1:]}. Raison : {said}", by=by.pk, subject=structure.pk
    )


@transaction.atomic
def erase_campaigns(structure: Structure) -> None:
    """A structure is erased: its campaigns and their doors. Who asked for no more calls stays asked."""
    links = list(Caller.objects.filter(campaign__structure=structure).values_list("link", flat=True))
    structure.campaigns.all().delete()
    close_links(links)
