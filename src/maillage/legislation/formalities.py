"""What the steps of a form ask to file or to sign: with whom, which paper, within what delay."""

from dataclasses import dataclass
from datetime import date

from maillage.kernel import Source, amount
from maillage.legislation.catalogue import form
from maillage.legislation.entries import CreationStep
from maillage.legislation.values import parameters

UNKNOWN_DELAY = "délai inconnu de nos sources"


@dataclass(frozen=True, slots=True)
class Formality:
    """A step that a paper or somebody else makes.

    `papers` are its papers in words, `plans` the keys of those whose plan is written here. `delay` is in words, and
    `delay_of` says what it is the delay of; both are empty when our sources give none.
    """

    key: str
    label: str
    what: str
    who: tuple[str, ...]
    papers: tuple[str, ...]
    plans: tuple[str, ...]
    delay: str
    delay_of: str
    source: Source


def formalities(form_key: str, on: date) -> tuple[Formality, ...]:
    """Those of a form, in the order of its steps, as the law stood that day. Raises BadInput for an unknown form."""
    steps = form(form_key, on=on).steps
    return tuple(_formality(step, on) for step in steps if step.documents or step.validators)


def _formality(step: CreationStep, on: date) -> Formality:
    delay, delay_of = _in_words(step.delay, on)
    return Formality(
        key=step.key,
        label=step.label,
        what=step.content,
        who=step.validators,
        papers=step.documents,
        plans=step.plans,
        delay=delay,
        delay_of=delay_of,
        source=step.source,
    )


def _in_words(delay: str, on: date) -> tuple[str, str]:
    known = parameters()[delay].at(on) if delay else None
    if known is None:
        return "", ""
    rule = parameters()[delay]
    return UNKNOWN_DELAY if known.value is None else amount(known.value, rule.unit), rule.label
