"""No published equation isolates a small count: told by brute force, all tables that would have published the same."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.care.rules.small import ALL, Hidden, Place, Published, publish, publish_one

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
        if all(agrees(published, place, value) for place, value in table.items()):
            for place, value in table.items():
                found[place].add(value)
    return found


def agrees(published: Published, place: Place, value: int) -> bool:
    cell = published.at(*place)
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
        assert (cell.why == Hidden.SMALL) == (0 < value < K)


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
