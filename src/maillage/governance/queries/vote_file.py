"""A vote written in a JSON file, read and counted, for a machine."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from maillage.governance.enums import Base, Choice, Tie
from maillage.governance.rules import count, elect
from maillage.governance.rules.seats import majority, share
from maillage.governance.types import Ballot, Count, Election, Paper, Proxy, Voter, VoteRules
from maillage.kernel import BadInput, first_refusal, fraction

MOST = 100_000  # lines of a list
MOST_SEATS = 1_000


Exact = Annotated[Any, BeforeValidator(fraction)]
Share = Annotated[Any, BeforeValidator(share)]
Id = Annotated[str, Field(min_length=1, max_length=200)]


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, coerce_numbers_to_str=True)


class _College(_Written):
    weight: Exact


class _Rules(_Written):
    majority: Annotated[Any, BeforeValidator(majority)]
    base: Literal["cast", "present", "members"] | None
    blank_counts: bool = False
    quorum: Share = None
    proxies_per_person: int | None = Field(None, ge=0)
    colleges: dict[str, _College] | None = None
    tie: Literal["rejected", "chair"] | None = None
    quorum_unsaid: bool = False


class _Voter(_Written):
    id: Id
    college: str | None = None
    up_to_date: bool = True
    present: bool = False
    left_at: datetime | None = Field(None, strict=False)


class _Proxy(_Written):
    giver: Id = Field(alias="from")
    holder: Id = Field(alias="to")


class _Ballot(_Written):
    """`choice`: what one says of a resolution; in an election the names one chooses, none when it is blank."""

    by: Id
    choice: Annotated[str, Field(max_length=200)] | Annotated[list[Id], Field(max_length=MOST_SEATS)]


class _Vote(_Written):
    rules: _Rules
    #: Who holds the casting voice; `chairs`: several, of whom the statutes do not say which does.
    chair: Id | None = None
    chairs: list[Id] = Field(default=[], max_length=MOST_SEATS)
    voters: list[_Voter] = Field(max_length=MOST)
    proxies: list[_Proxy] = Field(default=[], max_length=MOST)
    ballots: list[_Ballot] = Field(max_length=MOST)
    #: Of an election, with how many are elected: one, when it is not said.
    candidates: list[Id] | None = Field(None, min_length=1, max_length=MOST_SEATS)
    seats: int | None = Field(None, ge=1, le=MOST_SEATS)
    at: datetime | None = Field(None, strict=False)


def counted(written: Any) -> Count | Election:
    """The count of what a file says. Raises BadInput, naming the place, for what it does not say clearly."""
    try:
        vote = _Vote.model_validate(written)
    except ValidationError as refusal:
        raise first_refusal(refusal) from None
    voters = [
        Voter(each.id, each.college or "", each.up_to_date, each.present, each.left_at)
        for each in vote.voters
    ]
    _refuse_unclear(voters, vote.at)
    if vote.seats is not None and vote.candidates is None:
        raise BadInput("Des sièges sont à pourvoir : dites qui se présente (« candidates »).", field="seats")
    read = _read(vote.rules)
    proxies = [Proxy(each.giver, each.holder) for each in vote.proxies]
    if vote.candidates is not None:
        return elect(
            read,
            voters,
            proxies,
            _papers(vote.ballots),
            candidates=list(dict.fromkeys(vote.candidates)),
            seats=vote.seats or 1,
            at=vote.at,
        )
    ballots = [
        Ballot(each.by, each.choice if isinstance(each.choice, str) else f"[{', '.join(each.choice)}]")
        for each in vote.ballots
    ]
    return count(read, voters, proxies, ballots, at=vote.at, chairs=vote.chairs or [vote.chair or ""])


def rules_in(written: Any) -> VoteRules:
    """The rules alone, as a file writes them. Raises BadInput."""
    try:
        return _read(_Rules.model_validate(written))
    except ValidationError as refusal:
        raise first_refusal(refusal) from None


def _read(rules: _Rules) -> VoteRules:
    return VoteRules(
        rules.majority,
        rules.base and Base(rules.base),
        rules.blank_counts,
        rules.quorum,
        rules.proxies_per_person,
        {name: college.weight for name, college in (rules.colleges or {}).items()},
        rules.tie and Tie(rules.tie),
        rules.quorum_unsaid,
    )


def _papers(ballots: Iterable[_Ballot]) -> Iterator[Paper]:
    """« blanc », or one name, may be written without its list."""
    for each in ballots:
        if isinstance(each.choice, list):
            yield Paper(each.by, tuple(each.choice))
        else:
            yield Paper(each.by, () if each.choice == Choice.BLANC else (each.choice,))


def _refuse_unclear(voters: list[Voter], at: datetime | None) -> None:
    """Two lines of one person, or hours that cannot be compared."""
    seen = set()
    for voter in voters:
        if voter.id in seen:
            raise BadInput(f"« {voter.id} » est deux fois sur la liste électorale.", field="voters")
        seen.add(voter.id)
    hours = [hour for hour in (at, *(voter.left_at for voter in voters)) if hour]
    if len({hour.tzinfo is None for hour in hours}) > 1:
        raise BadInput(
            "Des heures ont un fuseau, d’autres non : écrivez-les toutes de la même façon.", field="at"
        )
    if at is None and any(voter.left_at for voter in voters):
        raise BadInput("Quelqu’un est parti avant la fin : dites l’heure du vote (« at »).", field="at")


def as_json(result: Count | Election) -> dict[str, Any]:
    quorum = result.quorum
    told: dict[str, Any] = {
        "quorum": {"needed": quorum.needed, "counted": quorum.counted, "met": quorum.met},
        "counts": {str(choice): str(voices) for choice, voices in result.counts.items()},
    }
    if isinstance(result, Election):
        told |= {"blank": str(result.blank), "elected": result.elected, "tied": result.tied}
        told |= {"spoilt": result.spoilt} if result.spoilt else {}
    else:
        told["adopted"] = result.adopted
        told |= {"why": result.why} if result.why else {}
    return {**told, "refused": [{"what": each.what, "reason": each.reason} for each in result.refused]}


def rules_as_json(rules: VoteRules) -> dict[str, Any]:
    """As a file writes them."""
    unsaid = {"quorum_unsaid": True} if rules.is_quorum_unsaid else {}
    return {
        **unsaid,
        "majority": None if rules.majority is None else str(rules.majority),
        "base": rules.base,
        "blank_counts": rules.blank_counts,
        "quorum": None if rules.quorum is None else str(rules.quorum),
        "proxies_per_person": rules.proxies_per_person,
        "colleges": {name: {"weight": str(weight)} for name, weight in rules.weights.items()} or None,
        "tie": rules.tie,
    }
