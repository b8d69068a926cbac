"""What came to the address of returns, as far as it can be read: a report of a server (RFC 3464), an automatic answer, a person."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email import message_from_bytes, message_from_string
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from maillage.kernel import visible
from maillage.mail.enums import Came
from maillage.mail.rules import status_of
from maillage.mail.types import Report

#: Bytes: a report holds what it reports, and none of ours is as long.
LONGEST = 2**20
REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
HEADERS = frozenset({"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"})
WHOLE = frozenset({"message/rfc822", "message/global"})
#: Any of them says that no hand wrote it.
MACHINES = ("X-Autoreply", "X-Autorespond", "List-Id")
BY_MACHINE = frozenset({"auto_reply", "bulk", "junk", "list"})
AUTOMATIC = ("automatic reply", "out of office", "réponse automatique", "absence du bureau")
DAEMONS = frozenset({"mailer-daemon", "postmaster"})
UNREADABLE = (Report(Came.UNREADABLE),)


def read_reports(content: bytes) -> tuple[Report, ...]:
    """One for each person that the message is about; never empty."""
    try:
        message = message_from_bytes(content[:LONGEST])
        parts = list(_parts(message))
        status = next((part for part in parts if part.get_content_type() in REPORTS), None)
        if status is not None:
            told_on = _moment(_field(message, "Date"))
            return tuple(_told(status, _named_by(message, parts), told_on)) or UNREADABLE
        return (_written(message),)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return UNREADABLE  # whatever a stranger sends must not stop the next one


def _parts(message: Message, depth: int = 2) -> Iterator[Message]:
    """Those of the message and of a wrapping; what is reported is not looked into."""
    if message.get_content_maintype() == "multipart":
        for part in _inside(message):
            yield part
            if depth > 1:
                yield from _parts(part, depth - 1)


def _inside(message: Message) -> list[Message]:
    """What a part holds, when these are parts."""
    payload = message.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _told(status: Message, named: tuple[str, ...], told_on: datetime | None) -> Iterator[Report]:
    groups = _inside(status)
    if not groups:
        return
    arrived_at = _moment(_field(groups[0], "Arrival-Date")) or told_on
    for group in groups[1:]:
        addresses = frozenset(
            filter(None, (_address(_field(group, f"{which}-Recipient")) for which in ("Final", "Original")))
        )
        action, said = _field(group, "Action").lower(), _after(_field(group, "Diagnostic-Code"))
        came = {"failed": Came.RETURNED, "delayed": Came.DELAYED}.get(action.partition(" ")[0])
        if came and addresses:
            code = status_of(_field(group, "Status"), said)
            yield Report(came, named, addresses, code, said, arrived_at)


def _named_by(message: Message, parts: list[Message]) -> tuple[str, ...]:
    """The message that is reported, else those that this one answers."""
    for part in parts:
        inside = _inside(part)
        if part.get_content_type() in WHOLE and inside:
            original = inside[0]
        elif part.get_content_type() in HEADERS:
            original = _headers_in(part)
        else:
            continue
        if found := _field(original, "Message-ID"):
            return (found,)
    return _answered(message)


def _headers_in(part: Message) -> Message:
    if inside := _inside(part):
        return inside[0]
    text = part.get_payload(decode=True)
    return message_from_string(text.decode(errors="replace") if isinstance(text, bytes) else "")


def _answered(message: Message) -> tuple[str, ...]:
    references = _field(message, "References").split()
    return tuple(filter(None, (_field(message, "In-Reply-To"), *reversed(references))))[:10]


def _written(message: Message) -> Report:
    """No report: a machine that answers, or somebody."""
    answer = _field(message, "Auto-Submitted").lower()
    is_automatic = (
        (answer and answer.partition(";")[0].strip() != "no")
        or any(message[name] for name in MACHINES)
        or _field(message, "Precedence").lower() in BY_MACHINE
        or message.get_content_type() == "multipart/report"  # « lu »
        or _field(message, "Subject").lower().startswith(AUTOMATIC)
    )
    author = parseaddr(_field(message, "From"))[1].lower()
    if author.partition("@")[0] in DAEMONS:
        return Report(Came.UNREADABLE)
    if not is_automatic and (not author or _field(message, "Return-Path") == "<>"):
        return Report(Came.UNREADABLE)
    return Report(Came.AUTOMATIC if is_automatic else Came.PERSON, _answered(message), frozenset({author}))


def _field(message: Message, name: str) -> str:
    """On one line, as words: encoded ones (« =?utf-8?… ») are read."""
    raw = str(message.get(name, ""))
    with suppress(ValueError, LookupError, MessageError):
        raw = str(make_header(decode_header(raw)))
    return " ".join(visible(raw).split())


def _after(field: str) -> str:
    """« smtp; 550 5.1.1 No such user » → « 550 5.1.1 No such user »."""
    kind, semicolon, rest = field.partition(";")
    return rest.strip() if semicolon else kind.strip()


def _address(field: str) -> str:
    return _after(field).strip("<> ").lower()


def _moment(field: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(field)
    except (ValueError, TypeError, IndexError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
