"""The count of a vote, exact: fractions, never floating numbers."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil
from typing import Protocol, TypeVar

from maillage.governance.enums import Base, Choice, Majority, Tie
from maillage.governance.rules.electorate import Electorate, electorate
from maillage.governance.types import Ballot, Count, Proxy, Quorum, Refused, Voter, VoteRules

EXPRESSED = (Choice.POUR, Choice.CONTRE)
QUORUM_UNSAID = "les statuts saisis ne disent pas le quorum de cette séance"
CHAIRS_DIFFER = "partage des voix, et les personnes qui président ne votent pas de même : les statuts saisis ne disent pas laquelle l’emporte"


def count(
    rules: VoteRules,
    voters: Sequence[Voter],
    proxies: Sequence[Proxy],
    ballots: Iterable[Ballot],
    *,
    at: datetime | None = None,
    chairs: Sequence[str] = (),
) -> Count:
    """A ballot speaks for whoever cast it and for those they carry. The first ballot of somebody stands.

    `chairs`: who may hold the casting voice. Of several, those who are there settle a tie when they say the same: whichever
    of them holds it, the outcome is then the same.
    """
    heard = electorate(voters, proxies, at=at, proxies_per_person=rules.proxies_per_person)
    kept, refused = kept_of(ballots, {voter.id: voter for voter in voters}, heard, at, wrong=_no_choice)
    said = {voter: Choice(kept[by].choice) for voter, by in heard.carrier.items() if by in kept}
    counted = (*EXPRESSED, Choice.BLANC) if rules.blank_counts else EXPRESSED
    scale = Scale.of(rules, [voter for voter, its in said.items() if its in counted], heard)
    counts = {choice: scale.sum(voter for voter, its in said.items() if its == choice) for choice in Choice}
    unweighed = list(scale.unweighed(said))
    quorum = quorum_of(rules, heard)
    there = [each for each in chairs if heard.carrier.get(each) == each]
    casting = {Choice(kept[each].choice) if each in kept else None for each in there}
    adopted: bool | None
    if quorum.is_missed:
        adopted = False
    elif unweighed:
        adopted = None
    else:
        adopted = _adopted(rules, counts, scale, casting.copy().pop() if len(casting) == 1 else None)
    why = ""
    if quorum.is_unsaid and adopted:
        adopted, why = None, QUORUM_UNSAID
    elif adopted is None and rules.tie == Tie.CHAIR and counts[Choice.POUR] == counts[Choice.CONTRE]:
        why = CHAIRS_DIFFER if len(casting) > 1 else ""
    return Count(quorum, counts, adopted, (*not_carried(proxies, heard), *refused, *unweighed), why)


def not_carried(proxies: Sequence[Proxy], heard: Electorate) -> Iterator[Refused]:
    for rank, why in heard.refused.items():
        yield Refused(f"Pouvoir de {proxies[rank].giver} à {proxies[rank].holder}", why)


def hands_adopt(
    rules: VoteRules, heard: Electorate, pour: int, contre: int, *, chair_is_for: bool | None
) -> bool | None:
    """The same judgement of a show of hands, where nobody noted who raised theirs. None when the rules cannot tell: hands
    have no college to weigh by."""
    quorum = quorum_of(rules, heard)
    if quorum.is_missed:
        return False
    if rules.majority is None or rules.base is None or rules.weights:
        return None
    people = {Base.MEMBERS: len(heard.entitled), Base.PRESENT: len(heard.carrier), Base.CAST: pour + contre}
    counts = {Choice.POUR: Fraction(pour), Choice.CONTRE: Fraction(contre)}
    chair = None if chair_is_for is None else Choice.POUR if chair_is_for else Choice.CONTRE
    adopted = _carries(rules, counts, Fraction(people[rules.base]), chair)
    return None if adopted and quorum.is_unsaid else adopted


def quorum_of(rules: VoteRules, heard: Electorate) -> Quorum:
    """People, whatever their colleges weigh."""
    needed = None if rules.quorum is None else ceil(rules.quorum * len(heard.entitled))
    return Quorum(needed, len(heard.carrier), rules.is_quorum_unsaid)


@dataclass(frozen=True, slots=True)
class Scale:
    """What a voice weighs: one; or its share of its college's voices, among those of the base."""

    weights: Mapping[str, Fraction]
    #: People of the base, by college; under "" when colleges do not weigh.
    people: Mapping[str, int]
    heard: Electorate

    @classmethod
    def of(cls, rules: VoteRules, expressed: Iterable[str], heard: Electorate) -> "Scale":
        """`expressed`: whose voices are suffrages exprimés."""
        based: Mapping[Base | None, Iterable[str]] = {
            Base.MEMBERS: heard.entitled,
            Base.PRESENT: heard.carrier,
        }
        colleges = (
            heard.entitled[voter].college if rules.weights else ""
            for voter in based.get(rules.base, expressed)
        )
        return cls(rules.weights, Counter(colleges), heard)

    def sum(self, voters: Iterable[str]) -> Fraction:
        return sum(map(self.voice, voters), Fraction())

    def voice(self, voter: str) -> Fraction:
        if not self.weights:
            return Fraction(1)
        college = self.heard.entitled[voter].college
        people = self.people.get(college, 0)
        return self.weights[college] / people if people and college in self.weights else Fraction()

    def unweighed(self, voters: Iterable[str]) -> Iterator[Refused]:
        """Those of a college that the rules do not weigh."""
        for voter in voters:
            if self.weights and self.heard.entitled[voter].college not in self.weights:
                yield Refused(f"Voix de {voter}", "les règles ne disent pas combien pèse son collège")

    @property
    def bases(self) -> tuple[Fraction, ...]:
        """All voices of the base. When nobody of a college is in it, statutes may keep its voices or not: both."""
        if not self.weights:
            return (Fraction(self.people.get("", 0)),)
        heard = sum(
            (weight for college, weight in self.weights.items() if self.people.get(college)), Fraction()
        )
        return heard, sum(self.weights.values(), Fraction())


class _Cast(Protocol):
    """A ballot, whatever it says."""

    @property
    def by(self) -> str: ...


Said = TypeVar("Said", bound=_Cast)


def kept_of(
    ballots: Iterable[Said],
    known: Mapping[str, Voter],
    heard: Electorate,
    at: datetime | None,
    *,
    wrong: Callable[[Said], str],
) -> tuple[dict[str, Said], list[Refused]]:
    """The ballot of each who voted, and what is refused with its reason. `wrong`: why a ballot says nothing, or ""."""
    kept: dict[str, Said] = {}
    refused = []
    for ballot in ballots:
        voter = known.get(ballot.by)
        if voter is None:
            why = "n’est pas sur la liste électorale"
        elif voter.id not in heard.entitled:
            why = "sa cotisation n’est pas à jour"
        elif heard.carrier.get(voter.id, voter.id) != voter.id:
            why = f"sa voix est portée par {heard.carrier[voter.id]}"
        elif not voter.is_there(at):
            why = "n’est plus là" if voter.present else "n’est pas là"
        elif voter.id in kept:
            why = "a déjà voté : son premier bulletin compte"
        else:
            why = wrong(ballot)
        if why:
            refused.append(Refused(f"Bulletin de {ballot.by}", why))
        else:
            kept[ballot.by] = ballot
    return kept, refused


def _no_choice(ballot: Ballot) -> str:
    return "" if ballot.choice in Choice.values else f"« {ballot.choice} » n’est pas un choix"


def _adopted(
    rules: VoteRules, counts: Mapping[Choice, Fraction], scale: Scale, chair: Choice | None
) -> bool | None:
    """None when the rules do not say, or when it hangs on what they do not."""
    if rules.majority is None or rules.base is None:
        return None
    told = {_carries(rules, counts, base, chair) for base in scale.bases}
    return told.pop() if len(told) == 1 else None


def _carries(
    rules: VoteRules, counts: Mapping[Choice, Fraction], base: Fraction, chair: Choice | None
) -> bool | None:
    """« À la majorité simple des présents » counts those who say nothing: more than half of them."""
    pour, contre = counts[Choice.POUR], counts[Choice.CONTRE]
    if isinstance(rules.majority, Fraction):
        return pour > 0 and pour >= rules.majority * base
    needed = contre if rules.majority == Majority.SIMPLE and rules.base == Base.CAST else base / 2
    if pour == contre == needed and pour > 0:
        return _settled(rules.tie, chair)
    return pour > needed


def _settled(tie: Tie | None, chair: Choice | None) -> bool | None:
    """As many for as against: what the statutes make of it; a casting voice that says neither settles nothing."""
    if tie == Tie.REJECTED:
        return False
    return chair == Choice.POUR if tie == Tie.CHAIR and chair in EXPRESSED else None
