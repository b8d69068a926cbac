"""Opening sections of a document to somebody outside, for a time; closing them again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.dossier.enums import DocumentState, Way
from maillage.dossier.models import Document, Opening, PartnerDoor, SectionReading
from maillage.dossier.queries.documents import title_of
from maillage.dossier.queries.review_content import annexes, content_of
from maillage.dossier.queries.review_visible import Visible
from maillage.kernel import BadInput, date_in_french, plural
from maillage.links.models import Link
from maillage.links.services import close_links, extend, open_link, revoke
from maillage.outreach.models import Partner
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

#: The purposes of these links (links.door_of).
DOOR, HOME = "relecture", "partenaire"
#: A link leads somewhere that long, unless another day is said.
USUALLY, AT_MOST = timedelta(days=90), timedelta(days=730)
MOST_OPENINGS = 200  # of a document


@dataclass(frozen=True, slots=True)
class GivenOpening:
    """To whom, what, until when. `decided`: by whom, in words."""

    kind: str
    body: str
    person: str
    sections: Collection[str]
    until: date
    email: str = ""
    partner: Partner | None = None
    way: str = Way.LINK
    annexes: Collection[str] = ()
    wanted_on: date | None = None
    decided: str = ""


@transaction.atomic
def open_to(
    document: Document, given: GivenOpening, *, key: UUID, by: User, at: datetime, on: date
) -> Opening:
    """The same key opens once. Raises BadInput for nothing to read, or days that cannot be."""
    document = lock_document(document)
    if there := sent_before(Opening.objects.filter(document=document), key):
        return there
    if document.openings.count() >= MOST_OPENINGS:
        raise BadInput("Ce document est déjà ouvert à deux cents personnes. Refermez-en d’abord.")
    opened, beside = _chosen(document, given, on=on)
    _refuse_days(given.until, on=on)
    link = open_link(DOOR, expires_on=given.until + timedelta(days=1)) if given.way == Way.LINK else None
    opening = Opening.objects.create(
        key=key,
        structure=document.structure,
        document=document,
        kind=given.kind,
        body=given.body,
        partner=given.partner,
        person=given.person,
        email=given.email,
        way=given.way,
        link=link,
        sections=opened,
        annexes=beside,
        wanted_on=given.wanted_on,
        decided=given.decided,
        opened_at=at,
        opened_by=by,
    )
    if document.state == DocumentState.WRITING:
        Document.objects.filter(pk=document.pk).update(state=DocumentState.REVIEW)
    count = plural(len(opened), "partie ouverte", "parties ouvertes")
    said = f"{title_of(document)} : {count} à {given.person}, {given.body}."
    record(said, by=by.pk, subject=document.structure_id)
    return opening


def _chosen(document: Document, given: GivenOpening, *, on: date) -> tuple[list[str], list[str]]:
    """In the order of the plan. Raises BadInput for none, and for what is not there."""
    known = [each.key for each in content_of(document, on=on)]
    opened = [key for key in known if key in given.sections]
    beside = [key for key in annexes() if key in given.annexes]
    if len(opened) != len(set(given.sections)) or len(beside) != len(set(given.annexes)):
        raise BadInput(
            "Une des parties choisies n’est pas dans ce document : rechargez la page.", field="sections"
        )
    if not opened and not beside:
        raise BadInput("Choisissez au moins une partie à faire lire.", field="sections")
    return opened, beside


def _refuse_days(until: date, *, on: date) -> None:
    if until < on:
        raise BadInput("Ce jour est passé : le lien ne mènerait nulle part.", field="until")
    if until - on > AT_MOST:
        raise BadInput("Un lien s’ouvre deux ans au plus : choisissez un jour plus proche.", field="until")


@transaction.atomic
def close_opening(opening: Opening, *, by: User, at: datetime) -> Opening:
    """Nothing of it is theirs to read any more; what they said stays. Twice, it is closed once."""
    kept = locked(opening)
    if kept.closed_at is None:
        kept.closed_at = at
        kept.save(update_fields=["closed_at"])
        if kept.link:
            revoke(kept.link, at=at)
        record(f"Document refermé à {kept.person}, {kept.body}.", by=by.pk, subject=kept.structure_id)
    return kept


@transaction.atomic
def extend_opening(opening: Opening, until: date, *, by: User, on: date) -> Opening:
    """Its link leads there until that day, even if it was over or closed. Raises BadInput for a day that cannot be."""
    _refuse_days(until, on=on)
    kept = locked(opening)
    if kept.link is None:
        raise BadInput("Ce document est parti par courriel : il n’a pas de lien à prolonger.")
    extend([kept.link], expires_on=until + timedelta(days=1))
    kept.closed_at = kept.link_asked_at = None
    kept.save(update_fields=["closed_at", "link_asked_at"])
    said = f"Lien de {kept.person}, {kept.body} : ouvert jusqu’au {date_in_french(until)}."
    record(said, by=by.pk, subject=kept.structure_id)
    return kept


@transaction.atomic
def readdress(opening: Opening, *, by: User, at: datetime, on: date) -> Opening:
    """Another address for the same reading, as when the first was passed on: what is still sent to it is kept."""
    kept = locked(opening)
    if kept.link is None or kept.closed_at is not None:
        raise BadInput("Cette ouverture n’a plus de lien : ouvrez-la de nouveau.")
    before = kept.link
    until = before.expires_on if before.expires_on and before.expires_on > on else on + USUALLY
    kept.link = open_link(DOOR, expires_on=until)
    kept.link_asked_at = None
    kept.save(update_fields=["link", "link_asked_at"])
    revoke(before, at=at)
    kept.former_links.add(before)
    record(f"Nouvelle adresse pour {kept.person}, {kept.body}.", by=by.pk, subject=kept.structure_id)
    return kept


@transaction.atomic
def ask_link(opening: Opening, *, at: datetime) -> None:
    """They ask for another link: theirs is over. Asked again, the first moment stays."""
    Opening.objects.filter(pk=opening.pk, link_asked_at=None).update(link_asked_at=at)


def mark_read(visible: Visible, key: str, *, at: datetime) -> None:
    """They say that they read a section, as it stands; the first time is kept."""
    part = visible.part(key)
    SectionReading.objects.get_or_create(
        opening=visible.opening, section=part.key, version=part.version, defaults={"read_at": at}
    )


@transaction.atomic
def home_link(email: str) -> Link:
    """The link of the home of an address, made the first time."""
    door = PartnerDoor.objects.select_for_update().filter(email=email.lower()).first()
    if door is None:
        return PartnerDoor.objects.create(email=email.lower(), link=open_link(HOME)).link
    return door.link


@transaction.atomic
def erase_reviews(structure: Structure) -> None:
    """A structure is erased: its openings, their links, and the homes where nothing is open any more."""
    openings = Opening.objects.filter(structure=structure)
    emails = {each.lower() for each in openings.values_list("email", flat=True) if each}
    links = set(openings.exclude(link=None).values_list("link", flat=True))
    links |= set(openings.exclude(former_links=None).values_list("former_links", flat=True))
    openings.delete()
    still = {each.lower() for each in Opening.objects.values_list("email", flat=True) if each}
    homes = PartnerDoor.objects.filter(email__in=emails - still)
    links |= set(homes.values_list("link", flat=True))
    homes.delete()
    close_links(sorted(links))


def lock_document(document: Document) -> Document:
    """As it stands, behind the row of its structure. In a transaction."""
    Structure.objects.select_for_update(of=("self",)).get(pk=document.structure_id)
    return get_object_or_404(
        Document.objects.select_related("structure__territory", "frozen"), pk=document.pk
    )


def locked(opening: Opening) -> Opening:
    """As it stands, behind the row of its structure. In a transaction."""
    Structure.objects.select_for_update(of=("self",)).get(pk=opening.structure_id)
    rows = Opening.objects.select_related("link", "document", "structure")
    return get_object_or_404(rows, pk=opening.pk)
