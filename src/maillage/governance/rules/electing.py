"""An election, counted: who has the most voices for the seats, among those whom the majority of the statutes lets through."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from maillage.governance.enums import Base, Choice, Majority
from maillage.governance.rules.counting import Scale, kept_of, not_carried, quorum_of
from maillage.governance.rules.electorate import electorate
from maillage.governance.types import Election, Paper, Proxy, Voter, VoteRules


def elect(
    rules: VoteRules,
    voters: Sequence[Voter],
    proxies: Sequence[Proxy],
    papers: Iterable[Paper],
    *,
    candidates: Sequence[str],
    seats: int,
    at: datetime | None = None,
) -> Election:
    """One round. A paper bears as many names as there are seats, at most; a name twice on it is one voice.

    The majority of the statutes is what a candidate needs to be elected: « plus de pour que de contre » asks nothing where
    nobody votes against, the most voices win.
    """
    standing = frozenset(candidates)
    heard = electorate(voters, proxies, at=at, proxies_per_person=rules.proxies_per_person)

    def wrong(paper: Paper) -> str:
        if paper.names == (Choice.NUL,):
            return "est nul"
        if strangers := [name for name in paper.names if name not in standing]:
            return f"« {strangers[0]} » n’est pas candidat"
        if len(set(paper.names)) > seats:
            return f"porte {len(set(paper.names))} noms, et il y a {seats} sièges à pourvoir"
        return ""

    kept, refused = kept_of(papers, {voter.id: voter for voter in voters}, heard, at, wrong=wrong)
    said = {voter: frozenset(kept[by].names) for voter, by in heard.carrier.items() if by in kept}
    expressed = [voter for voter, names in said.items() if names or rules.blank_counts]
    scale = Scale.of(rules, expressed, heard)
    counts = {name: scale.sum(voter for voter, names in said.items() if name in names) for name in candidates}
    unweighed = list(scale.unweighed(said))
    quorum = quorum_of(rules, heard)
    elected: tuple[str, ...] | None
    tied: tuple[str, ...] = ()
    if quorum.is_missed:
        elected = ()
    elif quorum.is_unsaid or unweighed or rules.majority is None or rules.base is None:
        elected = None
    else:
        elected, tied = _seated(rules, counts, scale.bases, seats)
    return Election(
        quorum,
        counts,
        scale.sum(voter for voter, names in said.items() if not names),
        elected,
        tied,
        (*not_carried(proxies, heard), *refused, *unweighed),
        sum(each.reason == "est nul" for each in refused),
    )


def _seated(
    rules: VoteRules, counts: Mapping[str, Fraction], bases: Sequence[Fraction], seats: int
) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """Elected, and those who tie for the seats left; (None, ()) when it hangs on a base that the rules do not settle."""
    told = {tuple(name for name, voices in counts.items() if _passes(rules, voices, base)) for base in bases}
    if len(told) > 1:
        return None, ()
    ranked = sorted(told.pop(), key=lambda name: -counts[name])
    if len(ranked) <= seats:
        return tuple(ranked), ()
    last = counts[ranked[seats - 1]]
    if counts[ranked[seats]] < last:
        return tuple(ranked[:seats]), ()
    return (
        tuple(name for name in ranked if counts[name] > last),
        tuple(name for name in ranked if counts[name] == last),
    )


def _passes(rules: VoteRules, voices: Fraction, base: Fraction) -> bool:
    if isinstance(rules.majority, Fraction):
        return voices > 0 and voices >= rules.majority * base
    if rules.majority == Majority.SIMPLE and rules.base == Base.CAST:
        return voices > 0
    return voices > base / 2
