"""What the law answers, in the shape the command line and the API share."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from maillage import legislation
from maillage.kernel import Answer, BadInput, Missing, Source, add_months, date_in_french, folded
from maillage.ui.enums import Column, Table


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """An answer under its French name, and the tree that explains it."""

    label: str
    answer: Answer
    explanation: legislation.Explanation


def money_lines(subject: str, facts: dict[str, Any], *, on: date) -> list[ExplainedLine]:
    """Every answer about a form, or the one about a fee. Raises BadInput for facts that cannot be."""
    given = legislation.read_facts(subject, facts)
    if subject in legislation.FORMS:
        found = legislation.funding(subject, given, on=on)
        return [
            ExplainedLine(line.label, line.answer, legislation.explain(line.answer)) for line in found.lines
        ]
    answer = legislation.fee(subject, given, on=on)
    return [ExplainedLine(legislation.FEES[subject].label, answer, legislation.explain(answer))]


def years_table(years: Iterable[legislation.YearDue]) -> Table:
    euros = "€"
    return Table(
        caption="Ce que chaque année de contrat doit",
        columns=(
            Column("Année"),
            Column("Du"),
            Column("Au (exclu)"),
            Column("Fonctionnement", euros, number=True),
            Column("Missions, part fixe", euros, number=True),
            Column("Missions, part variable", euros, number=True),
            Column("Total", euros, number=True),
        ),
        rows=[
            (
                str(year.number),
                date_in_french(year.since),
                date_in_french(year.until),
                year.running_cost,
                " + ".join(due.fixed.in_french() for due in year.missions) or "aucune",
                " + ".join(due.variable.in_french() for due in year.missions) or "aucune",
                year.total,
            )
            for year in years
        ],
        source="ACI des CPTS et contrat type ; vos montants pour les missions",
    )


def payments_table(payments: Iterable[legislation.Payment]) -> Table:
    return Table(
        caption="Les versements, dans l’ordre",
        columns=(
            Column("Date"),
            Column("Versement"),
            Column("Année de contrat"),
            Column("Montant", "€", number=True),
        ),
        rows=[
            (
                date_in_french(payment.date)
                if payment.date
                else f"pas avant le {date_in_french(payment.not_before)}",
                payment.label,
                str(payment.contract_year),
                payment.amount,
            )
            for payment in payments
        ],
        source="ACI des CPTS, calendrier des versements",
    )


def cpts_report(population: int | None, *, signed: date) -> dict[str, Any]:
    """What the agreement gives a CPTS of this population signing that day. Raises BadInput."""
    facts = legislation.CptsFacts(population=population)
    running = legislation.ask("cpts.running_cost", facts, on=signed)
    in_force = not running.why
    size = legislation.cpts_size(population, on=signed) if population is not None else None
    return {
        "size_class": size.class_ if size else None,
        "size_low": size.low if size else None,
        "size_high": size.high if size else None,
        "running": as_json(running),
        "ceiling": as_json(legislation.ask("cpts.ceiling", facts, on=signed)),
        "deadlines": [
            {
                "mission": line.mission,
                "label": line.label,
                "status": line.status,
                "start_by": line.start_by.isoformat() if line.start_by else None,
                "deployed_by": line.deployed_by.isoformat() if line.deployed_by else None,
                "source": source_json(line.source),
                "note": line.note,
            }
            for line in (legislation.deadlines("cpts", signed=signed) if in_force else ())
        ],
    }


def money_report(form: str, facts: Any, *, on: date) -> dict[str, Any]:
    """The money of a form on a day: every answer under its rule, and in order with its French name."""
    found = legislation.funding(form, facts, on=on)
    lines = [{"rule": line.rule, "label": line.label, **as_json(line.answer)} for line in found.lines]
    return {"form": form, "on": on.isoformat(), "lines": lines}


def years_report(contract: legislation.Contract, years: int) -> dict[str, Any]:
    """What each contract year is due."""
    return {
        "years": [
            {
                "number": year.number,
                "since": year.since.isoformat(),
                "until": year.until.isoformat(),
                "running_cost": as_json(year.running_cost),
                "missions": [
                    {
                        "mission": due.mission,
                        "label": due.label,
                        "fixed": as_json(due.fixed),
                        "variable": as_json(due.variable),
                        "total": as_json(due.total),
                    }
                    for due in year.missions
                ],
                "total": as_json(year.total),
            }
            for year in legislation.entitlements(contract, years=years)
        ]
    }


def calendar_report(contract: legislation.Contract, years: int) -> dict[str, Any]:
    """Every payment, in order of day. `amount` is null when it is not certain: `answer` bounds it."""
    return {
        "payments": [
            {
                "date": payment.date.isoformat() if payment.date else None,
                "not_before": payment.not_before.isoformat(),
                "contract_year": payment.contract_year,
                "kind": payment.kind,
                "label": payment.label,
                "mission": payment.mission,
                "amount": number(payment.amount.value),
                "answer": as_json(payment.amount),
                "rule": payment.rule,
                "why": payment.why,
            }
            for payment in legislation.payments(contract, years=years)
        ]
    }


def finding_json(finding: legislation.Finding) -> dict[str, Any]:
    return {
        "rule": finding.key,
        "status": finding.status,
        "text": finding.sentence,
        "binding": finding.binding,
        "source": source_json(finding.source),
    }


def check_report(form: str, team: Any, *, about: Any, on: date, region: str) -> dict[str, Any]:
    """A team against a form. Raises BadInput for a team, a form or a region that cannot be."""
    findings = legislation.check(
        form, legislation.read_team(team), on=on, region=region, about=legislation.read_circumstances(about)
    )
    return {"findings": [finding_json(finding) for finding in findings]}


def advice_report(answers: Any, *, on: date) -> dict[str, Any]:
    """The forms, those that fit first. Raises BadInput for answers that are none."""
    if not isinstance(answers, dict):
        raise BadInput(
            'Les réponses sont un objet JSON\N{NO-BREAK SPACE}: {"question": "réponse"}.', field="answers"
        )
    return {
        "forms": [
            {
                "form": advice.form,
                "label": advice.label,
                "fits": advice.fits,
                "changes": list(advice.changes),
                "findings": [finding_json(finding) for finding in advice.findings],
                "next_steps": list(advice.next_steps),
            }
            for advice in legislation.advise({key: str(value) for key, value in answers.items()}, on=on)
        ]
    }


def as_json(answer: Answer) -> dict[str, Any]:
    return {
        "value": number(answer.value),
        "low": number(answer.low),
        "high": number(answer.high),
        "unit": answer.unit,
        "missing": [{"id": gap.id, "label": gap.label, "where": gap.where} for gap in answer.missing],
        "sources": [source_json(source) for source in answer.sources],
        "why": answer.why,
    }


def source_json(source: Source) -> dict[str, Any]:
    return {
        "title": source.title,
        "href": source.href,
        "grade": source.grade,
        "since": source.since.isoformat() if source.since else None,
        "rule": source.rule,
    }


def number(value: Decimal | None) -> int | float | None:
    """Whole amounts as integers; cents survive as the shortest decimal that says them."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def rule_report(
    rule: legislation.Rule, values: Iterable[legislation.DatedValue] | None = None
) -> dict[str, Any]:
    """A number of the law through time; the unknown ones have a null value and the grade `unknown`."""
    shown = [value_json(value) for value in (rule.values if values is None else values)]
    grade = shown[-1]["grade"] if shown else None
    return {"id": rule.id, "label": rule.label, "unit": rule.unit, "grade": grade, "values": shown}


def value_json(value: legislation.DatedValue) -> dict[str, Any]:
    return {
        "from": value.since.isoformat(),
        "until": value.until.isoformat() if value.until else None,
        "value": number(value.value),
        "low": number(value.low),
        "high": number(value.high),
        "grade": value.grade,
        "source": source_json(value.source) if value.source else None,
        "where": value.where,
        "note": value.note,
    }


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a cell says, and its text."""

    say: str
    source: Source


Cells = tuple[legislation.Said | legislation.Figure | Sentence, ...]


def comparison(entries: Iterable[legislation.FormEntry]) -> list[tuple[str, list[tuple[str, Cells]]]]:
    """The rows of the comparison: (title, [(form, sentences)])."""
    rows: list[tuple[str, Callable[[legislation.FormEntry], Cells]]] = [
        ("Définition", lambda entry: (entry.definition,)),
        ("Origine", lambda entry: entry.origin),
        ("Texte", lambda entry: entry.legal_basis),
        ("Combien en France", lambda entry: entry.numbers[-1:]),
        ("Qui peut commencer", lambda entry: entry.initiators),
        ("Composition", lambda entry: entry.composition),
        ("Personne morale", lambda entry: entry.legal_persons),
        ("Missions du pharmacien", lambda entry: entry.pharmacist),
        ("Aides et argent", lambda entry: tuple(as_sentence(line) for line in entry.funding)),
        ("Ce qui est demandé", lambda entry: entry.asked_in_return),
        ("Délai habituel", lambda entry: entry.usual_delay),
        ("Avantages", lambda entry: entry.advantages),
        ("Limites", lambda entry: entry.limits),
        ("Emboîtement et évolution", lambda entry: entry.nesting),
        ("Variantes régionales", lambda entry: entry.regions),
    ]
    entries = list(entries)
    return [(title, [(entry.label, cells(entry)) for entry in entries]) for title, cells in rows]


def as_sentence(line: legislation.FundingLine) -> Sentence:
    return Sentence(f"{line.label}\N{NO-BREAK SPACE}: {line.say}", line.source)


@dataclass(frozen=True, slots=True)
class DatedStep:
    """A step of a path, the delay the law bounds it with, and the day that delay ends."""

    step: legislation.CreationStep
    delay: Answer | None
    ends_on: date | None


def dated_steps(entry: legislation.FormEntry, begun: date | None) -> list[DatedStep]:
    """The path of a form; days are counted when one says on which day the step takes place."""
    steps = []
    for step in entry.steps:
        rule = legislation.rule(step.delay) if step.delay else None
        value = rule.at(begun or date.today()) if rule else None  # noqa: DTZ011 -- a civil day
        known = value is not None and value.value is not None and rule is not None and rule.unit == "month"
        ends_on = add_months(begun, int(value.value)) if begun and known and value and value.value else None
        steps.append(DatedStep(step, as_answer(rule, value) if rule and value else None, ends_on))
    return steps


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as it stands on a day: `answer` is None when the law said nothing yet."""

    rule: legislation.Rule
    answer: Answer | None
    grade: str  # "unknown" when no source gives the value, empty when not yet law


def theme_of(rule: legislation.Rule) -> str:
    return rule.id.split(".", 1)[0]


def rule_lines(*, on: date, wanted: str = "", theme: str = "", grade: str = "") -> list[RuleLine]:
    """The rules whose label or identifier holds the words, of a theme and a grade, as they stood that day."""
    found = []
    for rule in legislation.rules():
        value = rule.at(on)
        line = RuleLine(rule, as_answer(rule, value) if value else None, value.grade if value else "")
        if (
            folded(wanted) in folded(f"{rule.label} {rule.id}")
            and theme in {"", theme_of(rule)}
            and grade in {"", line.grade}
        ):
            found.append(line)
    return found


def rules_as_csv(lines: Iterable[RuleLine], *, on: date) -> str:
    """Semicolons and a comma for decimals, as French spreadsheets read them."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";")
    table.writerow(
        [
            "identifiant",
            "libellé",
            "au",
            "valeur",
            "minimum",
            "maximum",
            "unité",
            "degré",
            "source",
            "lien",
            "à lire",
        ]
    )
    for line in lines:
        answer = line.answer or Answer(None)
        source = answer.sources[0] if answer.sources else Source("")
        where = answer.missing[0].where if answer.missing else ""
        numbers = [
            "" if n is None else str(n).replace(".", ",") for n in (answer.value, answer.low, answer.high)
        ]
        table.writerow(
            [
                line.rule.id,
                line.rule.label,
                on.isoformat(),
                *numbers,
                line.rule.unit,
                line.grade,
                source.title,
                source.href,
                where,
            ]
        )
    return out.getvalue()


def as_answer(rule: legislation.Rule, value: legislation.DatedValue) -> Answer:
    """One dated value, as the pages show figures of the law."""
    unknown = value.value is None
    return Answer(
        value=value.value,
        low=value.low if unknown else value.value,
        high=value.high if unknown else value.value,
        unit=rule.unit,
        missing=(Missing(rule.id, rule.label, value.where),) if unknown else (),
        sources=(value.source,) if value.source else (),
    )


def rule_at(rule_id: str, day: date | None) -> dict[str, Any]:
    """A rule whole, or as it was a day: then one value, or none with the reason in `why`."""
    rule = legislation.rule(rule_id)
    if day is None:
        return rule_report(rule)
    value = rule.at(day)
    why = (
        ""
        if value
        else f"Pas encore de valeur le {day:%d/%m/%Y} : la règle existe depuis le {rule.since:%d/%m/%Y}."
    )
    return {**rule_report(rule, [value] if value else []), "why": why}


def date_given(text: str, field: str) -> date:
    """2024-03-01 → a date. Raises BadInput."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"« {text} » n’est pas une date. Écrivez-la comme 2024-03-01.", field=field) from None
