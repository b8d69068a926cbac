"""Stopping the bulletins of a structure, and nothing else; taking them up again; reading what was held."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import plural
from maillage.mail.services import give_up
from maillage.outreach.enums import Wish
from maillage.outreach.models import Bulletin, Subscription
from maillage.outreach.rules import AT_ONCE, MOST_AT_ONCE, domain_of
from maillage.structures.models import Structure

#: The purpose of the page where one stops (links.door_of).
DOOR = "bulletins"
WHY = "Cette personne a demandé à ne plus recevoir les bulletins."


@transaction.atomic
def stop(subscription: Subscription, *, at: datetime) -> int:
    """No more bulletins for this address; how many that still waited for it are given up.

    More than five of one mail domain within ten minutes are all held: somebody reads them, and nothing leaves meanwhile.
    """
    kept = _locked(subscription)
    if kept.wish == Wish.RECEIVES:
        kept.wish, kept.asked_at = Wish.REFUSED, at
        kept.save(update_fields=["wish", "asked_at"])
        _hold_a_crowd(kept, at)
    sendings = Bulletin.objects.filter(structure=kept.structure_id, sending__isnull=False)
    return give_up(list(sendings.values_list("sending", flat=True)), kept.address, why=WHY, at=at)


def _hold_a_crowd(last: Subscription, at: datetime) -> None:
    crowd = Subscription.objects.filter(
        structure=last.structure_id,
        address__endswith=f"@{domain_of(last.address)}",
        asked_at__gt=at - AT_ONCE,
        wish__in=(Wish.REFUSED, Wish.HELD),
    )
    if crowd.count() > MOST_AT_ONCE:
        crowd.update(wish=Wish.HELD)


@transaction.atomic
def take_up(subscription: Subscription) -> None:
    """Bulletins again, from the next one on; whoever holds the door undoes what it did, whenever."""
    kept = _locked(subscription)
    kept.wish, kept.asked_at = Wish.RECEIVES, None
    kept.save(update_fields=["wish", "asked_at"])


@transaction.atomic
def settle(structure: Structure, subscriptions: Collection[int], *, are_meant: bool, by: User) -> int:
    """Somebody read what was held: each was meant, or a filter clicked and they receive again. How many."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    held = structure.subscriptions.filter(pk__in=subscriptions, wish=Wish.HELD)
    if are_meant:
        settled = held.update(wish=Wish.REFUSED)
        said = "confirmés" if settled > 1 else "confirmé"
    else:
        settled = held.update(wish=Wish.RECEIVES, asked_at=None)
        said = "annulés" if settled > 1 else "annulé"
    if settled:
        record(f"{plural(settled, 'désabonnement')} {said}.", by=by.pk, subject=structure.pk)
    return settled


def _locked(subscription: Subscription) -> Subscription:
    """As it stands, with the row of its structure as the lock. Raises Http404 when it was erased meanwhile."""
    get_object_or_404(Structure.objects.select_for_update(of=("self",)), pk=subscription.structure_id)
    return get_object_or_404(Subscription, pk=subscription.pk)
