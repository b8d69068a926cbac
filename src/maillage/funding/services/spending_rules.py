"""What a structure votes for its expenses: the rate of a kilometre, the threshold of two approvals, split keys."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.enums import ExpenseKind, ExpenseState, VotedKind
from maillage.funding.models import SplitKey, SplitShare, VotedAmount
from maillage.funding.queries.posts import post_at
from maillage.funding.rules.spending import check_shares
from maillage.funding.services.expenses import amount_of, write_parts
from maillage.funding.services.locking import lock
from maillage.funding.types.spending import GivenSplit
from maillage.governance.models import Decision
from maillage.kernel import BadInput, date_in_french
from maillage.structures.models import LegalPerson
from maillage.structures.queries import sent_before

#: Of each kind, of a legal person.
MOST = 100


@transaction.atomic
def vote_amount(
    person: LegalPerson,
    kind: VotedKind,
    amount: Decimal,
    since: date,
    *,
    by: User,
    decision: Decision | None = None,
) -> VotedAmount:
    """From its day on, in place of the one before. Kilometres that nobody approved yet follow; others stay.

    Raises BadInput for one that begins before the last.
    """
    structure = lock(person.structure)
    same = person.voted_amounts.filter(kind=kind)
    if same.count() >= MOST:
        raise BadInput("Cent montants sont déjà notés : c’est trop pour une page.")
    if same.filter(since__gte=since).exists():
        raise BadInput(
            "Un montant plus récent est déjà noté : donnez une date qui vient après la sienne.", field="since"
        )
    same.filter(until=None).update(until=since)
    voted = VotedAmount.objects.create(
        legal_person=person, kind=kind, amount=amount, since=since, decision=decision
    )
    said = f"{amount.normalize():f}".replace(".", ",")
    record(
        f"Dépenses, à partir du {date_in_french(since)} : {voted.get_kind_display().lower()}, {said} €.",
        by=by.pk,
        subject=structure.pk,
    )
    if kind == VotedKind.KILOMETRE:
        price_again(person)
    return voted


def price_again(person: LegalPerson) -> None:
    """An amount is frozen when it is approved: until then it follows the rate of its day."""
    waiting = person.expenses.filter(
        kind=ExpenseKind.MILEAGE, state=ExpenseState.COMMITTED, approved_on=None
    ).select_related("legal_person", "contract", "split_key")
    for each in waiting:
        amount = amount_of(each, None)
        if amount != each.amount:
            each.amount = amount
            each.save(update_fields=["amount"])
            write_parts(each)


@transaction.atomic
def set_split(
    person: LegalPerson, given: GivenSplit, *, key: UUID, by: User, decision: Decision | None = None
) -> SplitKey:
    """A key, in place of the one of its name; the same form sent twice notes one. Raises BadInput."""
    structure = lock(person.structure)
    if kept := sent_before(SplitKey.objects.filter(legal_person__structure=structure), key):
        return kept
    check_shares(given.shares)
    same = person.split_keys.filter(name__iexact=given.name)
    if person.split_keys.count() >= MOST:
        raise BadInput("Cent clés sont déjà notées : c’est trop pour une page.")
    if same.filter(since__gte=given.since).exists():
        raise BadInput(
            "Une clé plus récente porte ce nom : donnez une date qui vient après la sienne.", field="since"
        )
    posts = {post: post_at(person, post) for post in given.shares}
    same.filter(until=None).update(until=given.since)
    made = SplitKey.objects.create(
        legal_person=person, name=given.name, since=given.since, decision=decision, key=key
    )
    SplitShare.objects.bulk_create(
        SplitShare(
            split_key=made, contract_id=posts[post].contract, mission=posts[post].mission, percent=percent
        )
        for post, percent in given.shares.items()
    )
    record(f"Clé de répartition notée : {made.name}.", by=by.pk, subject=structure.pk)
    return made
