"""What the law answers, in the JSON the command line and the API share."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from maillage import legislation
from maillage.kernel import Answer, BadInput, Source


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
    """The money of a form on a day: every answer under its rule, and in order with its French name.

    `cautions` are what the law says otherwise of the facts given.
    """
    found = legislation.funding(form, facts, on=on)
    lines = [{"rule": line.rule, "label": line.label, **as_json(line.answer)} for line in found.lines]
    cautions = [
        {
            "field": caution.field,
            "text": caution.say,
            "source": source_json(caution.source) if caution.source else None,
        }
        for caution in legislation.cautions(form, facts, on=on)
    ]
    return {"form": form, "on": on.isoformat(), "lines": lines, "cautions": cautions}


def contract_report(contract: legislation.Contract, years: int) -> dict[str, Any]:
    """The sums due for each contract year, and every payment."""
    money = legislation.contract_money(contract, years=years)
    return {**years_report(money.years), **calendar_report(money.payments)}


def years_report(years: Iterable[legislation.YearDue]) -> dict[str, Any]:
    """The sums due for each contract year."""
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
            for year in years
        ]
    }


def calendar_report(payments: Iterable[legislation.Payment]) -> dict[str, Any]:
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
            for payment in payments
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


def form_report(entry: legislation.FormEntry) -> dict[str, Any]:
    """How a form is founded and lives: its steps as the law's data has them."""
    return {
        "form": entry.key,
        "label": entry.label,
        "founded_on": entry.founded_on,
        "carried_by": list(entry.carried_by),
        "steps": [
            {
                "key": step.key,
                "label": step.label,
                "content": step.content,
                "documents": list(step.documents),
                "validators": list(step.validators),
                "delay": step.delay,
                "stages": [
                    {
                        "key": stage.key,
                        "label": stage.label,
                        "optional": stage.optional,
                        "opens": [opened.model_dump() for opened in stage.opens],
                    }
                    for stage in step.reached
                ],
                "source": source_json(step.source),
            }
            for step in entry.steps
        ],
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
                "to_find": list(advice.to_find),
                "to_create": list(advice.to_create),
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
        "missing": [asdict(gap) for gap in answer.missing],
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


def protocol_report(protocol: legislation.Protocol) -> dict[str, Any]:
    """A protocol; what no text of ours says is null, to be read in `consult`."""

    def said(each: legislation.Said | None) -> dict[str, Any] | None:
        return None if each is None else {"say": each.say, "source": source_json(each.source)}

    def dated(each: Any, name: str) -> dict[str, Any]:
        return {
            name: getattr(each, name),
            "from": each.since.isoformat() if each.since else None,
            "until": each.until.isoformat() if each.until else None,
            "say": each.say,
            "source": source_json(each.source),
        }

    return {
        "key": protocol.key,
        "title": protocol.title,
        "purpose": protocol.purpose,
        "delegating": [dated(each, "profession") for each in protocol.delegating],
        "delegated": [dated(each, "profession") for each in protocol.delegated],
        "structures": [dated(each, "form") for each in protocol.structures],
        "texts": [
            {
                "say": each.say,
                "from": each.since.isoformat() if each.since else None,
                "source": source_json(each.source),
            }
            for each in protocol.texts
        ],
        **{name: said(getattr(protocol, name)) for name in ("ages", "drugs", "training", "money")},
        "tree": protocol.tree,
        "indicators": list(protocol.indicators),
        "consult": source_json(protocol.consult),
    }


def tree_report(tree: legislation.Tree, *, on: date) -> dict[str, Any]:
    """A tree whole: its questions with where each answer leads, its ends; a source is null where none is ours."""
    return {
        "key": tree.key,
        "title": tree.title,
        "purpose": tree.purpose,
        "version": tree.version,
        "written_on": tree.written_on.isoformat(),
        "validated": [
            {"who": each.who, "role": each.role, "on": each.on.isoformat()} for each in tree.validated
        ],
        "start": tree.start,
        "questions": [
            {
                "key": each.key,
                "ask": each.ask,
                "help": each.help,
                "kind": each.kind,
                "answers": _answers(each, on=on),
                "source": source_json(each.source) if each.source else None,
            }
            for each in tree.questions
        ],
        "ends": [_end_json(each) for each in tree.ends],
        "consult": source_json(tree.consult),
    }


def _answers(asked: legislation.Asking, *, on: date) -> list[dict[str, str]]:
    keys = [each.key for each in asked.choices] or (
        [""] * len(asked.ways) if asked.number else ["oui", "non"]
    )
    return [
        {"key": key, "label": label, "to": to}
        for key, (label, to) in zip(keys, legislation.ways_on(asked, on=on), strict=True)
    ]


def _end_json(end: legislation.End) -> dict[str, Any]:
    return {
        "key": end.key,
        "title": end.title,
        "say": end.say,
        "leads": end.leads,
        "source": source_json(end.source) if end.source else None,
    }


def walk_report(key: str, answers: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """Where the answers lead in a tree of ours. Raises BadInput."""
    found = legislation.run(legislation.tree(key), answers, on=on)
    return {
        "outcome": _end_json(found.reached),
        "path": [
            {
                "key": each.question.key,
                "ask": each.question.ask,
                "answer": each.answer,
                "words": each.words,
                "source": source_json(each.question.source) if each.question.source else None,
            }
            for each in found.steps
        ],
        "sources": [source_json(each) for each in found.sources],
    }


def rule_report(
    rule: legislation.Rule, values: Iterable[legislation.DatedValue] | None = None, *, on: date
) -> dict[str, Any]:
    """A number of the law through time; the unknown ones have a null value and the grade `unknown`.

    `grade` is the one in force on the day, null when the law says nothing yet.
    """
    shown = [value_json(value) for value in (rule.values if values is None else values)]
    current = rule.at(on)
    grade = current.grade if current else None
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


def rule_at(rule_id: str, day: date | None, *, today: date) -> dict[str, Any]:
    """A rule whole, or as it was a day: then one value, or none with the reason in `why`."""
    rule = legislation.rule(rule_id)
    if day is None:
        return rule_report(rule, on=today)
    value = rule.at(day)
    why = (
        ""
        if value
        else f"Pas encore de valeur le {day:%d/%m/%Y} : la règle existe depuis le {rule.since:%d/%m/%Y}."
    )
    return {**rule_report(rule, [value] if value else [], on=day), "why": why}
