"""A decision tree followed: pure functions of the tree, of the answers, of the day of the law."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from maillage.kernel import BadInput, Source, amount, joined, shown, with_no_break_spaces
from maillage.legislation.care_entries import NO, YES, Asking, End, Limit, Tree
from maillage.legislation.evaluator import rule

#: What a person or a machine writes for yes and no.
WRITTEN_YES_NO = {"oui": YES, "non": NO, "true": YES, "false": NO, "yes": YES, "no": NO}


@dataclass(frozen=True, slots=True)
class Taken:
    """A question that was answered: the key of the answer (`oui`, a choice, a number) and its words."""

    question: Asking
    answer: str
    words: str


@dataclass(frozen=True, slots=True)
class Walk:
    """A way through a tree: what was answered, then the next question, or the end."""

    tree: Tree
    steps: tuple[Taken, ...]
    question: Asking | None = None
    end: End | None = None

    @property
    def reached(self) -> End:
        """The end of a way that has one, as `run` gives it."""
        if self.end is None:
            raise LookupError(self.tree.key)
        return self.end

    @property
    def sources(self) -> tuple[Source, ...]:
        """The texts of its steps and of its end, each once; that to consult too, when one of them has none."""
        met = [each.question.source for each in self.steps] + ([self.end.source] if self.end else [])
        told = [each for each in met if each is not None]
        return tuple(dict.fromkeys([*told, *([self.tree.consult] if None in met else [])]))


def faults_of(tree: Tree) -> Iterator[tuple[str, str]]:
    """What keeps a tree from being followed to an end: the key of the step at fault (or ""), and the sentence."""
    keys = [*(each.key for each in tree.questions), *(each.key for each in tree.ends)]
    if twice := [key for key in dict.fromkeys(keys) if keys.count(key) > 1]:
        yield twice[0], f"la clé « {twice[0]} » est écrite deux fois"
        return
    lost = False
    for asked in tree.questions:
        for words, to in asked.ways:
            if to not in keys:
                lost = True
                yield (
                    asked.key,
                    f"« {asked.key} », réponse « {words} » : elle mène à « {to} », qui n'existe pas",
                )
    if tree.question(tree.start) is None:
        yield "", f"le départ « {tree.start} » n'est pas une question"
        return
    if lost:
        return
    if around := _cycle(tree):
        yield around[0], f"on tourne en rond : {', puis '.join(around)}"
        return
    reached = _reached(tree)
    for key in keys:
        if key not in reached:
            yield key, f"rien ne mène à « {key} »"
    yield from _limits(tree)


def _reached(tree: Tree) -> set[str]:
    reached, left = set[str](), [tree.start]
    while left:
        key = left.pop()
        if key not in reached:
            reached.add(key)
            asked = tree.question(key)
            left += [to for _, to in asked.ways] if asked else []
    return reached


def _cycle(tree: Tree) -> list[str]:
    """The questions of a round, in order; empty when there is none. Whatever is never reached is looked at too."""
    ways = {each.key: [to for _, to in each.ways if tree.question(to)] for each in tree.questions}
    sound: set[str] = set()
    for begun in ways:
        path: list[str] = []
        left = [(begun, 0)]
        while left:
            key, rank = left.pop()
            if rank == 0:
                if key in path:
                    return [*path[path.index(key) :], key]
                if key in sound:
                    continue
                path.append(key)
            if rank < len(ways[key]):
                left += [(key, rank + 1), (ways[key][rank], 0)]
            else:
                path.pop()
                sound.add(key)
    return []


def _limits(tree: Tree) -> Iterator[tuple[str, str]]:
    """Spans that do not grow, limits that no parameter gives."""
    on = tree.since or tree.written_on
    for asked in tree.questions:
        if asked.number is None:
            continue
        try:
            limits = [
                value_of(span.limit, on=on) for span in asked.number.spans[:-1] if span.limit is not None
            ]
        except BadInput as refusal:
            yield asked.key, f"« {asked.key} » : {str(refusal).removesuffix('.')}"
            continue
        if limits != sorted(set(limits)):
            yield asked.key, f"« {asked.key} » : les tranches ne se suivent pas"


def value_of(limit: Limit, *, on: date) -> Decimal:
    """A limit as a number; one of the law, that day. Raises BadInput when no text of ours gives it."""
    if not isinstance(limit, str):
        return Decimal(limit)
    known = rule(limit).at(on)
    if known is None or known.value is None:
        raise BadInput(f"« {limit} » n'a pas de valeur connue ce jour-là.", field=limit)
    return known.value


def ways_on(asked: Asking, *, on: date) -> tuple[tuple[str, str], ...]:
    """Its answers in words and where each leads, the numbers of the law as they are that day."""
    if asked.number is None:
        return asked.ways
    told: list[tuple[str, str]] = []
    after = "Toute réponse"
    for span in asked.number.spans:
        words = after
        if span.limit is not None:
            said = amount(value_of(span.limit, on=on), asked.number.unit)
            words = f"Moins de {said}" if span.up_to is None else f"Jusqu’à {said}"
            after = f"{said} ou plus" if span.up_to is None else f"Plus de {said}"
        told.append((words, span.to))
    return tuple(told)


def walk(tree: Tree, answers: Mapping[str, Any], *, on: date) -> Walk:
    """As far as the answers lead: the key of a question → its answer. What is said of other questions changes nothing.

    Raises BadInput, its `field` the key of the question, for an answer that the question does not have.
    """
    steps: list[Taken] = []
    key = tree.start
    while (asked := tree.question(key)) is not None:
        if answers.get(asked.key) in (None, ""):
            return Walk(tree, tuple(steps), question=asked)
        taken, key = _answered(asked, answers[asked.key], on=on)
        steps.append(taken)
    return Walk(tree, tuple(steps), end=tree.end(key))


def run(tree: Tree, answers: Mapping[str, Any], *, on: date) -> Walk:
    """The whole way, to an end. Raises BadInput for a question that nobody has, or one that misses."""
    if lost := [key for key in answers if tree.question(key) is None]:
        known = joined(each.key for each in tree.questions)
        raise BadInput(f"Aucune question ne s’appelle {shown(lost[0])}. Questions : {known}.", field=lost[0])
    found = walk(tree, answers, on=on)
    if found.question is not None:
        raise BadInput(
            with_no_break_spaces(
                f"Il manque la réponse à « {found.question.ask} » ({found.question.key} : {_choices(found.question)})."
            ),
            field=found.question.key,
        )
    return found


def _choices(asked: Asking) -> str:
    if asked.number is not None:
        return f"un nombre entre {asked.number.low} et {asked.number.high}"
    *others, last = [each.key for each in asked.choices] or [YES, NO]
    return f"{', '.join(others)} ou {last}"


def _answered(asked: Asking, given: Any, *, on: date) -> tuple[Taken, str]:
    """The step, and where it leads. Raises BadInput."""
    text = str(given).strip()
    if asked.number is None:
        options = {each.key: (each.label, each.to) for each in asked.choices}
        options = options or {YES: ("Oui", asked.yes), NO: ("Non", asked.no)}
        key = text if asked.choices else WRITTEN_YES_NO.get(text.lower(), text)
        if key not in options:
            raise BadInput(
                with_no_break_spaces(
                    f"« {asked.ask} » se répond par {_choices(asked)}, et non par {shown(given)}."
                ),
                field=asked.key,
            )
        words, to = options[key]
        return Taken(asked, key, words), to
    low, high = asked.number.low, asked.number.high
    if not re.fullmatch("[0-9]{1,6}", text) or not low <= int(text) <= high:
        raise BadInput(
            with_no_break_spaces(f"« {asked.ask} » attend un nombre entier entre {low} et {high}."),
            field=asked.key,
        )
    value = Decimal(text)
    for span in asked.number.spans:
        if span.limit is not None:
            limit = value_of(span.limit, on=on)
            if value > limit or (span.below is not None and value == limit):
                continue
        return Taken(asked, text, amount(value, asked.number.unit)), span.to
    raise AssertionError("the last span has no limit")
