"""The civil year of the agreement of a maison or of a centre de santé: what is noted, counted here, and what it gives."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef

from maillage import legislation
from maillage.funding.enums import ContractKind
from maillage.funding.models import AccordFact, AccordYear, CaisseLine, Contract
from maillage.funding.queries.hours import payer_of
from maillage.funding.rules import accord as rules
from maillage.funding.types.accord import Accord, AccordLine, Prerequisite
from maillage.governance.models import RcpProfession, RcpSession
from maillage.governance.queries.rcp import IPA, has_rcp
from maillage.kernel import Answer, BadInput, shown_in_french
from maillage.legislation import Given, MoneyLine, professions_by_key
from maillage.people.enums import Belonging
from maillage.people.models import Adhesion
from maillage.structures.models import LegalPerson, Structure
from maillage.structures.queries import together
from maillage.tables import SheetCell

#: Forms whose agreement counts a civil year, and what its page is called.
FORMS = {"msp": "ACI de l’année", "cds": "Accord de l’année"}
EUROS = "currency-EUR"
ALL_MET = "prerequisites_met"

Texts = Mapping[str, str]


def has_accord(structure: Structure) -> bool:
    return structure.form in FORMS


def payer_by_year(structure: Structure) -> LegalPerson:
    """Whose agreement counts a civil year. Raises BadInput for a form that has none, or nobody to sign it."""
    if not has_accord(structure):
        raise BadInput(
            "Cette forme n’a pas d’accord compté par année civile : ce sont les MSP et les centres de santé."
        )
    person = payer_of(structure)
    if person is None:
        raise BadInput("Aucune personne morale ne porte cette structure : notez d’abord laquelle.")
    person.structure = structure
    return person


def subject_of(form: str) -> legislation.Subject:
    return legislation.form_subjects()[form]


@dataclass(frozen=True, slots=True)
class Noted:
    """A civil year as it was noted, and what is counted here of it. `row` is None when nothing was noted."""

    row: AccordYear | None = None
    facts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    caisse: Mapping[str, CaisseLine] = field(default_factory=dict)
    counted: Texts = field(default_factory=dict)


def noted_in(
    person: LegalPerson,
    structure: Structure,
    signed: Iterable[Contract],
    *,
    on: date,
    also: Iterable[int] = (),
) -> dict[int, Noted]:
    """Each year that was noted, and these, read in one question."""
    years = AccordYear.objects.filter(legal_person=person)
    facts = AccordFact.objects.filter(accord_year__legal_person=person)
    lines = CaisseLine.objects.filter(accord_year__legal_person=person)
    held = Adhesion.objects.filter(
        person__structure=structure, person__is_merged=False, kind=Belonging.ASSOCIE
    ).select_related("person")
    has_ipa = Exists(RcpProfession.objects.filter(session=OuterRef("pk"), profession=IPA))
    sessions = RcpSession.objects.filter(structure=structure).annotate(with_ipa=has_ipa)
    together(years, facts, lines, held, sessions)
    rows = {each.year: each for each in years}
    return {
        year: Noted(
            row := rows.get(year),
            {each.name: (each.engaged, each.kept) for each in facts if row and each.accord_year_id == row.pk},
            {each.rule: each for each in lines if row and each.accord_year_id == row.pk},
            counted_in(structure.form, year, held, sessions, signed, on=on),
        )
        for year in sorted({*rows, *also})
    }


def accord_of(person: LegalPerson, year: int, *, on: date) -> Accord:
    """Nothing noted yet: a year of which nothing is known but what is counted here. Raises BadInput."""
    structure = person.structure
    signed = Contract.objects.filter(legal_person=person, kind=ContractKind.ACI)
    return counted_year(structure.form, year, noted_in(person, structure, signed, on=on, also=[year])[year])


def counted_year(form: str, year: int, noted: Noted) -> Accord:
    lines = rules.fact_lines(subject_of(form).facts, noted.facts, noted.counted)
    day = date(year, 12, 31)
    kept, engaged = (
        legislation.read_facts(form, rules.as_asked(lines, engaged=each)) for each in (False, True)
    )
    ours, promised = (legislation.funding(form, facts, on=day) for facts in (kept, engaged))
    told = [(line, line_of(line, promised[line.rule], noted.caisse.get(line.rule))) for line in ours.lines]
    row = noted.row
    return Accord(
        form,
        year,
        (row.declared_on, row.notified_on, row.received_on) if row else (None, None, None),
        lines,
        [
            Prerequisite(each.rule, shown_in_french(each.label), each.answer)
            for each in prerequisites_of(form, kept, day)
        ],
        at_stake(form, kept, day),
        [each for line, each in told if not line.is_detail and is_euros(line)],
        [each for line, each in told if line.is_detail],
        [each for line, each in told if not line.is_detail and not is_euros(line)],
        [(each.field, shown_in_french(each.say)) for each in legislation.cautions(form, kept, on=day)],
    )


def line_of(line: MoneyLine, promised: Answer, theirs: CaisseLine | None) -> AccordLine:
    label = shown_in_french(line.label)
    if theirs is None:
        return AccordLine(line.rule, label, promised, line.answer)
    return AccordLine(line.rule, label, promised, line.answer, theirs.amount, theirs.words)


def is_euros(line: MoneyLine) -> bool:
    return line.answer.unit == EUROS


def prerequisites_of(form: str, kept: Given, day: date) -> Sequence[MoneyLine]:
    """None when the points are given: the scale, which asks them one by one, is not read then."""
    if getattr(kept, "points", None) is not None:
        return ()
    return legislation.prerequisites(form, kept, on=day)


def at_stake(form: str, kept: Given, day: date) -> Answer | None:
    """What the year would give if no prerequisite missed; None for a form that has none."""
    if not subject_of(form).prerequisites:
        return None
    met = replace(kept, **{ALL_MET: True})
    return legislation.ask(subject_of(form).rules[0], met, on=day)


def counted_in(
    form: str,
    year: int,
    held: Iterable[Adhesion],
    sessions: Iterable[Any],
    signed: Iterable[Contract],
    *,
    on: date,
) -> dict[str, str]:
    """What Maillage holds of a year, by fact: who is an associé on its last day, the register of concertations, a
    contract that runs all along it. What nobody noted is absent, never zero."""
    told: dict[str, str] = {}
    if not has_rcp(form):
        return told
    day, known = min(date(year, 12, 31), on), professions_by_key()
    inside = [row.person for row in held if row.since <= day and (row.until is None or row.until > day)]
    carers = {each.pk for each in inside if each.profession in known and known[each.profession].is_health}
    if carers and year <= on.year:
        told["professionals"] = str(len(carers))
    if there := [each for each in sessions if each.held_on.year == year]:
        told["meetings"] = str(len(there))
        told["ipa_in_meetings"] = rules.YES if any(each.with_ipa for each in there) else rules.NO
    if any(runs_through(each, year) for each in signed):
        told["share_of_year"] = "1"
    return told


def runs_through(contract: Contract, year: int) -> bool:
    ends = contract.ends_on
    return contract.signed_on <= date(year, 1, 1) and (ends is None or ends >= date(year, 12, 31))


def payments_in(contract: Contract, structure: Structure, *, on: date) -> Iterator[legislation.Payment]:
    """The advance and the balance of each year that was noted, as the caisse counts them once it has. Raises BadInput."""
    form = structure.form
    for year, noted in noted_in(contract.legal_person, structure, [contract], on=on).items():
        lines = rules.fact_lines(subject_of(form).facts, noted.facts, noted.counted)
        kept = legislation.read_facts(form, rules.as_asked(lines, engaged=False))
        theirs = {rule: line.amount for rule, line in noted.caisse.items()}
        for payment in legislation.year_payments(form, kept, year, signed=contract.signed_on):
            amount = as_notified(payment, theirs) or payment.amount
            if amount.high is None or amount.high > 0:  # a balance below zero is given back: nothing comes
                yield replace(payment, amount=above_zero(amount))


def as_notified(payment: legislation.Payment, theirs: Mapping[str, Decimal]) -> Answer | None:
    """What the caisse says of a payment, when it does."""
    told = theirs.get(payment.rule)
    if told is None and payment.kind == "balance" and {"msp.amount", "msp.advance"} <= theirs.keys():
        told = theirs["msp.amount"] - theirs["msp.advance"]
    return None if told is None else Answer(told, told, told, EUROS)


def above_zero(amount: Answer) -> Answer:
    return amount if amount.low is None or amount.low >= 0 else replace(amount, low=Decimal(0))


def accord_in_rows(accord: Accord) -> Iterator[Sequence[SheetCell]]:
    """What is not known is an empty cell; a sum between two bounds has both."""
    yield (
        "Ligne", "Si l’engagé est tenu (€)", "Tenu (€)", "Tenu, au moins (€)", "Tenu, au plus (€)", "Caisse (€)", "Écart (€)",
        "D’où vient l’écart",
    )  # fmt: skip
    for line in (*accord.totals, *accord.details):
        kept = line.kept
        yield (
            line.label, _cell(line.engaged.value), _cell(kept.value), _cell(kept.low), _cell(kept.high), _cell(line.caisse),
            _cell(line.gap), line.words,
        )  # fmt: skip
    yield ("Fait", "Engagé", "Tenu", "Origine", "", "", "", "")
    for fact in accord.facts:
        yield (fact.label, fact.engaged_said, fact.kept_said, fact.origin.label, "", "", "", "")


def _cell(value: Decimal | None) -> SheetCell:
    return "" if value is None else value


def accord_report(accord: Accord, slug: str) -> dict[str, Any]:
    """For another program: sums are texts, null while unknown."""
    return {
        "structure": slug,
        "form": accord.form,
        "year": accord.year,
        "state": accord.state.value,
        "prerequisites": [
            {
                "rule": each.rule,
                "label": each.label,
                "met": None if each.met.value is None else each.met.value > 0,
            }
            for each in accord.prerequisites
        ],
        "at_stake": _bounds(accord.at_stake) if accord.at_stake else None,
        "facts": [
            {
                "name": each.name,
                "label": each.label,
                "engaged": each.engaged or None,
                "kept": each.kept or None,
                "origin": each.origin.value,
            }
            for each in accord.facts
        ],
        "lines": [
            {
                "rule": line.rule,
                "label": line.label,
                "unit": line.kept.unit,
                "engaged": _bounds(line.engaged),
                "kept": _bounds(line.kept),
                "caisse": _text(line.caisse),
                "gap": _text(line.gap),
                "words": line.words,
            }
            for line in (*accord.totals, *accord.beside, *accord.details)
        ],
        "missing": [each.label for each in accord.missing],
    }


def _bounds(answer: Answer) -> dict[str, str | None]:
    return {
        "value": _text(answer.value),
        "low": _text(answer.low),
        "high": _text(answer.high),
        "why": answer.why,
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def accord_in(noted: AccordYear) -> dict[str, Any]:
    """For an export: facts as they were typed, sums in euros."""
    return {
        "legal_person": noted.legal_person.name,
        "year": noted.year,
        "declared_on": noted.declared_on,
        "notified_on": noted.notified_on,
        "received_on": noted.received_on,
        "facts": [
            {"name": each.name, "engaged": each.engaged, "kept": each.kept} for each in noted.facts.all()
        ],
        "caisse": [
            {"rule": each.rule, "amount": each.amount, "words": each.words}
            for each in noted.caisse_lines.all()
        ],
    }


def facts_known(form: str) -> frozenset[str]:
    """Names of the facts that are asked."""
    return frozenset(each.name for each in fields(subject_of(form).facts) if each.metadata)


def rules_counted(form: str) -> dict[str, str]:
    """The amounts that the caisse may count too: rule → its label, the totals first."""
    empty = legislation.read_facts(form, {})
    told = legislation.funding(form, empty, on=date.max)
    return {line.rule: line.label for line in told.lines if is_euros(line)}
