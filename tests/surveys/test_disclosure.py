"""Whatever people answer, what is shown of them tells no small group apart."""

from collections.abc import Iterable, Mapping

from hypothesis import given
from hypothesis import strategies as st

from maillage.surveys.queries.disclosure import SMALLEST, countable, too_small
from maillage.surveys.queries.results import Row, publishable

MERGED = "Les autres"
groups = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 14), max_size=7)


def shown_of(sizes: Mapping[str, int]) -> list[Row]:
    return publishable({key: Row(key, size, (size, 0)) for key, size in sizes.items()}, MERGED)


def people_behind(rows: Iterable[Row], sizes: Mapping[str, int]) -> set[frozenset[str]]:
    """The sets of people whose answers can be read in a table: its rows, and all together."""
    named = {row.label for row in rows if row.label != MERGED}
    rest = frozenset(f"{key}{n}" for key, size in sizes.items() if key not in named for n in range(size))
    apart = {frozenset(f"{key}{n}" for n in range(sizes[key])) for key in named}
    return {found for found in (*apart, rest, rest.union(*apart)) if found}


def derived(readable: set[frozenset[str]]) -> set[frozenset[str]]:
    """What adding and subtracting rows, as long as one likes, lets read as well."""
    while True:
        more = {one - other for one in readable for other in readable if other < one}
        more |= {one | other for one in readable for other in readable if not one & other}
        if more <= readable:
            return readable
        readable = readable | more


@given(sizes=groups)
def test_no_subtraction_leaves_fewer_than_five_people(sizes: dict[str, int]) -> None:
    rows = shown_of(sizes)
    if not rows:  # then only all of them are shown together, five at least
        return
    assert min(map(len, derived(people_behind(rows, sizes)))) >= SMALLEST


@given(sizes=groups)
def test_a_small_group_is_never_the_only_one_hidden(sizes: dict[str, int]) -> None:
    hidden = too_small(sizes)
    small = {key for key, size in sizes.items() if 0 < size < SMALLEST}
    assert small <= hidden
    alone = len(hidden) == 1 and sum(map(bool, sizes.values())) > 1
    assert not alone


@given(sizes=groups)
def test_what_is_shown_is_exact_and_nobody_is_lost(sizes: dict[str, int]) -> None:
    rows = shown_of(sizes)
    assert all(row.size == sizes[row.label] for row in rows if row.label != MERGED)
    if rows:
        assert sum(row.size for row in rows) == sum(row.counts[0] for row in rows) == sum(sizes.values())


@given(sizes=groups)
def test_nothing_is_hidden_without_need(sizes: dict[str, int]) -> None:
    if all(size >= SMALLEST for size in sizes.values() if size):
        assert {row.label for row in shown_of(sizes)} == {key for key, size in sizes.items() if size}


@given(
    came=st.lists(st.sampled_from(["someone", "the reader", "a reading"]), max_size=40),
)
def test_whoever_reads_and_answers_too_learns_nothing_but_what_all_the_others_said_together(
    came: list[str],
) -> None:
    """The reader sends answers of their own between those of others, and takes them from every total they read."""
    totals: set[frozenset[int]] = set()
    received = 0
    for event in [*came, "a reading"]:
        if event == "a reading":
            totals.add(frozenset(range(countable(received, is_open=True))))
        else:
            received += 1
    totals.add(frozenset(range(countable(received, is_open=False))))
    answers = [event for event in came if event != "a reading"]
    others = frozenset(place for place, event in enumerate(answers) if event == "someone")
    learned = {(one - other) & others for one in totals for other in totals | {frozenset()}} - {frozenset()}
    assert learned <= {others}


@given(received=st.integers(0, 300))
def test_fewer_than_five_answers_are_never_counted(received: int) -> None:
    assert countable(received, is_open=True) == 0
    assert countable(received, is_open=False) == (received if received >= SMALLEST else 0)
