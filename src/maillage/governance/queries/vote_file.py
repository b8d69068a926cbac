"""A vote written in a JSON file, read and counted, for a machine."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from maillage.governance.enums import Base, Tie
from maillage.governance.rules import count
from maillage.governance.rules.seats import fraction, majority, share
from maillage.governance.types import Ballot, Count, Proxy, Voter, VoteRules
from maillage.kernel import BadInput, first_refusal

MOST = 100_000  # lines of a list


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
    by: Id
    choice: Annotated[str, Field(max_length=200)]


class _Vote(_Written):
    rules: _Rules
    chair: Id | None = None
    voters: list[_Voter] = Field(max_length=MOST)
    proxies: list[_Proxy] = Field(default=[], max_length=MOST)
    ballots: list[_Ballot] = Field(max_length=MOST)
    at: datetime | None = Field(None, strict=False)


def counted(written: Any) -> Count:
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
    rules = vote.rules
    return count(
        VoteRules(
            rules.majority,
            rules.base and Base(rules.base),
            rules.blank_counts,
            rules.quorum,
            rules.proxies_per_person,
            {name: college.weight for name, college in (rules.colleges or {}).items()},
            rules.tie and Tie(rules.tie),
        ),
        voters,
        [Proxy(each.giver, each.holder) for each in vote.proxies],
        [Ballot(each.by, each.choice) for each in vote.ballots],
        at=vote.at,
        chair=vote.chair or "",
    )


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


def as_json(result: Count) -> dict[str, Any]:
    quorum = result.quorum
    return {
        "quorum": {"needed": quorum.needed, "counted": quorum.counted, "met": quorum.met},
        "counts": {choice.value: str(voices) for choice, voices in result.counts.items()},
        "adopted": result.adopted,
        "refused": [{"what": each.what, "reason": each.reason} for each in result.refused],
    }
