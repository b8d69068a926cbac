"""Bulletins as the structure keeps them: the list with its totals, one letter, what leaves with an export."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from maillage.accounts.models import User
from maillage.kernel import date_in_french, visible
from maillage.links.models import Link
from maillage.mail.enums import State
from maillage.mail.models import Recipient
from maillage.mail.queries import counts_of
from maillage.mail.types import Counts
from maillage.outreach.enums import Wish
from maillage.outreach.models import Bulletin, Subscription
from maillage.outreach.queries.audience import audience_of, members_of
from maillage.outreach.queries.news import proposals
from maillage.outreach.rules import body_of
from maillage.outreach.types import Letter, Proposal
from maillage.people.models import Person
from maillage.people.queries.desk import contact_line, reply_to
from maillage.structures.models import Structure
from maillage.structures.queries import plain


@dataclass(frozen=True, slots=True)
class SentBulletin:
    """A bulletin that left, and how many of its messages stand where. Nobody knows who reads."""

    bulletin: Bulletin
    counts: Counts


def drafts_of(structure: Structure) -> QuerySet[Bulletin]:
    return structure.bulletins.filter(sent_at=None).order_by("-pk")


def sent_of(structure: Structure) -> QuerySet[Bulletin]:
    """Those that left, the newest first."""
    return structure.bulletins.exclude(sent_at=None)


def with_counts(bulletins: list[Bulletin]) -> list[SentBulletin]:
    counts = counts_of([each.sending_id for each in bulletins if each.sending_id])
    return [SentBulletin(each, counts.get(each.sending_id or 0, Counts())) for each in bulletins]


def in_doubt(bulletin: Bulletin) -> QuerySet[Recipient]:
    """Whom it may not have reached, with why: for whoever tells them otherwise. Not those who wanted no more of it."""
    doubtful = (State.RETURNED, State.REFUSED, State.UNCERTAIN, State.GIVEN_UP)
    return Recipient.objects.filter(
        sending=bulletin.sending_id, state__in=doubtful, is_stopped=False
    ).order_by("state", "pk")


def noted(bulletin: Bulletin) -> QuerySet[Recipient]:
    """Whose mail program answered by itself, or whose server still tries: it changes nothing."""
    rows = Recipient.objects.filter(sending=bulletin.sending_id, state=State.ACCEPTED)
    return rows.exclude(note="").order_by("name", "pk")


def stopped_during(bulletin: Bulletin) -> int:
    """For how many it still waited when they stopped bulletins."""
    stopped = Recipient.objects.filter(sending=bulletin.sending_id, is_stopped=True, state=State.GIVEN_UP)
    return stopped.count() if bulletin.sending_id else 0


def letter_of(
    bulletin: Bulletin, *, by: User, on: date, site: str, told: Sequence[Proposal] | None = None
) -> Letter:
    """What a draft would say if it left now, in the name of `by`, and to whom. `told`: its news, when they were read."""
    structure = bulletin.structure
    name = " ".join(visible(structure.name).split())
    news = proposals(bulletin, on=on) if told is None else told
    kept = [each.item for each in news if each.is_kept]
    return Letter(
        subject=" ".join(bulletin.title.split()),
        body=body_of(bulletin.words, kept, name=name, site=site, contact=contact_line(structure)),
        sender=name,
        reply_to=reply_to(structure, by),
        audience=audience_of(structure, members_of(structure, on=on), bulletin.audience),
        is_empty=not (bulletin.words.strip() or kept),
    )


def held_of(structure: Structure) -> QuerySet[Subscription]:
    """The unsubscriptions that wait to be read."""
    held = Subscription.objects.filter(structure=structure, wish=Wish.HELD)
    return held.select_related("person").order_by("asked_at", "pk")


def refusals_of(structure: Structure) -> int:
    return structure.subscriptions.filter(wish=Wish.REFUSED).count()


def subscription_behind(link: Link) -> Subscription | None:
    return Subscription.objects.filter(link=link).select_related("structure").first()


def contents(structure: Structure) -> dict[str, Any]:
    return {
        "bulletins": [plain(bulletin) for bulletin in structure.bulletins.all()],
        "subscriptions": [
            {"address": each.address, "wish": each.wish, "asked_at": each.asked_at}
            for each in structure.subscriptions.all()
        ],
    }


def subscriptions_to(address: str) -> list[dict[str, Any]]:
    """What an account exports."""
    found = Subscription.objects.filter(address=address.lower()).select_related("structure")
    return [
        {
            "structure": each.structure.name,
            "souhait": each.get_wish_display(),
            "depuis": each.asked_at.isoformat() if each.asked_at else None,
        }
        for each in found
    ]


def subscriptions_of(person: Person) -> QuerySet[Subscription]:
    """Those of each of their addresses."""
    theirs = Q(person=person) | Q(address=person.email.lower())
    return Subscription.objects.filter(theirs, structure=person.structure_id)


def wishes_of(person: Person) -> list[dict[str, str]]:
    """What somebody takes away: whether each of their addresses receives the bulletins."""
    return wishes_in_words(subscriptions_of(person))


def wishes_in_words(subscriptions: Iterable[Subscription]) -> list[dict[str, str]]:
    return [
        {
            "Courriel": each.address,
            "Souhait": each.get_wish_display(),
            "Depuis le": date_in_french(each.asked_at.date()) if each.asked_at else "le premier bulletin",
        }
        for each in subscriptions
    ]
