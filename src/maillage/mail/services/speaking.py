"""Speaking to the mail server: what a message looks like, and what an answer means."""

from email.utils import formataddr, parseaddr
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.html import format_html

from maillage.kernel import with_no_break_spaces
from maillage.mail.enums import State
from maillage.mail.models import Recipient
from maillage.mail.rules import display_name
from maillage.ui.services import laid_out

PERMANENT = 500  # codes of SMTP from there on: trying again changes nothing
CUT = with_no_break_spaces("Le serveur n’a pas répondu jusqu’au bout : le message est peut-être parti.")
UNREADABLE = "Cette adresse ne s’écrit pas dans un message."
CLOSED = "Le serveur de messagerie ne s’ouvre pas."

#: The same words, for who reads mail as pages.
PAGE = (
    '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
    "<title>{}</title></head>\n<body>\n{}\n</body></html>\n"
)

Outcome = tuple[State, str]


class Unreachable(Exception):
    """The server did not open: nothing was sent."""


class Server:
    """The mail server of the settings, kept open for a pass. A demonstration has none: its pages show the messages."""

    def __init__(self) -> None:
        self.backend: Any = None if settings.DEMO else get_connection()

    def __enter__(self) -> "Server":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.backend:
            self.backend.close()

    def open(self) -> None:
        """Be sure of the line before a message is handed over: a line cut in the middle leaves a doubt.

        Raises Unreachable.
        """
        if self.backend is None:
            return
        try:
            if not self._answers():
                self.backend.close()
            self.backend.open()
        except (SMTPException, OSError):
            raise Unreachable(CLOSED) from None

    def _answers(self) -> bool:
        """Whether the line opened before is still there; the server may have closed it."""
        line = getattr(self.backend, "connection", None)
        if line is None:
            return True
        try:
            return bool(line.noop()[0] < PERMANENT - 100)
        except (SMTPException, OSError):
            return False

    def hand(self, recipient: Recipient) -> Outcome:
        """What became of one message: State.QUEUED to try again later."""
        if self.backend is None:
            return State.ACCEPTED, ""
        try:
            sent = self.backend.send_messages([message_to(recipient)])
        except SMTPRecipientsRefused as refusal:
            return judged(*next(iter(refusal.recipients.values())))
        except SMTPDataError as refusal:
            return judged(refusal.smtp_code, refusal.smtp_error)
        except SMTPResponseException as refusal:  # our own address, our account: not this person's fault
            return State.QUEUED, judged(refusal.smtp_code, refusal.smtp_error)[1]
        except (ValueError, SMTPNotSupportedError):
            return State.REFUSED, UNREADABLE
        except (SMTPException, OSError):
            return State.UNCERTAIN, CUT
        return (State.ACCEPTED, "") if sent else (State.QUEUED, CLOSED)


def judged(code: int, said: bytes | str) -> Outcome:
    """(550, b"No such user") → refused."""
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return State.REFUSED if code >= PERMANENT else State.QUEUED, " ".join(f"{code} {words}".split())


def as_received(body: str, unsubscribe: str) -> str:
    """The words of a message as one person reads them."""
    foot = with_no_break_spaces(f"Pour ne plus recevoir ces messages :\n{unsubscribe}\n")
    return f"{body.rstrip()}\n\n{foot}" if unsubscribe else body


def message_to(recipient: Recipient) -> EmailMultiAlternatives:
    """From the operator's domain, whoever writes: another would be taken for a forgery (DMARC)."""
    sending = recipient.sending
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    domain = address.rpartition("@")[2] or "localhost"
    headers = {
        "Auto-Submitted": "auto-generated",
        # The same at each try: who received it already may know.
        "Message-ID": f"<{recipient.pk}.{sending.made_at:%Y%m%d%H%M%S}.maillage@{domain}>",
    }
    if recipient.unsubscribe:
        headers["List-Unsubscribe"] = f"<{recipient.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    author = formataddr((display_name(sending.sender) or name, address))
    if settings.BOUNCES:  # what comes back goes there: the author of the envelope is not that of the letter
        headers["From"] = author
    body = as_received(sending.body, recipient.unsubscribe)
    message = EmailMultiAlternatives(
        sending.subject,
        body,
        from_email=settings.BOUNCES or author,
        to=[formataddr((display_name(recipient.name), recipient.address))],
        reply_to=[sending.reply_to] if sending.reply_to else None,
        headers=headers,
    )
    message.attach_alternative(format_html(PAGE, sending.subject, laid_out(body)), "text/html")
    return message
