"""What the public pages of the law show: lines, tables, rows."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from maillage import legislation
from maillage.kernel import Answer, Missing, Source, add_months, folded, joined, with_no_break_spaces
from maillage.tables import SheetCell


@dataclass(frozen=True, slots=True)
class Idle:
    """Facts (name, label) that were given and count for nothing in a figure; `why` is one sentence, or empty."""

    facts: tuple[tuple[str, str], ...]
    why: str


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """An answer under its French name, the tree that explains it, and what was given in vain (main line only).

    `is_detail` when it is a part of the main one.
    """

    label: str
    answer: Answer
    explanation: legislation.Explanation
    is_detail: bool = False
    idle: tuple[Idle, ...] = ()


def money_lines(subject: str, facts: dict[str, Any], *, on: date) -> list[ExplainedLine]:
    """Every answer about a form, or the one about a fee. Raises BadInput for facts that cannot be."""
    given = legislation.read_facts(subject, facts)
    if subject in legislation.form_subjects():
        found = list(legislation.funding(subject, given, on=on).lines)
    else:
        counted = legislation.FEES[subject]
        answer = legislation.fee(subject, given, on=on)
        found = [legislation.MoneyLine(counted.rules[0], counted.label, answer)]
    main, *others = [
        ExplainedLine(line.label, line.answer, legislation.explain(line.answer), line.is_detail)
        for line in found
    ]
    return [replace(main, idle=idle_facts(given, main, others)), *others]


@dataclass(frozen=True, slots=True)
class StartMoney:
    """The main figure of a form for one of its invented structures; `sure` and `at_most` in % of the widest bar."""

    label: str
    answer: Answer
    sure: float
    at_most: float


@dataclass(frozen=True, slots=True)
class MoneyScale:
    """What a form's money goes from and to: one figure, for structures from the smallest to the largest."""

    label: str
    rows: tuple[StartMoney, ...]


def money_scale(entry: legislation.FormEntry, *, on: date) -> MoneyScale | None:
    """None for a form whose money no rule counts or bounds, or no text says: a centre gives back what it was notified."""
    starts = entry.money.starts if entry.money else ()
    lines = [(start.label, legislation.funding(entry.key, start.facts, on=on).lines[0]) for start in starts]
    counted = [(label, line.answer) for label, line in lines if line.answer.high and line.answer.sources]
    if not counted:
        return None
    widest = max(answer.high for _, answer in counted if answer.high)
    rows = (
        StartMoney(
            label, answer, float(100 * (answer.low or 0) / widest), float(100 * (answer.high or 0) / widest)
        )
        for label, answer in counted
    )
    return MoneyScale(lines[0][1].label, tuple(rows))


def idle_facts(
    given: legislation.Given, main: ExplainedLine, others: list[ExplainedLine]
) -> tuple[Idle, ...]:
    """The facts given that the main figure never reads; nothing to say when the law is silent that day."""
    if main.answer.why:
        return ()
    read = names_read(main.explanation)
    idle: dict[str, list[tuple[str, str]]] = {}
    for each in fields(given):
        if not each.metadata or getattr(given, each.name) is None or each.name in read:
            continue
        users = [
            line.label for line in others if not line.is_detail and each.name in names_read(line.explanation)
        ]
        serves = f"Sert à\N{NO-BREAK SPACE}: {joined(users)}." if users else ""
        why = with_no_break_spaces(each.metadata["idle"]) or serves
        idle.setdefault(why, []).append((each.name, each.metadata["label"]))
    return tuple(Idle(tuple(facts), why) for why, facts in idle.items())


def names_read(step: legislation.Explanation) -> set[str]:
    return {fact.id for fact in step.facts}.union(*(names_read(inner) for inner in step.steps))


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
        (
            "Création",
            lambda entry: tuple(
                Sentence(f"{rank}. {step.label}", step.source) for rank, step in enumerate(entry.steps, 1)
            ),
        ),
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


def rules_as_rows(lines: Iterable[RuleLine], *, on: date) -> Iterator[tuple[SheetCell, ...]]:
    """For a spreadsheet, titles first; what is not known is an empty cell."""
    yield (
        "identifiant", "libellé", "au", "valeur", "minimum", "maximum", "unité", "degré", "source", "lien", "à lire",
    )  # fmt: skip
    for line in lines:
        answer = line.answer or Answer(None)
        source = answer.sources[0] if answer.sources else Source("")
        yield (
            line.rule.id,
            line.rule.label,
            on.isoformat(),
            answer.value,
            answer.low,
            answer.high,
            line.rule.unit,
            line.grade,
            source.title,
            source.href,
            answer.missing[0].where if answer.missing else "",
        )


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
