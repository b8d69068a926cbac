"""The checks that are neither a minimum nor a plain yes or no. Each result is a margin: see `checks`."""

from decimal import Decimal

from maillage.kernel import Missing
from maillage.legislation.engine.quantity import ZERO, Quantity, choose
from maillage.legislation.engine.rules import Facts, Law, RuleFunction

_JUDGMENT = Missing("judgment", "Décision du tribunal", "Le jugement, s'il y en a un")
THE_JUDGE_DECIDES = Quantity.between(Decimal(-1), ZERO, frozenset(), frozenset({_JUDGMENT}))


def aci_sisa(facts: Facts, law: Law) -> Quantity:
    left = law["msp.aci_eligibility.months_to_create_sisa"] - facts.months_since_contract
    return choose(facts.is_sisa > 0, 0, left)


def sisa_departure(facts: Facts, law: Law) -> Quantity:
    before = law["sisa.composition.months_before_dissolution"]
    granted = law["sisa.composition.months_granted_by_court"]
    months = facts.months_since_departure
    late = choose(months < before, 0, choose(months < before + granted, THE_JUDGE_DECIDES, -1))
    short_of_doctors = facts.associate_doctors < law["sisa.composition.associate_doctors"]
    short_of_auxiliaries = facts.associate_auxiliaries < law["sisa.composition.associate_auxiliaries"]
    return choose(short_of_doctors, late, choose(short_of_auxiliaries, late, 0))


def sisa_salaried(facts: Facts, _: Law) -> Quantity:
    return facts.liberal_associates - facts.salaried_professionals - 1


def sisa_statutes(facts: Facts, _: Law) -> Quantity:
    return choose(facts.salaried_professionals < 1, 0, facts.statutes_allow_salaried - 1)


def mspu_supervisors(facts: Facts, _: Law) -> Quantity:
    return facts.supervisors * 2 - facts.doctors - 1


def cds_approval(facts: Facts, _: Law) -> Quantity:
    """Unknown until someone speaks of the approval: the people of a team do not tell all its activities."""
    if facts.given.approval is None:
        return facts.approval - 1
    return choose(facts.under_approval < 1, 0, facts.approval - 1)


def cpts_professions(facts: Facts, _: Law) -> Quantity:
    return facts.professions - 2


def ess_share(facts: Facts, law: Law) -> Quantity:
    return facts.specialists - law["ess.composition.share_of_doctors"] * facts.doctors_in_perimeter


def escap_score(facts: Facts, law: Law) -> Quantity:
    pregnant = law["escap.composition.score.threshold_pregnant"]
    return facts.score - choose(facts.pregnant > 0, pregnant, law["escap.composition.score.threshold"])


MARGINS: dict[str, RuleFunction] = {
    "aci_msp.sisa": aci_sisa,
    "sisa.departure": sisa_departure,
    "sisa.salaried": sisa_salaried,
    "sisa.statutes": sisa_statutes,
    "mspu.supervisors": mspu_supervisors,
    "cds.approval": cds_approval,
    "cpts.professions": cpts_professions,
    "ess.share": ess_share,
    "escap.score": escap_score,
}
