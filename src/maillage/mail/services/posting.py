"""Putting a message in the outbox. Nothing is sent here: a worker does, once this is committed."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from maillage.kernel import BadInput, visible, with_no_break_spaces
from maillage.mail.enums import State
from maillage.mail.models import Recipient, Sending
from maillage.mail.queries import stopped_among
from maillage.mail.rules import breaks_headers
from maillage.mail.types import To

STOPPED = with_no_break_spaces("Adresse arrêtée : ce qu’on lui écrit revient.")
BATCH = 500  # rows of one statement: SQLite counts its parameters


def post(
    key: str,
    *,
    subject: str,
    body: str,
    sender: str,
    to: Iterable[To],
    at: datetime,
    reply_to: str = "",
    about: UUID | None = None,
    is_owed: bool = False,
) -> Sending:
    """Queue one message for all of `to`, each address once. A key that is known gives its sending back, unchanged.

    `sender` says in words who it is from: the address is always the instance's; answers go to `reply_to`.
    A stopped address is given up at once, and named with those to tell otherwise; unless the message `is_owed`: a right
    hangs on it, or somebody asked for it a moment ago. Raises BadInput.
    """
    people = {person.address.strip().lower(): person for person in to}
    refuse(subject, body, sender, people, reply_to)
    written = {"subject": subject[:200], "body": visible(body), "sender": sender[:200], "reply_to": reply_to}
    with transaction.atomic():
        sending, is_new = Sending.objects.get_or_create(
            key=key, defaults={**written, "about": about, "made_at": at}
        )
        if is_new:
            stopped = set() if is_owed or about is None else stopped_among(about)
            rows = (
                _row(sending, address, person, at, address in stopped) for address, person in people.items()
            )
            Recipient.objects.bulk_create(rows, batch_size=BATCH)
    return sending


def invent_sent(sending: Sending, *, at: datetime) -> None:
    """For a demonstration, in the transaction that posts it: said to have left, it is written to nobody."""
    sending.recipients.filter(state=State.QUEUED).update(state=State.ACCEPTED, handed_at=at, settled_at=at)


def _row(sending: Sending, address: str, person: To, at: datetime, is_stopped: bool) -> Recipient:
    row = Recipient(
        sending=sending,
        address=address,
        name=person.name[:150],
        unsubscribe=person.unsubscribe,
        next_try_at=at,
    )
    if is_stopped:
        row.state, row.settled_at, row.reason = State.GIVEN_UP, at, STOPPED
    return row


def refuse(subject: str, body: str, sender: str, people: dict[str, To], reply_to: str) -> None:
    """Raises BadInput for what is missing, would write other headers, or is no address."""
    if not people:
        raise BadInput("Ce message n’a pas de destinataire : choisissez-en un.", field="to")
    if not body.strip():  # an empty body is one that was erased
        raise BadInput("Ce message est vide : écrivez-le.", field="body")
    names = (person.name for person in people.values())
    given = (text for person in people.values() for text in (person.address, person.unsubscribe))
    if any(map(breaks_headers, (subject, sender, reply_to, *names, *given))):
        raise BadInput(
            "L’objet, un nom ou une adresse de ce message contient un saut de ligne ou un caractère invisible : "
            "retirez-le, puis recommencez."
        )
    for address in (*people, *filter(None, [reply_to])):
        try:
            validate_email(address)
        except ValidationError:
            raise BadInput(
                f"L’adresse « {address[:80]} » n’est pas complète. Vérifiez-la : prenom@exemple.fr.",
                field="to",
            ) from None
