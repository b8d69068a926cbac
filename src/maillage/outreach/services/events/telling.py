"""What those who come to an event are written, each with the link to their own registration."""

from datetime import datetime

from django.db.models import QuerySet

from maillage.kernel import visible, with_no_break_spaces
from maillage.mail.enums import State
from maillage.mail.models import Sending
from maillage.mail.services import give_up, post
from maillage.mail.types import To
from maillage.outreach.enums import Seat
from maillage.outreach.models import Event, Registration
from maillage.outreach.queries.events import rank_of
from maillage.outreach.rules import when

#: Above the address of a registration.
OWN_LINK = "Votre inscription, pour la lire ou dire que vous ne venez plus"


def tell_seat(event: Event, registration: Registration, *, at: datetime, again: bool = False) -> None:
    """Whether they have a seat, or their rank among those who wait. `again`: the same message, once a day at most."""
    link = OWN_LINK
    if registration.seat == Seat.SEATED:
        subject, said = "Votre place est retenue", f"Votre place est retenue.\n\n{facts(event, seated=True)}"
    else:
        rank = rank_of(registration)
        subject, link = "Vous êtes sur la liste d’attente", "Pour voir votre rang, ou quitter la liste"
        said = (
            f"Toutes les places sont prises : ne venez pas encore. Vous êtes au rang {rank} de la liste d’attente. Quand une "
            f"place se libère pour vous, elle est retenue aussitôt et un message vous le dit.\n\n{facts(event)}"
        )
    day = f" {at:%Y-%m-%d}" if again else ""
    _write(
        f"outreach.seat {registration.pk} {registration.turn}{day}",
        event,
        registration,
        subject,
        said,
        at=at,
        link=link,
        is_owed=True,
    )


def has_new_link(registration: Registration, *, at: datetime) -> bool:
    """A new link was sent to them this very minute: a double click asks once."""
    return Sending.objects.filter(key=_of_new_link(registration, at)).exists()


def tell_new_link(event: Event, registration: Registration, *, at: datetime) -> None:
    """The link before leads nowhere any more."""
    said = f"Voici votre nouveau lien. L’ancien ne mène plus à rien.\n\n{facts(event)}"
    _write(_of_new_link(registration, at), event, registration, "Votre nouveau lien", said, at=at)


def _of_new_link(registration: Registration, at: datetime) -> str:
    return f"outreach.link {registration.pk} {at:%Y%m%d%H%M}"


def tell_not_coming(event: Event, registration: Registration, *, at: datetime) -> None:
    said = f"C’est noté : vous ne venez plus.\n\n{facts(event)}"
    key = f"outreach.seat {registration.pk} {registration.turn}"
    link = "Pour changer d’avis"
    _write(key, event, registration, "Vous ne venez plus", said, at=at, link=link, is_owed=True)


def tell_change(before: Event, event: Event, *, at: datetime) -> None:
    """The date, the hours or the place change: everyone who has a seat or waits for one is told, once a change."""
    moved = (before.starts_at, before.ends_at) != (event.starts_at, event.ends_at)
    subject = "La date change" if moved else "Le lieu change"
    was = f"Prévu d’abord {when(before.starts_at, before.ends_at)}.\n" if moved else ""
    for each in _expected(event):
        waits = each.seat == Seat.WAITING
        kept = "Vous gardez votre rang sur la liste d’attente." if waits else "Vous gardez votre place."
        said = f"{subject}. {kept}\n\n{was}{facts(event, seated=not waits)}"
        give_up_reminders(event, each, why="La date ou le lieu a changé.", at=at)
        key = f"outreach.moved {event.pk} {event.version} {each.pk}"
        _write(key, event, each, subject, said, at=at, link="Si vous ne pouvez plus venir, dites-le ici")
    _expected(event).update(told_at=at)


def tell_cancellation(event: Event, *, at: datetime) -> None:
    said = f"Cet événement est annulé : {event.reason}\n\n{facts(event)}"
    for each in _expected(event):
        give_up_reminders(event, each, why="L’événement est annulé.", at=at)
        _write(f"outreach.cancelled {event.pk} {each.pk}", event, each, "Annulé", said, at=at, link="")


def remind(event: Event, registration: Registration, *, at: datetime) -> None:
    """Once a date: the key holds it."""
    said = f"À bientôt.\n\n{facts(event, seated=True)}"
    key = f"{reminders_of(event)}{registration.pk} {event.starts_at:%Y%m%d%H%M}"
    link = "Si vous ne pouvez plus venir, dites-le ici : une autre personne aura votre place"
    _write(key, event, registration, "Rappel", said, at=at, link=link)


def thank(event: Event, registration: Registration, *, at: datetime) -> None:
    said = (
        "Merci d’être venu. Votre attestation de présence est prête, et cinq questions, sans votre nom, disent à "
        f"l’organisateur ce que vous en pensez.\n\n{facts(event)}"
        if event.survey_id
        else f"Merci d’être venu. Votre attestation de présence est prête.\n\n{facts(event)}"
    )
    key = f"outreach.thanks {event.pk} {registration.pk}"
    _write(key, event, registration, "Votre attestation", said, at=at, link="Tout est ici")


def facts(event: Event, *, seated: bool = False) -> str:
    """The title, the day, the place; how to connect, for whom has a seat."""
    lines = [f"« {event.title} »", when(event.starts_at, event.ends_at), event.place]
    lines += [f"Pour vous connecter : {event.access_url}"] if seated and event.access_url else []
    return "\n".join(filter(None, lines))


def reminders_of(event: Event) -> str:
    """How the keys of its reminders begin."""
    return f"outreach.reminder {event.pk} "


def give_up_reminders(event: Event, registration: Registration, *, why: str, at: datetime) -> None:
    """One that waits in the outbox would tell what is no longer so."""
    waiting = Sending.objects.filter(
        key__startswith=f"{reminders_of(event)}{registration.pk} ",
        recipients__state__in=(State.QUEUED, State.HANDED),
    )
    if found := list(waiting.values_list("pk", flat=True)):
        give_up(found, registration.email, why=why, at=at)


def _expected(event: Event) -> QuerySet[Registration]:
    """Those who have a seat, or wait for one."""
    return event.registrations.filter(seat__in=(Seat.SEATED, Seat.WAITING)).select_related("link")


def _write(
    key: str,
    event: Event,
    registration: Registration,
    subject: str,
    said: str,
    *,
    at: datetime,
    link: str = OWN_LINK,
    is_owed: bool = False,
) -> None:
    """Nothing to whom gave no address."""
    if not registration.email or registration.link is None:
        return
    name = one_line(event.structure.name)
    door = f"{event.site.rstrip('/')}{registration.link.get_absolute_url()}"
    own = f"\n\n{link} :\n{door}\nCe lien est le vôtre : ne le transmettez pas." if link else ""
    post(
        key,
        subject=with_no_break_spaces(f"{subject} : {one_line(event.title)}"),
        body=with_no_break_spaces(f"Bonjour,\n\n{said}{own}\n\n{name}\n"),
        sender=name,
        to=[To(registration.email, one_line(registration.name))],
        about=event.structure_id,
        is_owed=is_owed,
        at=at,
    )


def one_line(text: str) -> str:
    return " ".join(visible(text).split())
