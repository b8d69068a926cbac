"""No published equation isolates a small count: told by brute force, all tables that would have published the same."""

from itertools import product

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from maillage.care.rules.asked import (
    ASKED_CARE,
    ASKED_DOCTOR,
    DOCTOR,
    FOUND,
    GOING,
    UNMET,
    WITHDRAWN,
    flows,
    publish_places,
    publish_sums,
)
from maillage.care.rules.small import ALL, Cell, Hidden, Place, Published, publish, publish_one

K = 3
tables = st.dictionaries(
    st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz")), st.integers(0, 6), min_size=1, max_size=9
)


def possible(published: Published) -> dict[Place, set[int]]:
    """What each small cell may be, for who reads the table and knows the rule: small from 1 to K − 1, masked K or more.

    By unknowns, with a bound on those that are masked; enough to find another one if there is."""
    inner = [(row, column) for row in published.rows for column in published.columns]
    choices = [
        [cell.value]
        if (cell := published.at(*place)).why is None
        else range(1, K)
        if cell.why == Hidden.SMALL
        else range(K, 9)
        for place in inner
    ]
    found: dict[Place, set[int]] = {place: set() for place in published.cells}
    for values in product(*choices):
        table = dict(zip(inner, values, strict=True))
        table |= {(row, ALL): sum(table[row, each] for each in published.columns) for row in published.rows}
        table |= {(ALL, each): sum(table[row, each] for row in published.rows) for each in published.columns}
        table[ALL, ALL] = sum(table[row, ALL] for row in published.rows)
        if all(as_told(published.at(*place), value) for place, value in table.items()):
            for place, value in table.items():
                found[place].add(value)
    return found


def as_told(cell: Cell, value: int) -> bool:
    if cell.why is None:
        return cell.value == value
    return 0 < value < K if cell.why == Hidden.SMALL else value >= K


def is_whole(published: Published) -> bool:
    return published.at().why is None or any(cell.why is None for cell in published.cells.values())


@settings(max_examples=60)
@given(tables.filter(lambda counts: len({row for row, _ in counts}) * len({each for _, each in counts}) <= 6))
def test_nobody_finds_a_small_count_again(counts: dict[Place, int]) -> None:
    published = publish(counts, below=K)
    if not is_whole(published):
        return  # nothing was published
    for place, values in possible(published).items():
        if published.at(*place).why == Hidden.SMALL:
            assert len(values) > 1, (place, values)


@given(tables)
def test_what_is_published_is_true_and_zero_is_never_hidden_as_small(counts: dict[Place, int]) -> None:
    published = publish(counts, below=K)
    for (row, column), value in counts.items():
        cell = published.at(row, column)
        assert cell.value in {None, value}
        is_small = 0 < value < K
        assert cell.why is not None or not is_small
        assert cell.why != Hidden.SMALL or is_small


def test_three_midwives_are_not_found_by_subtraction() -> None:
    """K09: « < 5 » for a commune, 209 for the others, 212 in all."""
    counts = {("46042", "sage_femme"): 3, ("46102", "sage_femme"): 209}
    published = publish(counts, below=5)
    hidden = [place for place, cell in published.cells.items() if cell.why]
    assert published.at("46042", "sage_femme").why == Hidden.SMALL
    assert ("46102", "sage_femme") in hidden or (ALL, "sage_femme") in hidden


def test_a_large_table_with_few_small_cells_stays_readable() -> None:
    counts = {(f"{row}", f"{column}"): 20 + row * column for row in range(12) for column in range(6)}
    counts["3", "4"] = 2
    published = publish(counts, below=5)
    assert sum(1 for cell in published.cells.values() if cell.why) == 4


def test_hidden_is_not_zero() -> None:
    assert (publish_one(0, below=5).value, publish_one(4, below=5).value, publish_one(5, below=5).value) == (
        0,
        None,
        5,
    )


def the_year(inner: dict[Place, int], parts: dict[Place, int]) -> dict[Place, int]:
    """All that may be told of a year."""
    kinds = {"domicile": sum(value for (_, kind), value in inner.items() if kind == "domicile")}
    return {flow.place: flow.value for flow in flows(kinds, parts, inner)}


@settings(max_examples=40, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    st.tuples(*[st.integers(0, 5)] * 4).filter(any),
    st.integers(0, 10),
    st.integers(0, 5),
)
def test_the_sums_of_a_year_and_its_places_do_not_give_each_other_back(
    cells: tuple[int, ...], found: int, withdrawn: int
) -> None:
    """All years that would have told the same, sums first and places after."""
    inner = dict(zip(product("AB", (DOCTOR, "domicile")), cells, strict=True))
    kept, kinds = cells[0] + cells[2], {"domicile": cells[1] + cells[3]}
    parts = {FOUND: min(found, kept), GOING: 0, UNMET: kept - min(found, kept), WITHDRAWN: withdrawn}
    told = publish_sums(kinds, parts, below=K)
    places = publish_places(kinds, parts, inner, told=told, below=K)
    if all(cell.why for cell in told.values()):  # nothing is told, not even which are small
        assert places is None
        assert {cell.why for cell in told.values()} == {Hidden.COMPLEMENT}
        return
    seen = told | dict(places.cells if places else {})
    possible: dict[Place, set[int]] = {place: set() for place in seen}

    def range_of(place: Place) -> range | list[int]:
        cell = seen.get(place, Cell(None, Hidden.COMPLEMENT))
        if cell.value is not None:
            return [cell.value]
        return range(1, K) if cell.why == Hidden.SMALL else range(K if place in seen else 0, 11)

    for values in product(*map(range_of, inner)):
        other = dict(zip(inner, values, strict=True))
        stands = other["A", DOCTOR] + other["B", DOCTOR]
        for here, gone in product(range_of(FOUND), range_of(WITHDRAWN)):
            if here <= stands:
                split = {FOUND: here, GOING: 0, UNMET: stands - here, WITHDRAWN: gone}
                year = the_year(other, split)
                if all(as_told(seen[place], year[place]) for place in seen):
                    for place in seen:
                        possible[place].add(year[place])
    for place, cell in seen.items():
        if cell.why == Hidden.SMALL:
            assert len(possible[place]) > 1, place
        elif cell.value is not None:
            assert cell.value == the_year(inner, parts)[place]


def test_three_returns_are_not_what_is_left_of_all_requests() -> None:
    """The sum of a year and its table by commune hid each something else: 23 − 20 named three people."""
    inner = {("A", "domicile"): 20, ("A", "retour"): 3, ("B", DOCTOR): 6}
    kinds, parts = {"domicile": 20, "retour": 3}, {FOUND: 6, GOING: 0, UNMET: 0, WITHDRAWN: 0}
    told = publish_sums(kinds, parts, below=5)
    assert told[ALL, "retour"].why == Hidden.SMALL
    places = publish_places(kinds, parts, inner, told=told, below=5)
    cells = places.cells if places else {}
    assert told[ASKED_CARE].why or (
        told[ALL, "domicile"].why and cells.get((ALL, "domicile"), Cell(None)).value is None
    )


def test_two_withdrawn_are_not_what_is_left_of_those_that_stand() -> None:
    inner = {("A", DOCTOR): 14, ("B", DOCTOR): 14}
    parts = {FOUND: 28, GOING: 0, UNMET: 0, WITHDRAWN: 2}
    told = publish_sums({}, parts, below=5)
    places = publish_places({}, parts, inner, told=told, below=5)
    total = places.at(ALL, ALL).value if places else None
    assert told[ASKED_DOCTOR].value is None or total is None
