"""An answer opened: each rule applied, its formula, the values it read and their texts, what it found."""

from collections.abc import Iterable
from dataclasses import dataclass

from maillage.kernel import TO_FILL, Answer, Missing, Source, with_no_break_spaces
from maillage.legislation.engine.rules import Reading, Step, formulas
from maillage.legislation.evaluator import as_answer


@dataclass(frozen=True, slots=True)
class Value:
    """A fact or a value of the law, in French, with its text, or where to read it when it is unknown."""

    id: str
    label: str
    text: str
    sources: tuple[Source, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One rule applied. `formula` is how it counts, in French, empty when the title says it all."""

    rule: str
    title: str
    formula: str
    result: str
    is_known: bool
    facts: tuple[Value, ...]
    values: tuple[Value, ...]
    missing: tuple[Missing, ...]
    steps: tuple["Explanation", ...]


def explain(answer: Answer) -> Explanation:
    """The tree of an answer, for a page: its root is the rule that was asked.

    An answer without trace (the law says nothing that day) is a single step whose result says why.
    """
    if isinstance(answer.trace, Step):
        return _explained(answer.trace)
    return Explanation("", "", "", answer.in_french(), answer.is_known, (), (), answer.missing, ())


def _explained(step: Step) -> Explanation:
    formula = formulas()[step.rule]
    assert step.result is not None  # noqa: S101 — a rule that finds nothing raises
    result = as_answer(step.result, formula.unit)
    return Explanation(
        rule=step.rule,
        title=step.title,
        formula=with_no_break_spaces(step.formula),
        result=result.in_french(),
        is_known=result.is_known,
        facts=_values(step.facts.values()),
        values=_values(step.values.values()),
        missing=result.missing,
        steps=tuple(_explained(inner) for inner in step.steps),
    )


def _values(readings: Iterable[Reading]) -> tuple[Value, ...]:
    answers = ((reading, as_answer(reading.quantity, reading.unit)) for reading in readings)
    return tuple(
        Value(reading.id, reading.label, _told(reading.id, found), found.sources, found.missing)
        for reading, found in answers
    )


def _told(name: str, found: Answer) -> str:
    """The bounds a fact has by nature are no answer to it."""
    return TO_FILL if any(gap.is_fact and gap.id == name for gap in found.missing) else found.in_french()
