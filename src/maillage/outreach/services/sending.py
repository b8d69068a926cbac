"""Sending a bulletin, once, with a door of their own for each who receives it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput, plural, with_no_break_spaces
from maillage.links.services import open_links
from maillage.mail.models import Sending
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.outreach.models import Bulletin, Subscription, ToldItem
from maillage.outreach.queries.bulletins import letter_of
from maillage.outreach.queries.news import proposals
from maillage.outreach.services.stopping import DOOR
from maillage.outreach.services.writing import locked
from maillage.outreach.types import Letter, Reached
from maillage.structures.models import Structure

BATCH = 500  # rows of one statement
SAYS_NOTHING = "Ce bulletin ne dit rien encore. Écrivez quelques mots, ou cochez une nouvelle."


class BulletinChanged(BadInput):
    """What would leave is not what was read before sending."""


@transaction.atomic
def send(bulletin: Bulletin, *, seal: str, by: User, at: datetime, site: str) -> Bulletin:
    """Queue a bulletin for each of its audience; one that was sent is given back, unchanged.

    `seal` is that of the letter that was read (Letter.seal); `site`, the address of the instance.
    Raises BulletinChanged, and BadInput for a bulletin that says nothing or reaches nobody.
    """
    # The structure's row is the lock of its subscriptions: who stops now, and this sending, wait for each other.
    Structure.objects.select_for_update(of=("self",)).get(pk=bulletin.structure_id)
    kept = locked(bulletin)
    if kept.sent_at:
        return kept
    on = timezone.localdate(at)
    told = proposals(kept, on=on)
    letter = letter_of(kept, by=by, on=on, site=site, told=told)
    _refuse_what_cannot_leave(letter, seal)
    kept.sent_at, kept.body, kept.said_to = at, letter.body, letter.audience.said[:200]
    kept.people, kept.unreached = letter.audience.people, len(letter.audience.otherwise)
    kept.sending = _post(kept, letter, at=at, site=site)
    kept.save()
    kept.told.all().delete()
    ToldItem.objects.bulk_create(
        [ToldItem(bulletin=kept, key=each.key, is_left_out=not each.is_kept) for each in told],
        batch_size=BATCH,
    )
    count = plural(len(letter.audience.reached), "message")
    record(f"Bulletin envoyé : « {kept.title} », {count}.", by=by.pk, subject=kept.structure_id)
    return kept


@transaction.atomic
def try_out(bulletin: Bulletin, *, by: User, at: datetime, site: str) -> None:
    """What would leave now, written to `by` alone and marked as a trial: of nothing, it is counted nowhere.

    Raises BadInput for a bulletin that says nothing, or was sent.
    """
    kept = locked(bulletin)
    if kept.sent_at:
        raise BadInput("Ce bulletin est parti : il se lit dans la liste.")
    letter = letter_of(kept, by=by, on=timezone.localdate(at), site=site)
    if letter.is_empty:
        raise BadInput(SAYS_NOTHING)
    post(
        f"outreach.trial {kept.pk} {by.pk} {at:%Y%m%d%H%M%S%f}",
        subject=with_no_break_spaces(f"Essai : {letter.subject}"),
        body=with_no_break_spaces(f"Un essai : vous seul le recevez.\n\n{letter.body}"),
        sender=letter.sender,
        to=[To(by.email)],
        reply_to=letter.reply_to,
        is_owed=True,
        at=at,
    )


def _refuse_what_cannot_leave(letter: Letter, seal: str) -> None:
    if letter.is_empty:
        raise BadInput(SAYS_NOTHING)
    if not letter.audience.reached:
        raise BadInput(
            "Personne de ce groupe n’a de courriel : il n’y a rien à envoyer. Prévenez-les autrement."
        )
    if letter.seal != seal:
        raise BulletinChanged(
            "Le texte ou la liste a changé depuis votre lecture. Relisez cet aperçu, puis envoyez."
        )


def _post(bulletin: Bulletin, letter: Letter, *, at: datetime, site: str) -> Sending:
    doors = doors_to(bulletin.structure, letter.audience.reached)
    return post(
        f"outreach.bulletin {bulletin.pk}",
        subject=letter.subject,
        body=letter.body,
        sender=letter.sender,
        to=[
            To(each.address, " ".join(each.person.name.split()), stopping_url(doors[each.address], site))
            for each in letter.audience.reached
        ],
        reply_to=letter.reply_to,
        about=bulletin.structure_id,
        at=at,
    )


def stopping_url(subscription: Subscription, site: str) -> str:
    """Where this person stops the bulletins: a page when it is opened, a gesture when it is posted to."""
    return f"{site.rstrip('/')}{reverse('outreach:one_click', args=[subscription.link.token])}"


def doors_to(structure: Structure, reached: Sequence[Reached]) -> dict[str, Subscription]:
    """Address → its subscription, made for those who had none; in a bounded number of statements."""
    rows = Subscription.objects.filter(structure=structure).select_related("link")
    known = {each.address: each for each in rows}
    new = [each for each in reached if each.address not in known]
    links = open_links(DOOR, len(new))
    made = [
        Subscription(structure=structure, person=each.person, address=each.address, link=link)
        for each, link in zip(new, links, strict=True)
    ]
    Subscription.objects.bulk_create(made, batch_size=BATCH)
    return known | {each.address: each for each in made}
