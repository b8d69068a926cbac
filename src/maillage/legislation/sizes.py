"""The size class of a CPTS, and how far it is from the others."""

from dataclasses import dataclass
from datetime import date

from maillage.kernel import Answer
from maillage.legislation.engine.rules import Law
from maillage.legislation.evaluator import ask
from maillage.legislation.rules import CptsFacts
from maillage.legislation.values import parameters


@dataclass(frozen=True, slots=True)
class Size:
    """The place of a population among the size classes.

    At a population the texts leave open (80 000 exactly), `class_` and `bounds` are None, and `low`, `high`
    are the two classes. `bounds` are the first and last population certainly in the class (None: no end).
    Distances are in inhabitants, up to the published figures (40 000, 80 000, 175 000): `to_next_threshold`
    is what is left to the next one (62 000 → 18 000), `above_previous` what is held above the last one
    (82 095 → 2 095). `to_previous` is the smallest loss after which the class below is certain
    (82 095 → 2 096, since 80 000 exactly is open). All are None before the agreement; `answer.why` says so.
    """

    class_: int | None
    low: int | None
    high: int | None
    bounds: tuple[int, int | None] | None
    to_next_threshold: int | None
    above_previous: int | None
    to_previous: int | None
    answer: Answer


def cpts_size(population: int, *, on: date) -> Size:
    """The size class of a territory. Raises BadInput for a population below 1."""
    answer = ask("cpts.size_class", CptsFacts(population), on=on)
    if answer.low is None or answer.high is None:
        return Size(None, None, None, None, None, None, None, answer)
    low, high = int(answer.low), int(answer.high)
    figures, spans = _classes(on)
    return Size(
        class_=low if low == high else None,
        low=low,
        high=high,
        bounds=spans[low] if low == high else None,
        to_next_threshold=figures[low] - population if low in figures else None,
        above_previous=population - figures[high - 1] if high > 1 else None,
        to_previous=population - (spans[high - 1][1] or 0) if high > 1 else None,
        answer=answer,
    )


def _classes(on: date) -> tuple[dict[int, int], dict[int, tuple[int, int | None]]]:
    """The published figure on top of each class, and the populations that are certainly in it."""
    law = Law(parameters(), on)
    second = int(law["cpts.size.size_2_starts_at"].low)
    third = int(law["cpts.size.size_3_starts_at"].low)
    last_of_third = int(law["cpts.size.size_3_ends_at"].low)
    open_class = law["cpts.size.bound_80000_belongs_to"]
    last_of_second = third if open_class.high == 2 else third - 1
    first_of_third = third if open_class.low == 3 else third + 1
    spans: dict[int, tuple[int, int | None]] = {
        1: (1, second - 1),
        2: (second, last_of_second),
        3: (first_of_third, last_of_third),
        4: (last_of_third + 1, None),
    }
    return {1: second, 2: third, 3: last_of_third}, spans
