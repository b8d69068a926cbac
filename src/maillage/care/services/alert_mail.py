"""What is written of alerts, texts to validate and roll-calls, each to one person with their own link. The worker writes; rows remember."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from maillage.care.enums import AlertState, VersionState
from maillage.care.models import Alert, Called, LocalValidation, Reading, Validation
from maillage.care.queries.modules import going_on
from maillage.kernel import date_in_french, visible, with_no_break_spaces
from maillage.links.models import Link
from maillage.mail.enums import Haste
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.desk import contact_of
from maillage.people.services import doors_to
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import day_in

#: Messages of one pass of the worker, and of one transaction.
A_PASS, A_BATCH = 600, 50
#: Nobody is reminded of what was written to them a moment ago.
A_MOMENT = timedelta(hours=1)
YOURS = "Ce lien est le vôtre : ne le transmettez pas."


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to one person."""

    key: str
    subject: str
    words: str
    path: str
    site: str


def write_due(now: datetime) -> None:
    """What waits to be written, whoever asks again: a crisis first."""
    _write(_called(), "told_at", _roll_call, now)
    _write(_validations(), "told_at", _to_validate, now)
    _write(_local_validations(), "told_at", _text_to_validate, now)
    _write(_readings(), "told_at", _alert, now)
    _write(_ended(), "end_told_at", _ending, now)


def ask_again(rows: QuerySet[Any], *, at: datetime) -> int:
    """Whoever of these has an address and was last written to an hour ago at least is written to again; how many."""
    told = rows.filter(told_at__lte=at - A_MOMENT, person__isnull=False).exclude(person__email="")
    return told.update(told_at=None, reminders=F("reminders") + 1)


def _called() -> QuerySet[Called]:
    return Called.objects.filter(crisis__ended_at=None, told_at=None, person__isnull=False).select_related(
        "person__structure", "crisis"
    )


def _validations() -> QuerySet[Validation]:
    return Validation.objects.filter(
        version__state=VersionState.ASKED, told_at=None, person__isnull=False
    ).select_related("person__structure", "version__alert")


def _local_validations() -> QuerySet[LocalValidation]:
    return LocalValidation.objects.filter(
        version__asked_at__isnull=False, version__validated_on=None, version__replaced_on=None, told_at=None,
        person__isnull=False,
    ).select_related("person__structure", "version__text")  # fmt: skip


def _readings() -> QuerySet[Reading]:
    return Reading.objects.filter(
        version__state=VersionState.SENT, version__alert__state=AlertState.SENT, told_at=None,
        person__isnull=False,
    ).select_related("person__structure", "version__alert")  # fmt: skip


def _ended() -> QuerySet[Reading]:
    """Those who received it, by any of its versions: the key of the message tells each once."""
    return Reading.objects.filter(
        Q(told_at__isnull=False) | Q(reminders__gt=0),
        version__sent_at__isnull=False, version__alert__state=AlertState.ENDED, end_told_at=None,
        person__isnull=False,
    ).select_related("person__structure", "version__alert")  # fmt: skip


def _write(rows: QuerySet[Any], told: str, letter: Callable[[Any, Link], Letter], now: datetime) -> None:
    """In batches that stand alone: a worker killed half way writes the others, and none twice."""
    asked = Structure.objects.filter(pk__in=rows.order_by().values("person__structure"))
    rows = rows.filter(person__structure__in=going_on(asked))
    numbers = list(rows.order_by("pk").values_list("pk", flat=True)[:A_PASS])
    for start in range(0, len(numbers), A_BATCH):
        _write_batch(rows.filter(pk__in=numbers[start : start + A_BATCH]), told, letter, now)


@transaction.atomic
def _write_batch(
    rows: QuerySet[Any], told: str, letter: Callable[[Any, Link], Letter], now: datetime
) -> None:
    kept: Sequence[Any] = list(rows.select_for_update(of=("self",)))
    reached = [row for row in kept if is_address(row.person.email)]
    links = _doors([row.person for row in reached], now)
    contacts = _contacts(row.person.structure for row in reached)
    for row in reached:
        _post(letter(row, links[row.person.pk]), row.person, contacts[row.person.structure_id], at=now)
    rows.model.objects.filter(pk__in=[row.pk for row in kept]).update(**{told: now})


def _doors(people: Iterable[Person], now: datetime) -> dict[int, Link]:
    """Each open from the day it is where their structure is."""
    by_structure: dict[Structure, list[Person]] = {}
    for each in people:
        by_structure.setdefault(each.structure, []).append(each)
    found: dict[int, Link] = {}
    for structure, theirs in by_structure.items():
        found |= doors_to(theirs, on=day_in(structure, now))
    return found


def _contacts(structures: Iterable[Structure]) -> dict[Any, str]:
    return {each.pk: contact_of(each) for each in {one.pk: one for one in structures}.values()}


def _post(letter: Letter, person: Person, contact: str, *, at: datetime) -> None:
    name = " ".join(person.structure.name.split())
    url = f"{letter.site.rstrip('/')}{letter.path}"
    post(
        letter.key,
        subject=with_no_break_spaces(" ".join(letter.subject.split())),
        body=with_no_break_spaces(visible(f"Bonjour,\n\n{letter.words}\n{url}\n\n{YOURS}\n")),
        sender=name,
        to=[To(person.email, " ".join(person.name.split()))],
        about=person.structure_id,
        reply_to=contact,
        at=at,
    )


def _roll_call(row: Called, link: Link) -> Letter:
    crisis = row.crisis
    mark = "EXERCICE : " if crisis.is_exercise else ""
    what = "Ceci est un exercice." if crisis.is_exercise else f"Crise déclarée par : {crisis.declared_by}."
    return Letter(
        f"care.called {row.pk} {row.reminders}",
        f"{mark}êtes-vous disponible ? {row.person.structure.name if row.person else ''}",
        f"{what}\n« {crisis.title} »\n\nDites en un geste si vous êtes disponible ; vous pourrez changer d’avis :",
        link.step(f"crise-{row.pk}"),
        crisis.site,
    )


def _to_validate(row: Validation, link: Link) -> Letter:
    alert = row.version.alert
    return Letter(
        f"care.validation {row.pk}{_times(row)}",
        f"À valider : {alert.title}",
        f"On vous demande de valider ce qui sera dit aux professionnels : « {alert.title} ».\nAcceptez, ou refusez :",
        link.step(f"valider-{row.pk}"),
        row.version.site,
    )


def _text_to_validate(row: LocalValidation, link: Link) -> Letter:
    title = row.version.text.title
    return Letter(
        f"care.local {row.pk}{_times(row)}",
        f"À valider : {title}",
        f"On vous demande de valider un texte de l’équipe : « {title} », version {row.version.number}.\n"
        "Lisez-le, puis acceptez ou refusez :",
        link.step(f"texte-{row.pk}"),
        row.version.site,
    )


def _alert(row: Reading, link: Link) -> Letter:
    alert, until = row.version.alert, row.version.valid_until
    valid = f" Valable jusqu’au {date_in_french(until)}." if until else ""
    asked = (
        "Lisez-la, puis dites si vous l’appliquez :"
        if row.version.asks_answer
        else "Lisez-la, puis touchez « Lu » :"
    )
    again = f" (version {row.version.number})" if row.version.number > 1 else ""
    return Letter(
        f"care.alert {row.pk}{_times(row)}",
        f"{'Rappel, ' if row.reminders else ''}{alert.get_kind_display()} : {alert.title}{again}",
        f"{alert.get_kind_display()} : « {alert.title} ».{valid}\n{asked}",
        link.step(f"alerte-{row.pk}"),
        row.version.site,
    )


def _times(row: Reading | Validation | LocalValidation) -> str:
    """What makes a reminder another message."""
    return f" {row.reminders}" if row.reminders else ""


def tell_signalled(alert: Alert, *, site: str, at: datetime) -> None:
    """Whom the structure says that one writes to, of what somebody signals by their link: its kind and its title alone."""
    contact = contact_of(alert.structure)
    if not contact:
        return
    name, path = alert.structure.name, reverse("care:alert", args=[alert.structure.slug, alert.pk])
    said = f"{alert.person.name if alert.person else 'Quelqu’un'} signale : « {alert.title} ».\n\nQue répondre, et à qui :"
    post(
        f"care.signalled {alert.pk}",
        subject=with_no_break_spaces(" ".join(f"Signalé : {alert.title}".split())),
        body=with_no_break_spaces(visible(f"Bonjour,\n\n{said}\n{site.rstrip('/')}{path}\n")),
        sender=" ".join(name.split()),
        to=[To(contact, " ".join(name.split()))],
        about=alert.structure_id,
        at=at,
        haste=Haste.SOON,
    )


def _ending(row: Reading, link: Link) -> Letter:
    alert = row.version.alert
    return Letter(
        f"care.alert.end {alert.pk} {row.person_id}",
        f"Terminé : {alert.title}",
        f"L’alerte « {alert.title} » est terminée. Reprenez vos habitudes ; le détail :",
        link.step(f"alerte-{row.pk}"),
        row.version.site,
    )
