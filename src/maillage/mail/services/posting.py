"""Putting a message in the outbox. Nothing is sent here: a worker does, once this is committed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from maillage.kernel import BadInput, visible, with_no_break_spaces
from maillage.mail.enums import Haste, State
from maillage.mail.models import Recipient, Sending
from maillage.mail.queries import stopped_among
from maillage.mail.rules import breaks_headers
from maillage.mail.types import Message, To

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
    haste: Haste = Haste.CALM,
) -> Sending:
    """Queue one message for all of `to`, each address once. A key that is known gives its sending back, unchanged.

    `sender` says in words who it is from: the address is always the instance's; answers go to `reply_to`.
    A stopped address is given up at once, and named with those to tell otherwise; unless the message `is_owed`: a right
    hangs on it, or somebody asked for it a moment ago. `haste`: what leaves before what. Raises BadInput.
    """
    message = Message(key, subject, body, sender, tuple(to), reply_to, about, is_owed, haste)
    post_all([message], at=at)
    return Sending.objects.get(key=key)


def post_all(messages: Sequence[Message], *, at: datetime) -> None:
    """Queue several messages as `post` does each, in as few statements as for one. Raises BadInput; then none is."""
    told = {each.key: (each, _people(each)) for each in messages}
    keys = sorted(told)  # two who write the same ones wait for each other in the same order
    with transaction.atomic():
        known = set(Sending.objects.filter(key__in=keys).values_list("key", flat=True))
        fresh = [_sending(told[key][0], at) for key in keys if key not in known]
        if not fresh:
            return
        Sending.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
        # Of two who write one key at once the second waited above: it finds it with those it goes to.
        made = Sending.objects.filter(key__in=[each.key for each in fresh], recipients=None).in_bulk(
            field_name="key"
        )
        abouts = {each.about for each in messages if each.about and not each.is_owed}
        stopped: Collection[tuple[UUID | None, str]] = {
            (about, address) for about in abouts for address in stopped_among(about)
        }
        rows = [
            _row(sending, address, person, at, message, stopped)
            for key, (message, people) in told.items()  # in the order they leave in
            if (sending := made.get(key))
            for address, person in people.items()
        ]
        Recipient.objects.bulk_create(rows, batch_size=BATCH)


def _people(message: Message) -> dict[str, To]:
    people = {person.address.strip().lower(): person for person in message.to}
    refuse(message.subject, message.body, message.sender, people, message.reply_to)
    return people


def _sending(message: Message, at: datetime) -> Sending:
    return Sending(
        key=message.key,
        subject=message.subject[:200],
        body=visible(message.body),
        sender=message.sender[:200],
        reply_to=message.reply_to,
        about=message.about,
        made_at=at,
    )


def invent_sent(sending: Sending, *, at: datetime) -> None:
    """For a demonstration, in the transaction that posts it: said to have left, it is written to nobody."""
    sending.recipients.filter(state=State.QUEUED).update(state=State.ACCEPTED, handed_at=at, settled_at=at)


def _row(
    sending: Sending,
    address: str,
    person: To,
    at: datetime,
    message: Message,
    stopped: Collection[tuple[UUID | None, str]],
) -> Recipient:
    row = Recipient(
        sending=sending,
        address=address,
        name=person.name[:150],
        unsubscribe=person.unsubscribe,
        haste=message.haste,
        next_try_at=at,
    )
    if not message.is_owed and (message.about, address) in stopped:
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
