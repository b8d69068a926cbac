"""What is written of a poll of dates."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from maillage.accounts.models import User
from maillage.governance.models import Poll, PollReply
from maillage.governance.queries.polls import said_date
from maillage.kernel import date_in_french, visible, with_no_break_spaces
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.queries.desk import contact_of, reply_to


def last_day(poll: Poll) -> str:
    """« 12 mars 2027 »: the last day on which one answers."""
    return date_in_french((poll.closes_at - timedelta(seconds=1)).astimezone(poll.zone).date())


def ask(poll: Poll, *, at: datetime, by: User) -> int:
    """To each who sits there and has an address; how many."""
    dates = "\n".join(f"- {said_date(poll, each)}" for each in poll.dates.all())
    body = "\n\n".join(
        filter(
            None,
            [
                f"Quelles dates vous vont, pour « {poll.title} » ({poll.instance.name}) ?",
                dates,
                poll.place,
                poll.words,
                f"Répondez jusqu’au {last_day(poll)}.",
            ],
        )
    )
    return _write(
        f"governance.dates {poll.pk}", poll, poll.replies.all(), "Quelles dates", body, at=at, by=by
    )


def tell_change(poll: Poll, added: Sequence[str], withdrawn: Sequence[str], *, at: datetime, by: User) -> int:
    """To those who answered, and of nothing but what changed."""
    lines = [*(f"Ajoutée : {each}" for each in added), *(f"Retirée : {each}" for each in withdrawn)]
    body = "Les dates proposées changent.\n\n{}\n\nVos autres réponses restent.".format("\n".join(lines))
    key = f"governance.dates_changed {poll.pk} {at:%Y%m%d%H%M%S%f}"
    return _write(key, poll, poll.replies.exclude(replied_at=None), "Les dates changent", body, at=at, by=by)


def tell_closed(poll: Poll, chosen: str, *, at: datetime) -> None:
    """To who proposed them: the meeting to read again, or the dates to choose among."""
    author = poll.written_by
    if author is None or not author.email:
        return
    found = (
        f"La date retenue : {chosen}.\nLa réunion est préparée : relisez-la, puis convoquez."
        if chosen
        else "Aucune date ne l’emporte : choisissez-la."
    )
    _post(
        f"governance.dates_closed {poll.pk}",
        poll,
        "Sondage fermé",
        f"« {poll.title} » : le sondage est fermé.\n\n{found}\n\nDans Maillage : Réunions.",
        To(author.email),
        at=at,
        answers_to=contact_of(poll.instance.structure),
    )


def _write(
    key: str, poll: Poll, lines: QuerySet[PollReply], subject: str, body: str, *, at: datetime, by: User
) -> int:
    answers_to, told = reply_to(poll.instance.structure, by), 0
    for each in lines.select_related("person", "link").exclude(person__email=""):
        where = f"{poll.site.rstrip('/')}{each.link.get_absolute_url()}"
        words = f"{body}\n\nRépondez, sans compte : {where}"
        if each.person:
            to = To(each.person.email, each.person.name)
            _post(f"{key} {each.pk}", poll, subject, words, to, at=at, answers_to=answers_to)
            told += 1
    return told


def _post(key: str, poll: Poll, subject: str, body: str, to: To, *, at: datetime, answers_to: str) -> None:
    structure = poll.instance.structure
    post(
        key,
        subject=with_no_break_spaces(f"{subject} : {poll.title}"),
        body=with_no_break_spaces(visible(f"{body}\n\n{structure.name}")),
        sender=structure.name,
        to=[to],
        at=at,
        reply_to=answers_to,
        about=structure.pk,
    )
