"""Signing in by oneself: by the link of a convocation, or by a code on the wall, that the host confirms."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.enums import Means, MeetingState
from maillage.governance.models import Invitation, Meeting, Presence, SigningCode
from maillage.governance.services.locking import locked
from maillage.kernel import BadInput, folded
from maillage.links.models import Link
from maillage.links.services import close_links, open_link
from maillage.people.models import Person

#: The purpose of the link of a code on the wall.
DOOR = "emargement"
#: One signs in by oneself from so long before it begins.
BEFORE = timedelta(minutes=30)
#: By one's own link: in the room, or from afar.
BY_LINK = (Means.LINK, Means.REMOTE)
#: A code that has changed still takes the signature of who was typing their name.
GRACE = timedelta(minutes=10)
A_PASS = 500
NOT_NOW = "On signe de trente minutes avant le début jusqu’à la fin de la réunion."
NOT_EXPECTED = "Ce nom ne désigne pas une personne attendue. Écrivez-le comme votre convocation, ou dites-le à qui tient la réunion."


def takes_signatures(meeting: Meeting, *, at: datetime) -> bool:
    return meeting.state == MeetingState.CONVOKED and meeting.starts_at - BEFORE <= at < meeting.ends_at


@transaction.atomic
def sign(invitation: Invitation, means: str, *, at: datetime) -> Presence:
    """« Je suis là », by the link of one's convocation; twice, the first hour stands. Who left comes back.

    What was signed by the code on the wall waits no more. Raises BadInput out of its hours.
    """
    kept = _signed_now(invitation.meeting, at)
    presence, is_new = Presence.objects.get_or_create(
        meeting=kept,
        person=invitation.person,
        defaults={"arrived_at": max(at, kept.starts_at), "means": means},
    )
    if not is_new and (presence.left_at or presence.is_pending):
        presence.means = means if presence.is_pending else presence.means
        presence.left_at, presence.is_pending = None, False
        presence.save(update_fields=["left_at", "is_pending", "means"])
    if is_new:
        _record(kept, invitation.person, "par son lien")
    return presence


@transaction.atomic
def part(invitation: Invitation, *, at: datetime) -> None:
    """« Je pars », by one's own link. Raises BadInput out of its hours."""
    kept = _signed_now(invitation.meeting, at)
    presence = kept.presences.filter(person=invitation.person, left_at=None, is_pending=False).first()
    if presence:
        presence.left_at = max(at, presence.arrived_at + timedelta(seconds=1))
        presence.save(update_fields=["left_at"])


@transaction.atomic
def sign_by_code(meeting: Meeting, name: str, device: str, *, at: datetime) -> None:
    """Somebody in the room gives their name: it waits for the host, and counts for nothing until then.

    Who is noted already stays as noted, whoever holds the telephone. Raises BadInput: a name nobody expects.
    """
    kept = _signed_now(meeting, at)
    if not SigningCode.objects.filter(meeting=kept, is_open=True).exists():
        raise BadInput("Ce code est fermé : dites votre nom à qui tient la réunion.")
    called = folded(name)
    found = list(Person.objects.filter(invitations__meeting=kept, called=called)[:2]) if called else []
    if len(found) != 1:
        raise BadInput(NOT_EXPECTED, field="name")
    _, is_new = Presence.objects.get_or_create(
        meeting=kept,
        person=found[0],
        defaults={
            "arrived_at": max(at, kept.starts_at),
            "means": Means.CODE,
            "is_pending": True,
            "device": device,
        },
    )
    if is_new:
        _record(kept, found[0], "par le code affiché")


@transaction.atomic
def confirm(meeting: Meeting, *, by: User) -> int:
    """The host saw all who signed by the code: they count, from when they signed. How many."""
    kept = locked(meeting)
    return kept.presences.filter(is_pending=True).update(is_pending=False, noted_by=by)


@transaction.atomic
def open_code(meeting: Meeting, *, by: User, at: datetime) -> SigningCode:
    """Raises BadInput for a meeting that is not convoked, or over."""
    kept = locked(meeting)
    if kept.state != MeetingState.CONVOKED or at >= kept.ends_at:
        raise BadInput("On signe à une réunion convoquée, qui n’est pas finie.")
    code = SigningCode.objects.select_related("link").filter(meeting=kept).first()
    if code is None:
        code = SigningCode.objects.create(meeting=kept, link=open_link(DOOR))
    elif not code.is_open:
        SigningCode.objects.filter(pk=code.pk).update(is_open=True)
    record(f"Émargement par code ouvert : « {kept.title} ».", by=by.pk, subject=kept.instance.structure_id)
    return code


@transaction.atomic
def close_code(meeting: Meeting, *, by: User) -> None:
    kept = locked(meeting)
    if SigningCode.objects.filter(meeting=kept, is_open=True).update(is_open=False):
        record(f"Émargement par code fermé : « {kept.title} ».", by=by.pk, subject=kept.instance.structure_id)


@transaction.atomic
def change_code(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Another code. Who scanned the one before still signs for ten minutes; then it leads nowhere, nor its photographs."""
    kept = locked(meeting)
    code = SigningCode.objects.select_related("link").filter(meeting=kept).first()
    if code is not None:
        older, code.before, code.before_until = code.before_id, code.link, at + GRACE
        code.link = open_link(DOOR)
        code.save(update_fields=["link", "before", "before_until"])
        close_links([older] if older else [])
        record(
            f"Émargement par code changé : « {kept.title} ».", by=by.pk, subject=kept.instance.structure_id
        )


def code_behind(link: Link, *, at: datetime) -> SigningCode | None:
    """The code that is open behind a link: its own, or that of just before."""
    rows = SigningCode.objects.select_related("meeting__instance__structure__territory")
    return rows.filter(Q(link=link) | Q(before=link, before_until__gt=at), is_open=True).first()


def sweep_links() -> int:
    """Codes of meetings that went: they lead nowhere. How many."""
    lost = list(
        Link.objects.filter(purpose=DOOR, signing_code=None, signing_code_before=None).values_list(
            "pk", flat=True
        )[:A_PASS]
    )
    close_links(lost)
    return len(lost)


def _signed_now(meeting: Meeting, at: datetime) -> Meeting:
    kept = locked(meeting)
    if not takes_signatures(kept, at=at):
        raise BadInput(NOT_NOW)
    return kept


def _record(meeting: Meeting, person: Person, how: str) -> None:
    said = f"Présence signée {how} : {person.name}, « {meeting.title} »."
    record(said, by=None, subject=meeting.instance.structure_id)
