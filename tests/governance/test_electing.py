"""An election of names, or of a list: who is elected, who ties, and what holds in all of them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.governance.enums import Base, Majority
from maillage.governance.rules import elect
from maillage.governance.types import Election, Paper, Voter, VoteRules

SIX = ("ana", "bob", "cid", "dan", "eve", "fay")
PLURALITY = VoteRules(Majority.SIMPLE, Base.CAST)


def elected(rules: VoteRules, said: list[str], *, seats: int = 3, absent: int = 0) -> Election:
    """« ab » is a paper that bears Ana and Bob."""
    short = {name[0]: name for name in SIX}
    voters = [Voter(str(rank), present=True) for rank in range(len(said))]
    voters += [Voter(f"absent {rank}") for rank in range(absent)]
    papers = [
        Paper(str(rank), tuple(short.get(each, each) for each in names)) for rank, names in enumerate(said)
    ]
    return elect(rules, voters, [], papers, candidates=SIX, seats=seats)


def test_the_most_voices_take_the_seats() -> None:
    result = elected(PLURALITY, ["ab", "ab", "ae", "a", ""], seats=2)
    assert result.elected == ("ana", "bob")
    assert (result.counts["ana"], result.counts["fay"], result.blank) == (4, 0, 1)


def test_a_tie_for_the_last_seat_is_not_settled() -> None:
    result = elected(PLURALITY, ["ab", "ac"], seats=2)
    assert (result.elected, result.tied) == (("ana",), ("bob", "cid"))


def test_nobody_votes_for_is_not_elected() -> None:
    assert elected(PLURALITY, ["a"], seats=3).elected == ("ana",)


@pytest.mark.parametrize(
    ("said", "why"),
    [("abcd", "4 noms, et il y a 3 sièges"), ("z", "« z » n’est pas candidat")],
)
def test_a_paper_with_too_many_names_or_a_strange_one_is_refused(said: str, why: str) -> None:
    result = elected(PLURALITY, [said, "ab"])
    assert why in result.refused[0].reason
    assert result.counts["ana"] == 1


def test_a_name_twice_on_a_paper_is_one_voice() -> None:
    assert elected(PLURALITY, ["aaab"]).counts["ana"] == 1


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (VoteRules(Majority.ABSOLUTE, Base.CAST), ("ana",)),  # 2 of 3 papers that name somebody
        (VoteRules(Majority.ABSOLUTE, Base.CAST, blank_counts=True), ()),  # 2 of 4
        (VoteRules(Majority.ABSOLUTE, Base.MEMBERS), ()),
        (VoteRules(Fraction(1, 2), Base.CAST, blank_counts=True), ("ana",)),  # half at least
        (VoteRules(None, Base.CAST), None),
        (VoteRules(Majority.SIMPLE, Base.CAST, quorum=Fraction(9, 10)), ()),  # 4 of 6 are there
    ],
)
def test_a_candidate_needs_the_majority_of_the_statutes(
    rules: VoteRules, expected: tuple[str, ...] | None
) -> None:
    assert elected(rules, ["a", "a", "b", ""], seats=1, absent=2).elected == expected


def test_a_list_is_a_candidate_for_one_choice() -> None:
    assert elected(PLURALITY, ["a", "b", "b"], seats=1).elected == ("bob",)


rules_given = st.builds(
    VoteRules,
    st.sampled_from([Majority.SIMPLE, Majority.ABSOLUTE, Fraction(1, 3), None]),
    st.sampled_from([*Base]),
    st.booleans(),
    st.sampled_from([None, Fraction(1, 3)]),
)
papers_given = st.lists(st.lists(st.sampled_from("abcdefz"), max_size=4).map("".join), max_size=9)


@given(rules_given, papers_given, st.integers(1, 4), st.integers(0, 3))
def test_who_is_elected_has_no_fewer_voices_than_who_is_not(
    rules: VoteRules, said: list[str], seats: int, absent: int
) -> None:
    result = elected(rules, said, seats=seats, absent=absent)
    if result.elected is None:
        return
    assert len(result.elected) <= seats
    assert not {*result.elected} & {*result.tied}
    assert len({result.counts[name] for name in result.tied}) <= 1
    if result.elected or result.tied:
        others = {*SIX} - {*result.elected} - {*result.tied}
        least = min(result.counts[name] for name in (*result.elected, *result.tied))
        over = {name for name in others if result.counts[name] > least}
        assert not over  # whoever is let through by a majority has more voices than who is not


@given(rules_given, papers_given, st.integers(1, 4))
def test_the_order_of_the_papers_changes_nothing(rules: VoteRules, said: list[str], seats: int) -> None:
    once, again = elected(rules, said, seats=seats), elected(rules, said[::-1], seats=seats)
    assert (once.counts, once.blank, once.elected, once.tied) == (
        again.counts, again.blank, again.elected, again.tied,
    )  # fmt: skip


@given(papers_given, st.integers(1, 4))
def test_every_name_on_a_good_paper_is_a_voice(said: list[str], seats: int) -> None:
    good = [names for names in said if "z" not in names and len({*names}) <= seats]
    result = elected(PLURALITY, said, seats=seats)
    assert sum(result.counts.values()) == sum(len({*names}) for names in good)
    assert result.blank == sum(not names for names in good)
