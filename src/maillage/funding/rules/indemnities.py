"""What presences are paid: by a dated scale, each minute once, under the ceiling of the year, approved by another."""

from collections.abc import Iterable, Sequence
from datetime import date, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from maillage.funding.enums import CeilingLevel, RateUnit
from maillage.funding.rules.time_given import minutes_of, overlaps
from maillage.funding.types.indemnities import (
    CeilingCheck,
    Claim,
    IndemnityLine,
    Presence,
    Rate,
    Received,
    Rounding,
)
from maillage.funding.types.money import ZERO
from maillage.kernel import BadInput, amount, date_in_french, with_no_break_spaces
from maillage.legislation import indemnity_check

CENT = Decimal("0.01")
#: From this part of the ceiling on, a total is told before it is refused: our choice.
WARNS_AT = Decimal("0.8")


def rate_at(scale: Iterable[Rate], meeting_type: str, role: str, on: date) -> Rate | None:
    """The line of the scale that speaks that day, the most precise; None when none does.

    Raises BadInput when two lines say the same thing of that day.
    """
    asked = {"meeting_type": (meeting_type, ""), "role": (role, "")}
    fitting = [
        rate
        for rate in scale
        if rate.meeting_type in asked["meeting_type"]
        and rate.role in asked["role"]
        and rate.since <= on
        and (rate.until is None or on < rate.until)
    ]
    if not fitting:
        return None
    precise = max((bool(rate.meeting_type), bool(rate.role)) for rate in fitting)
    first, *others = [rate for rate in fitting if (bool(rate.meeting_type), bool(rate.role)) == precise]
    if others:
        raise BadInput(
            f"Deux lignes du barème valent le {date_in_french(on)} pour la même réunion et le même rôle : fermez l’une "
            "avant d’ouvrir l’autre.",
            field="scale",
        )
    return first


def lines_of(presences: Sequence[Presence], scale: Sequence[Rate], *, zone: tzinfo) -> list[IndemnityLine]:
    """What each presence gives, at the rate of its own day on the clocks of `zone`.

    A presence that overlaps another of the same person waits for them to choose, see `counted_elsewhere`; one that no
    line of the scale prices waits for its rate. Neither is worth zero.
    """
    doubled = {id(each) for overlap in overlaps(presences) for each in (overlap.one, overlap.other)}
    return [_line(each, scale, zone, is_doubled=id(each) in doubled) for each in presences]


def priced(quantity: Fraction, rate: Decimal) -> Decimal:
    """Hours, meetings or kilometres at a rate, to the cent: half a cent goes up."""
    exact = quantity * Fraction(rate)
    return (Decimal(exact.numerator) / exact.denominator).quantize(CENT, ROUND_HALF_UP)


def complement(approved: Decimal, recomputed: Decimal) -> Decimal | None:
    """What a rate corrected afterwards adds to a sum approved, which stays as it is; None when it adds nothing."""
    return recomputed - approved if recomputed > approved else None


def ceiling_check(
    received: Iterable[Received], person: str, asked: Decimal, *, year: int, warns_at: Decimal = WARNS_AT
) -> CeilingCheck:
    """What a professional would have had of a CPTS in a civil year with `asked`, against the most the law allows.

    Every kind counts, whoever was paid. A ceiling that no source gives refuses nothing, and says where to read it.
    """
    before = (each.amount for each in received if each.person == person and each.on.year == year)
    total = sum(before, ZERO) + asked
    check = indemnity_check(year, max(total, ZERO))
    left, sentence = check.left, check.sentence
    if check.status == "broken" or (left.high is not None and left.high < 0):
        level = CeilingLevel.ABOVE
    elif left.value is None:
        where = next((gap.where for gap in left.missing if gap.where), "")
        level, sentence = CeilingLevel.UNKNOWN, f"{sentence} À lire : {where}." if where else sentence
    elif total >= warns_at * (total + left.value):
        part = (total * 100 / (total + left.value)).quantize(Decimal(1), ROUND_HALF_UP)
        level, sentence = CeilingLevel.NEAR, f"{sentence} C’est {amount(part, '%')} du plafond."
    else:
        level = CeilingLevel.FREE
    return CeilingCheck(level, total, with_no_break_spaces(sentence), left)


def why_not_approve(approver: str, claim: Claim) -> str:
    """Why a person may not approve a claim; empty when they may. They are judged as a person, whatever their accounts."""
    if approver == claim.payee:
        return "Cette demande est la vôtre : une autre personne l’approuve."
    if approver in claim.holders:
        return "Cette demande est celle de votre société : une autre personne l’approuve."
    if approver == claim.author:
        return "Vous avez saisi cette demande : une autre personne l’approuve."
    return ""


def approvable(approver: str, claims: Sequence[Claim]) -> tuple[list[Claim], list[tuple[Claim, str]]]:
    """Those that « tout approuver » approves, then those it leaves, each with the reason."""
    judged = [(claim, why_not_approve(approver, claim)) for claim in claims]
    return [claim for claim, why in judged if not why], [(claim, why) for claim, why in judged if why]


def approvers(claim: Claim, entitled: Iterable[str]) -> list[str]:
    """Who may approve a claim, among those who may approve; none, when the statutes must name a substitute."""
    return [person for person in entitled if not why_not_approve(person, claim)]


def _line(presence: Presence, scale: Sequence[Rate], zone: tzinfo, *, is_doubled: bool) -> IndemnityLine:
    on = presence.span.starts_at.astimezone(zone).date()
    rate = rate_at(scale, presence.meeting_type, presence.role, on)
    minutes = minutes_of(presence, rate.rounding if rate else Rounding())
    if is_doubled:
        why = "En même temps qu’une autre réunion : dites à laquelle compter ces minutes."
        return IndemnityLine(presence, minutes, rate, None, why)
    if rate is None:
        why = f"En attente du taux : le barème n’en a pas au {date_in_french(on)}."
        return IndemnityLine(presence, minutes, None, None, with_no_break_spaces(why))
    quantity = Fraction(minutes, 60) if rate.unit == RateUnit.HOUR else Fraction(bool(minutes))
    return IndemnityLine(presence, minutes, rate, priced(quantity, rate.amount))
