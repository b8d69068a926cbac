"""The *barème*, and what is asked by it: confirmed, approved by another, paid."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.enums import ClaimState, IndemnityKind, RateUnit, RoundingWay
from maillage.funding.models import Claim, ScaleLine, TransferPart
from maillage.funding.queries.calls import hours_of_calls, to_correct
from maillage.funding.queries.hours import TimeLine, claims_of, hours_of, key_of, payer_of, received_in
from maillage.funding.queries.identity import identities
from maillage.funding.queries.payees import holders_of
from maillage.funding.queries.posts import post_at
from maillage.funding.rules.indemnities import ceiling_check, why_not_approve
from maillage.funding.services.locking import lock
from maillage.funding.types.budget import RUNNING, parted
from maillage.funding.types.indemnities import Claim as Asked
from maillage.governance.enums import MeetingState
from maillage.governance.models import Decision, Meeting
from maillage.kernel import BadInput, euros, folded, plural
from maillage.outreach.models import Campaign
from maillage.outreach.services import correct_time
from maillage.project.models import Action
from maillage.project.queries.meetings import served_by
from maillage.project.services.meetings import say_action
from maillage.structures.models import LegalPerson, Structure

#: Lines of a scale.
MOST = 200
NO_PAYER = "Aucune personne morale ne porte la structure : notez d’abord laquelle, dans le parcours."


@dataclass(frozen=True, slots=True)
class GivenLine:
    """A line as it was voted: an empty type of meeting or office is any."""

    kind: str
    amount: Decimal
    since: date
    meeting_kind: str = ""
    office: str = ""
    unit: str = RateUnit.HOUR
    rounding_minutes: int = 1
    rounding_way: str = RoundingWay.NEAREST
    decision: Decision | None = None
    #: What the time that it pays is spent for.
    post: str = RUNNING

    @property
    def columns(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__ if name != "post"}


@transaction.atomic
def set_line(person: LegalPerson, given: GivenLine, *, by: User) -> ScaleLine:
    """From its day on, in place of the line that said the same thing. Raises BadInput for one that begins before it."""
    structure = lock(person.structure)
    post = post_at(person, given.post)
    if person.scale.count() >= MOST:
        raise BadInput("Ce barème a déjà deux cents lignes : c’est trop pour une page.")
    if (given.kind == IndemnityKind.BENEVOLE) == bool(given.amount):
        raise BadInput("Un temps bénévole n’a pas de montant ; un temps payé en a un.", field="amount")
    same = person.scale.filter(meeting_kind=given.meeting_kind, office=given.office)
    if same.filter(since__gte=given.since).exists():
        raise BadInput(
            "Une ligne plus récente dit déjà la même chose : donnez une date qui vient après elle.",
            field="since",
        )
    same.filter(until=None).update(until=given.since)
    line = ScaleLine.objects.create(
        legal_person=person, contract_id=post.contract, mission=post.mission, **given.columns
    )
    said = f"Barème, à partir du {given.since:%d/%m/%Y} : {line.get_kind_display().lower()}, {euros(given.amount)}."
    record(said, by=by.pk, subject=structure.pk)
    return line


@transaction.atomic
def confirm(meeting: Meeting, *, by: User, on: date) -> list[Claim]:
    """Ask for every presence of a meeting that the scale pays, once each: what was asked before is left as it is.

    It is for the action that the meeting serves. Raises BadInput for a meeting that was not held, and while nobody carries the structure in law.
    """
    structure = lock(meeting.instance.structure)
    if meeting.state != MeetingState.HELD:
        raise BadInput("Cette réunion n’est pas close : ses heures peuvent encore changer.")
    person = payer_of(structure)
    if person is None:
        raise BadInput(NO_PAYER)
    action = served_by(meeting).action
    asked = [each for each in hours_of(meeting, person) if each.is_paid and each.claim is None]
    made = Claim.objects.bulk_create(
        claim_of(
            each, person, presence=each.presence, person=each.presence.person, name=str(each.presence),
            label=label_of(meeting), held_on=meeting.day, author=by, asked_on=on, action=action,
        )
        for each in asked
    )  # fmt: skip
    if (
        action is not None
    ):  # what its group carried that day, once and for all: time that nobody is paid for is its too
        say_action(meeting, action, by=by)
    if made:
        total = euros(sum((each.amount for each in made), Decimal()))
        record(f"{meeting.title} : {plural(len(made), 'demande')}, {total}.", by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def confirm_calls(
    campaign: Campaign, chosen: Collection[int], action: Action | None = None, *, by: User, on: date
) -> list[Claim]:
    """Ask for the times of callers that were chosen and that the scale pays, once each.

    Raises BadInput while nobody carries the structure in law.
    """
    structure = lock(campaign.structure)
    person = payer_of(structure)
    if person is None:
        raise BadInput(NO_PAYER)
    made = Claim.objects.bulk_create(
        claim_of(
            each, person, call_time=each.time, person=each.person, name=each.person.name[:120],
            label=f"Appels, {campaign.title}", held_on=each.time.on, author=by, asked_on=on, action=action,
        )
        for each in hours_of_calls(campaign, person, among=chosen)
        if each.is_paid
    )  # fmt: skip
    if made:
        total = euros(sum((each.amount for each in made), Decimal()))
        said = f"{campaign.title} : {plural(len(made), 'demande')}, {total}."
        record(said, by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def correct_call(campaign: Campaign, time: int, minutes: int, why: str, *, by: User) -> None:
    """A time of a caller that was typed wrong. Raises BadInput once it was asked for: its claim says what is paid."""
    lock(campaign.structure)
    found = to_correct(campaign).filter(pk=time).first()
    if found is None:
        raise BadInput(
            "Ce temps a été retiré, ou demandé depuis : une demande se refuse ou se conteste, elle ne se corrige pas.",
            field="time",
        )
    correct_time(found, minutes, why, by=by)


def claim_of(line: TimeLine, payer: LegalPerson, **given: Any) -> Claim:
    """Of a time that the scale pays, to be written."""
    rate = line.told.rate
    if rate is None or line.told.amount is None:
        raise ValueError(line)
    contract, mission = parted(rate.post)
    return Claim(
        legal_person=payer, minutes=line.told.minutes, kind=rate.kind, amount=line.told.amount,
        contract_id=contract, mission=mission, **given,
    )  # fmt: skip


@transaction.atomic
def bear(structure: Structure, claims: QuerySet[Claim], action: Action | None, *, by: User) -> int:
    """These claims are for that action, or for none in particular: their sums stay. How many changed.

    Raises BadInput for the action of another structure.
    """
    structure = lock(structure)
    if action is not None and action.structure_id != structure.pk:
        raise BadInput("Choisissez une action de votre structure.", field="action")
    others = claims.exclude(action=action) if action else claims.exclude(action=None)
    moved = claims_of(structure).filter(pk__in=[each.pk for each in others]).update(action=action)
    if moved:
        what = f"l’action {action.number}, {action.title}" if action else "aucune action en particulier"
        record(f"{plural(moved, 'demande')} : pour {what}.", by=by.pk, subject=structure.pk)
    return moved


@transaction.atomic
def bear_meeting(meeting: Meeting, action: Action | None, *, by: User) -> int:
    """The meeting serves that action, and all that was asked for it follows. How many claims changed."""
    say_action(meeting, action, by=by)
    asked = Claim.objects.filter(presence__meeting=meeting)
    return bear(meeting.instance.structure, asked, action, by=by)


def label_of(meeting: Meeting) -> str:
    """« CA, Conseil d’octobre »; the title alone when it says of which instance it is."""
    instance = meeting.instance.name
    is_said = folded(meeting.title).startswith(folded(instance))
    return meeting.title if is_said else f"{instance}, {meeting.title}"[:200]


@dataclass(frozen=True, slots=True)
class Judged:
    """What « approuver » did: what is approved, and what is left, each with its reason in French."""

    approved: Sequence[Claim]
    left: Sequence[tuple[Claim, str]]


@transaction.atomic
def approve(structure: Structure, chosen: Collection[int], *, by: User, on: date) -> Judged:
    """Approve what one may: never one's own, nor one that one entered, nor above the ceiling of the year."""
    structure = lock(structure)
    granted = list(claims_of(structure).select_related("author").exclude(state=ClaimState.REFUSED))
    asked = [each for each in granted if each.pk in chosen and each.state == ClaimState.ASKED]
    known = identities({by, *(each.author for each in asked if each.author)}, structure)
    holders = holders_of(asked)
    approved, left = [], []
    for claim in asked:
        judged = Asking(claim, known.get(claim.author_id or 0, frozenset()), holders[claim.pk])
        if why := why_left(judged, known[by.pk], granted, on=on):
            left.append((claim, why))
            continue
        claim.state, claim.decided_by, claim.decided_on = ClaimState.APPROVED, by, on
        claim.save(update_fields=["state", "decided_by", "decided_on"])
        approved.append(claim)
    if approved:
        total = euros(sum((each.amount for each in approved), Decimal()))
        said = f"{plural(len(approved), 'demande approuvée', 'demandes approuvées')}, {total}."
        record(said, by=by.pk, subject=structure.pk)
    return Judged(approved, left)


@dataclass(frozen=True, slots=True)
class Asking:
    """A claim, who entered it as a person (their keys), and those who are paid on the same account."""

    claim: Claim
    authors: Collection[str]
    holders: frozenset[str]


def why_left(asking: Asking, mine: Collection[str], granted: Sequence[Claim], *, on: date) -> str:
    """Judged on the person, not the account: what one's own card asks is one's own, on whichever account."""
    claim = asking.claim
    if claim.contested and not claim.answer:
        return "La personne la conteste : répondez-lui d’abord, sur la page de la demande."
    for me in sorted(mine):
        asked = Asked(key_of(claim), me if me in asking.authors else "", asking.holders)
        if why := why_not_approve(me, asked):
            return why
    check = ceiling_check(received_in(on.year, granted), key_of(claim), claim.amount, year=on.year)
    return check.sentence if check.refuses else ""


@transaction.atomic
def refuse(claim: Claim, reason: str, *, by: User, on: date) -> Claim:
    """Raises BadInput for one that was paid, and without a reason."""
    structure = lock(claim.legal_person.structure)
    kept = claims_of(structure).get(pk=claim.pk)
    if kept.state not in (ClaimState.ASKED, ClaimState.APPROVED):
        raise BadInput(f"Cette demande est {kept.get_state_display().lower()} : elle ne se refuse plus.")
    if kept.parts.filter(is_live=True).exists():
        raise BadInput(
            "Cette demande est dans un lot de virements : retirez-la d’abord du lot, s’il n’est pas parti."
        )
    if not reason:
        raise BadInput("Dites pourquoi, en quelques mots : la personne le lira.", field="reason")
    kept.state, kept.reason, kept.decided_by, kept.decided_on = ClaimState.REFUSED, reason, by, on
    if kept.contested:  # its hours are noted otherwise, and asked again
        kept.presence = kept.call_time = None
    kept.save(update_fields=["state", "reason", "decided_by", "decided_on", "presence", "call_time"])
    record(f"Demande refusée : {kept.name}, {euros(kept.amount)}.", by=by.pk, subject=structure.pk)
    return kept


@transaction.atomic
def pay(structure: Structure, chosen: Collection[int], paid_on: date, *, by: User, on: date) -> list[Claim]:
    """Note that approved claims were paid, each once. Raises BadInput for a day to come, or before the approval."""
    structure = lock(structure)
    if paid_on > on:
        raise BadInput("Ce jour n’est pas encore venu : notez ce qui est déjà payé.", field="paid_on")
    paid = list(claims_of(structure).filter(pk__in=chosen, state=ClaimState.APPROVED))
    if TransferPart.objects.filter(claim__in=paid, is_live=True).exists():
        raise BadInput(
            "Une de ces demandes est dans un lot de virements : le relevé de la banque la dira payée, ou annulez le lot."
        )
    if any(each.decided_on and each.decided_on > paid_on for each in paid):
        raise BadInput(
            "Une de ces demandes a été approuvée après ce jour. Vérifiez la date.", field="paid_on"
        )
    Claim.objects.filter(pk__in=[each.pk for each in paid]).update(state=ClaimState.PAID, paid_on=paid_on)
    if paid:
        total = euros(sum((each.amount for each in paid), Decimal()))
        record(
            f"{plural(len(paid), 'demande payée', 'demandes payées')}, {total}.",
            by=by.pk,
            subject=structure.pk,
        )
    return paid


@transaction.atomic
def unpay(structure: Structure, chosen: Collection[int], *, by: User) -> None:
    """Claims noted paid by mistake wait to be paid again. Raises BadInput while the bank says so."""
    structure = lock(structure)
    paid = list(claims_of(structure).filter(pk__in=chosen, state=ClaimState.PAID))
    by_bank = any(each.settled_by_id for each in paid)
    if by_bank or TransferPart.objects.filter(claim__in=paid, is_live=True).exists():
        raise BadInput(
            "La banque dit une de ces demandes payée : annulez d’abord le rapprochement de sa ligne."
        )
    Claim.objects.filter(pk__in=[each.pk for each in paid]).update(state=ClaimState.APPROVED, paid_on=None)
    if paid:
        said = f"{plural(len(paid), 'paiement annulé', 'paiements annulés')}, à payer de nouveau."
        record(said, by=by.pk, subject=structure.pk)
