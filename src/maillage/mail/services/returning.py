"""What comes back is written on the message it is about, once; an address that receives nothing is stopped, never its person."""

import re
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.audit.services import record
from maillage.kernel import date_in_french, with_no_break_spaces
from maillage.mail.enums import Came, State, Verdict
from maillage.mail.models import FailingAddress, Recipient
from maillage.mail.rules import FAILING_FOR, MOST_FAILURES, status_of, verdict_on
from maillage.mail.services.delivery_reports import read_reports
from maillage.mail.types import Report, Returns

#: As speaking.message_to writes it.
OURS = re.compile(r"^<(\d{1,18})\.(\d{14})\.maillage@[^<>@\s]+>$")
#: A message that a report does not name is looked for among those of these days.
LOOKED_FOR = timedelta(days=7)
STOPPED = "Un courriel est revenu : son adresse est arrêtée, elle est à vérifier."
#: What a report may still change: what left, or may have.
GONE = frozenset({State.HANDED, State.ACCEPTED, State.UNCERTAIN})


def take_in(content: bytes, returns: Returns, *, now: datetime) -> set[Came]:
    """Read one message that came to the address of returns, and write what it says. Read twice, it is written once."""
    found = {_take(report, returns, now) for report in read_reports(content)}
    for each in found:
        setattr(returns, each.value, getattr(returns, each.value) + 1)
    return found


@transaction.atomic
def _take(report: Report, returns: Returns, now: datetime) -> Came:
    if report.came in {Came.PERSON, Came.UNREADABLE}:
        return report.came
    row = _reported(report, now)
    if row is None:
        return Came.AUTOMATIC if report.came == Came.AUTOMATIC else Came.STRANGE
    if report.came != Came.RETURNED:
        said = (
            "Réponse automatique reçue" if report.came == Came.AUTOMATIC else "Le serveur essaie encore, dit"
        )
        note = with_no_break_spaces(f"{said} le {date_in_french(timezone.localdate(now))}.")
        Recipient.objects.filter(pk=row.pk).update(note=note)
        return report.came
    if row.state not in GONE:
        return Came.KNOWN
    # Sent on to another address, it is that one which is dead.
    is_sure = row.address in report.addresses
    returns.stopped += send_back(row, report.status, report.said, now=now, is_sure=is_sure)
    return Came.RETURNED


def send_back(row: Recipient, status: str, said: str, *, now: datetime, is_sure: bool = True) -> bool:
    """Inside a transaction: what was taken is returned; True when that stops its address."""
    row.state, row.settled_at = State.RETURNED, now
    row.reason = (said if status in said else f"{status} {said}").strip()[:200]
    row.save(update_fields=["state", "settled_at", "reason"])
    return note_failure(row, status, said, now=now, is_sure=is_sure)


def _reported(report: Report, now: datetime) -> Recipient | None:
    """Locked. The message that is named; when none is, the last one sent to that address."""
    rows = Recipient.objects.select_for_update(of=("self",)).select_related("sending").exclude(address="")
    for name in report.named:
        if told := OURS.match(name):
            row = rows.filter(pk=int(told[1])).first()
            if row and f"{row.sending.made_at:%Y%m%d%H%M%S}" == told[2]:
                return row
    if report.named or report.came != Came.RETURNED:
        return None
    until = min(report.arrived_at + timedelta(hours=1), now) if report.arrived_at else now
    sent = rows.filter(address__in=report.addresses, handed_at__lte=until, handed_at__gte=until - LOOKED_FOR)
    return sent.order_by("-handed_at", "-pk").first()


def note_failure(row: Recipient, status: str, said: str, *, now: datetime, is_sure: bool = True) -> bool:
    """Inside a transaction: count what did not reach its address; True when that stops it."""
    about, written, verdict = row.sending.about, row.sending.made_at, verdict_on(status)
    if about is None or not row.address or verdict == Verdict.SAYS_NOTHING:
        return False
    told = {"first_at": written, "last_at": written}
    FailingAddress.objects.get_or_create(about=about, address=row.address, defaults=told)
    kept = FailingAddress.objects.select_for_update().get(about=about, address=row.address)
    if kept.failures and _reached_since(kept, before=written):
        kept.failures = 0
    if not kept.failures:
        kept.first_at = kept.last_at = written
    kept.failures += 1
    kept.first_at, kept.last_at = min(kept.first_at, written), max(kept.last_at, written)
    kept.status, kept.said = status[:11], said[:200]
    is_dead = verdict == Verdict.DEAD and is_sure
    lasts = kept.failures >= MOST_FAILURES and kept.last_at - kept.first_at >= FAILING_FOR
    stops = kept.stopped_at is None and (is_dead or lasts)
    if stops:
        kept.stopped_at = now
        record(with_no_break_spaces(STOPPED), by=None, subject=about)
    kept.save()
    return stops


def note_refusal(row: Recipient, said: str, *, now: datetime) -> None:
    """A server said at once what another says by a report."""
    with transaction.atomic():
        note_failure(row, status_of("", said), said, now=now)


def _reached_since(kept: FailingAddress, *, before: datetime) -> bool:
    """Whether a message left for it between two that failed, and did not come back."""
    rows = Recipient.objects.filter(
        sending__about=kept.about, address=kept.address, state=State.ACCEPTED,
        sending__made_at__gt=kept.last_at, sending__made_at__lt=before,
    )  # fmt: skip
    return rows.exists()


@transaction.atomic
def try_again(about: UUID, pk: int) -> FailingAddress | None:
    """Somebody says that the address is right: messages leave for it again. None when it was not stopped any more."""
    kept = FailingAddress.objects.select_for_update().filter(about=about, pk=pk).first()
    if kept:
        FailingAddress.objects.filter(pk=kept.pk).delete()
    return kept


@transaction.atomic
def settle_doubt(about: UUID, pk: int, *, has_arrived: bool, now: datetime) -> Recipient | None:
    """Somebody says of an uncertain message that it arrived, or wants it sent to this person again; once.

    None when it is not uncertain any more, or when the person wants no more of it.
    """
    rows = Recipient.objects.select_for_update(of=("self",)).select_related("sending")
    uncertain = rows.filter(sending__about=about, state=State.UNCERTAIN, is_stopped=False)
    row = uncertain.filter(pk=pk).exclude(address="").first()
    if row is None:
        return None
    if has_arrived:
        row.state, row.settled_at, row.reason = State.ACCEPTED, now, ""
        row.note = with_no_break_spaces(f"Dit reçu le {date_in_french(timezone.localdate(now))}.")
    else:
        row.state, row.settled_at, row.reason, row.handed_at = State.QUEUED, None, "", None
        row.attempts, row.next_try_at = 0, now
    row.save()
    return row


def let_go(about: UUID, address: str) -> None:
    """Nobody there has this address any more: what was said of it is over."""
    FailingAddress.objects.filter(about=about, address=address.lower()).delete()


def forget_failing(about: UUID, *, known: set[str], before: datetime) -> int:
    """Addresses that nobody there has any more, and that failed before that moment; how many."""
    old = FailingAddress.objects.filter(about=about, last_at__lt=before).exclude(address__in=known)
    return old.delete()[0]
