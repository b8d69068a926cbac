"""Who is heard, and what is counted: the situations that broke other programs, and what holds in all of them."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.governance.enums import Base, Choice, Majority, Tie
from maillage.governance.rules import count, electorate
from maillage.governance.rules.electorate import circles
from maillage.governance.types import Ballot, Proxy, Voter, VoteRules


def evening(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 28, hour, minute, tzinfo=UTC)


AT = evening(20, 15)
TWO_THIRDS = Fraction(2, 3)


def room(people: int, said: Mapping[str, int]) -> tuple[list[Voter], list[Ballot]]:
    """So many present, and their choices in order."""
    voters = [Voter(str(rank), present=True) for rank in range(people)]
    choices = [choice for choice, times in said.items() for _ in range(times)]
    return voters, [Ballot(voter.id, choice) for voter, choice in zip(voters, choices, strict=False)]


def adopted(rules: VoteRules, people: int, said: Mapping[str, int], **known: Any) -> bool | None:
    voters, ballots = room(people, said)
    return count(rules, voters, [], ballots, **known).adopted


OF_40 = {"pour": 20, "contre": 9, "abstention": 8, "blanc": 3}


@pytest.mark.parametrize(
    ("majority", "base", "blank", "expected"),
    [
        (TWO_THIRDS, Base.CAST, False, True),  # 20 of 29
        (TWO_THIRDS, Base.CAST, True, False),  # 20 of 32
        (Majority.ABSOLUTE, Base.PRESENT, False, False),  # 20 of 40 is not more than half
        (Majority.SIMPLE, Base.PRESENT, False, False),
        (Majority.SIMPLE, Base.CAST, False, True),
        (Majority.ABSOLUTE, Base.CAST, True, True),  # 20 of 32
        (Fraction(1, 2), Base.PRESENT, False, True),  # « la moitié au moins »
        (None, Base.CAST, False, None),
        (TWO_THIRDS, None, False, None),
    ],
)
def test_the_base_of_a_majority_decides(
    majority: Majority | Fraction | None, base: Base | None, *, blank: bool, expected: bool | None
) -> None:
    """V14: of the suffrages exprimés, of those who are there, of all; fractions compared exactly."""
    assert adopted(VoteRules(majority, base, blank), 40, OF_40) is expected


@pytest.mark.parametrize(
    ("tie", "chair", "expected"),
    [
        (None, "0", None),
        (Tie.REJECTED, "0", False),
        (Tie.CHAIR, "0", True),
        (Tie.CHAIR, "1", False),
        (Tie.CHAIR, "2", None),  # abstains: the casting voice says nothing
        (Tie.CHAIR, "", None),
    ],
)
def test_a_tie_is_what_the_statutes_make_of_it(tie: Tie | None, chair: str, *, expected: bool | None) -> None:
    voters = [Voter(each, present=True) for each in "012"]
    ballots = [Ballot("0", "pour"), Ballot("1", "contre"), Ballot("2", "abstention")]
    rules = VoteRules(Majority.SIMPLE, Base.CAST, tie=tie)
    assert count(rules, voters, [], ballots, chairs=[chair]).adopted is expected


def test_a_casting_voice_makes_no_majority_that_is_not_there() -> None:
    rules = VoteRules(Majority.ABSOLUTE, Base.PRESENT, tie=Tie.CHAIR)
    assert adopted(rules, 40, {"pour": 12, "contre": 12}, chairs=["0"]) is False


def test_nobody_says_anything_is_no_yes() -> None:
    for majority in (Majority.SIMPLE, Majority.ABSOLUTE, TWO_THIRDS):
        assert adopted(VoteRules(majority, Base.CAST), 3, {"abstention": 3}) is False


def test_a_holder_who_left_carries_nothing() -> None:
    """V01: three proxies to Ilan, who leaves at 20:10; the vote opens at 20:15."""
    givers = [Voter(name) for name in ("ana", "bob", "cid")]
    ilan = Voter("ilan", present=True, left_at=evening(20, 10))
    proxies = [Proxy(giver.id, "ilan") for giver in givers]
    rules = VoteRules(Majority.SIMPLE, Base.CAST, quorum=Fraction(1, 5))
    result = count(rules, [*givers, ilan], proxies, [Ballot("ilan", "pour")], at=AT)
    assert (result.quorum.counted, result.quorum.met, result.counts[Choice.POUR]) == (0, False, 0)
    assert [each.reason for each in result.refused] == ["qui le reçoit n’est pas là"] * 3 + ["n’est plus là"]
    before = count(rules, [*givers, ilan], proxies, [Ballot("ilan", "pour")], at=evening(20, 9))
    assert before.counts[Choice.POUR] == 4


def test_who_arrives_votes_in_person() -> None:
    """V02: one person, one voice."""
    voters = [Voter("maud", present=True), Voter("ilan", present=True)]
    result = count(
        VoteRules(Majority.SIMPLE, Base.CAST),
        voters,
        [Proxy("maud", "ilan")],
        [Ballot("ilan", "pour"), Ballot("maud", "contre")],
    )
    assert (result.counts[Choice.POUR], result.counts[Choice.CONTRE]) == (1, 1)
    assert [each.what for each in result.refused] == ["Pouvoir de maud à ilan"]


def test_forty_one_present_and_twenty_six_proxies() -> None:
    """V03: four beyond the limit, one to a stranger, two in a circle."""
    present = [Voter(f"p{rank}", present=True) for rank in range(41)]
    absent = [Voter(f"a{rank}") for rank in range(90)]
    good = [Proxy(f"a{rank}", f"p{rank // 2}") for rank in range(19)]
    beyond = [Proxy(f"a{rank}", "p0") for rank in range(19, 23)]
    lost = [Proxy("a23", "stranger"), Proxy("a24", "a25"), Proxy("a25", "a24")]
    heard = electorate([*present, *absent], [*good, *beyond, *lost], at=AT, proxies_per_person=2)
    assert len(heard.carrier) == 41 + 19
    assert Counter(heard.refused.values()) == {
        "qui le reçoit en porte déjà 2, le plus que permettent les statuts": 4,
        "qui le reçoit n’a pas le droit de vote": 1,
        "les pouvoirs tournent en cercle": 2,
    }


def test_of_two_proxies_the_last_holds() -> None:
    """V04: both holders are told by the list of what is refused."""
    voters = [Voter("ségolène"), Voter("ana", present=True), Voter("bob", present=True)]
    heard = electorate(
        voters, [Proxy("ségolène", "ana"), Proxy("ségolène", "bob")], at=AT, proxies_per_person=1
    )
    assert heard.carrier["ségolène"] == "bob"
    assert heard.refused == {0: "un pouvoir donné après le remplace"}


def test_a_voice_weighs_its_share_of_its_college() -> None:
    voters = [Voter("a1", "a", present=True), Voter("a2", "a", present=True), Voter("a3", "a", present=True)]
    voters += [Voter("b1", "b", present=True)]
    rules = VoteRules(Majority.SIMPLE, Base.CAST, weights={"a": Fraction(60), "b": Fraction(40)})
    ballots = [Ballot("a1", "pour"), Ballot("a2", "pour"), Ballot("a3", "contre"), Ballot("b1", "contre")]
    result = count(rules, voters, [], ballots)
    assert (result.counts[Choice.POUR], result.counts[Choice.CONTRE]) == (40, 60)
    assert result.adopted is False


def test_a_college_where_nobody_votes_leaves_it_unknown_when_it_matters() -> None:
    voters = [Voter("a1", "a", present=True), Voter("b1", "b")]
    absolute = VoteRules(Majority.ABSOLUTE, Base.PRESENT, weights={"a": Fraction(40), "b": Fraction(60)})
    assert count(absolute, voters, [], [Ballot("a1", "pour")]).adopted is None  # 40 of 40, or of 100?
    other = VoteRules(Majority.ABSOLUTE, Base.PRESENT, weights={"a": Fraction(60), "b": Fraction(40)})
    assert count(other, voters, [], [Ballot("a1", "pour")]).adopted is True


def test_a_college_whose_weight_is_not_written_makes_it_unknown() -> None:
    voters = [Voter("a1", "a", present=True), Voter("z1", "z", present=True)]
    rules = VoteRules(Majority.SIMPLE, Base.CAST, weights={"a": Fraction(1)})
    result = count(rules, voters, [], [Ballot("a1", "pour"), Ballot("z1", "contre")])
    assert result.adopted is None
    assert [each.what for each in result.refused] == ["Voix de z1"]


NAMES = [f"v{rank}" for rank in range(7)]
names = st.sampled_from([*NAMES, "stranger"])
voters_lists = st.lists(
    st.builds(
        Voter,
        st.sampled_from(NAMES),
        st.sampled_from(["a", "b"]),
        st.booleans(),
        st.booleans(),
        st.none() | st.just(evening(20)) | st.just(evening(21)),
    ),
    unique_by=lambda voter: voter.id,
)
proxies_lists = st.lists(st.builds(Proxy, names, names))
ballots_lists = st.lists(st.builds(Ballot, names, st.sampled_from([*Choice.values, "oui"])))
weights = st.sampled_from(
    [{}, {"a": Fraction(60), "b": Fraction(40)}, {"a": Fraction(1, 3), "b": Fraction(1, 7)}]
)
rules_given = st.builds(
    VoteRules,
    st.sampled_from([Majority.SIMPLE, Majority.ABSOLUTE, TWO_THIRDS, None]),
    st.sampled_from([*Base]),
    st.booleans(),
    st.sampled_from([None, Fraction(1, 3)]),
    st.none() | st.integers(0, 2),
    weights,
    st.sampled_from([None, *Tie]),
)
votes = (rules_given, voters_lists, proxies_lists, ballots_lists)


@given(*votes)
def test_no_voice_is_heard_twice_nor_of_an_absent_nobody_carries(
    rules: VoteRules, voters: list[Voter], proxies: list[Proxy], ballots: list[Ballot]
) -> None:
    heard = electorate(voters, proxies, at=AT, proxies_per_person=rules.proxies_per_person)
    there = {voter.id for voter in voters if voter.up_to_date and voter.is_there(AT)}
    assert there <= set(heard.carrier) <= set(heard.entitled)
    assert set(heard.carrier.values()) == there
    assert all(heard.carrier[voter] == voter for voter in there)
    pairs = {(proxy.giver, proxy.holder) for proxy in proxies}
    assert {pair for pair in heard.carrier.items() if pair[0] != pair[1]} <= pairs
    if rules.proxies_per_person is not None:
        assert all(len(heard.carried_by(holder)) <= 1 + rules.proxies_per_person for holder in there)


@given(*votes)
def test_every_proxy_is_carried_or_refused_with_a_reason(
    rules: VoteRules, voters: list[Voter], proxies: list[Proxy], ballots: list[Ballot]
) -> None:
    heard = electorate(voters, proxies, at=AT, proxies_per_person=rules.proxies_per_person)
    carried = sum(voter != by for voter, by in heard.carrier.items())
    assert carried + len(heard.refused) == len(proxies)


@given(*votes)
def test_every_ballot_is_counted_or_refused_and_no_voice_is_lost(
    rules: VoteRules, voters: list[Voter], proxies: list[Proxy], ballots: list[Ballot]
) -> None:
    result = count(rules, voters, proxies, ballots, at=AT)
    heard = electorate(voters, proxies, at=AT, proxies_per_person=rules.proxies_per_person)
    refused = sum(each.what.startswith("Bulletin") for each in result.refused)
    voted = {ballot.by for ballot in ballots if ballot.choice in Choice.values} & set(heard.carrier.values())
    assert len(ballots) - refused == len(voted)
    if not rules.weights:
        assert sum(result.counts.values()) == sum(len(heard.carried_by(by)) for by in voted)
        assert sum(result.counts.values()) <= result.quorum.counted


@given(*votes)
def test_a_second_pass_over_the_same_facts_says_the_same(
    rules: VoteRules, voters: list[Voter], proxies: list[Proxy], ballots: list[Ballot]
) -> None:
    """The order of the list, and of who voted first, changes nothing but the list of what is refused."""
    once = count(rules, voters, proxies, ballots, at=AT, chairs=["v0"])
    first = list(
        {ballot.by: ballot for ballot in reversed(ballots) if ballot.choice in Choice.values}.values()
    )
    again = count(rules, voters[::-1], proxies, first, at=AT, chairs=["v0"])
    assert (once.quorum, once.counts, once.adopted) == (again.quorum, again.counts, again.adopted)


@given(*votes)
def test_one_more_for_never_undoes_an_adoption(
    rules: VoteRules, voters: list[Voter], proxies: list[Proxy], ballots: list[Ballot]
) -> None:
    """Somebody who sits, and votes against, votes for instead. Nobody else chairs."""
    once = count(rules, voters, proxies, ballots, at=AT)
    turned = [Ballot(each.by, "pour" if each.choice == "contre" else each.choice) for each in ballots]
    if once.adopted:
        assert count(rules, voters, proxies, turned, at=AT).adopted


@given(*votes)
def test_without_quorum_nothing_is_adopted(
    rules: VoteRules, voters: list[Voter], proxies: list[Proxy], ballots: list[Ballot]
) -> None:
    result = count(rules, voters, proxies, ballots, at=AT)
    if rules.quorum is not None:
        assert result.quorum.met == (
            result.quorum.counted >= rules.quorum * sum(v.up_to_date for v in voters)
        )
    assert result.quorum.met or result.adopted is False


def test_a_long_chain_of_pouvoirs_is_walked_once() -> None:
    """A file of a vote has a hundred thousand pouvoirs at most: they are read in a second, not in an hour."""

    class Chain(dict[str, str]):
        reads = 0

        def __getitem__(self, giver: str) -> str:
            self.reads += 1
            return super().__getitem__(giver)

    many = 50_000
    chain = {str(rank): str(rank + 1) for rank in range(many)}
    for last, found in (("", set()), ("0", chain.keys() | {str(many)}), (str(many), set())):
        walked = Chain(chain, **({str(many): last} if last else {}))
        assert circles(walked) == found
        assert walked.reads <= len(walked) + 1


@given(st.dictionaries(st.integers(0, 7).map(str), st.integers(0, 7).map(str)))
def test_a_circle_is_of_those_whose_voice_comes_back(given_to: dict[str, str]) -> None:
    def comes_back(giver: str) -> bool:
        holder, steps = given_to[giver], 0
        while holder in given_to and holder != giver and steps < len(given_to):
            holder, steps = given_to[holder], steps + 1
        return holder == giver and given_to[giver] != giver

    assert circles(given_to) == {giver for giver in given_to if comes_back(giver)}
