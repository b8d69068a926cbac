"""Whose voices can be heard at a moment: who sits, and who is represented by one who sits."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from maillage.governance.types import Proxy, Voter


@dataclass(frozen=True, slots=True)
class Electorate:
    """Those entitled to vote, and by whom each voice that can be heard is carried (oneself, or one's holder)."""

    entitled: Mapping[str, Voter]
    carrier: Mapping[str, str]
    #: Why a pouvoir is not carried, by its rank among those received.
    refused: Mapping[int, str] = field(default_factory=dict)

    def carried_by(self, holder: str) -> list[Voter]:
        return [self.entitled[voter] for voter, by in self.carrier.items() if by == holder]


def electorate(
    voters: Iterable[Voter], proxies: Sequence[Proxy], *, at: datetime | None, proxies_per_person: int | None
) -> Electorate:
    """`proxies` in the order they were received: of two by one giver the last holds; beyond the limit, the first are kept."""
    entitled = {voter.id: voter for voter in voters if voter.up_to_date}
    there = {voter.id for voter in entitled.values() if voter.is_there(at)}
    carrier = {voter: voter for voter in entitled if voter in there}
    last = {proxy.giver: rank for rank, proxy in enumerate(proxies)}
    in_a_circle = circles({proxies[rank].giver: proxies[rank].holder for rank in last.values()})
    carried: Counter[str] = Counter()
    refused = {}
    for rank, proxy in enumerate(proxies):
        if proxy.giver not in entitled:
            why = "qui le donne n’a pas le droit de vote"
        elif proxy.holder == proxy.giver:
            why = "on ne se donne pas pouvoir à soi-même"
        elif last[proxy.giver] != rank:
            why = "un pouvoir donné après le remplace"
        elif proxy.giver in there:
            why = "qui l’a donné est là et vote en personne"
        elif proxy.holder not in entitled:
            why = "qui le reçoit n’a pas le droit de vote"
        elif proxy.giver in in_a_circle:
            why = "les pouvoirs tournent en cercle"
        elif proxy.holder not in there:
            why = "qui le reçoit n’est pas là"
        elif proxies_per_person is not None and carried[proxy.holder] >= proxies_per_person:
            why = f"qui le reçoit en porte déjà {carried[proxy.holder]}, le plus que permettent les statuts"
        else:
            carried[proxy.holder] += 1
            carrier[proxy.giver] = proxy.holder
            continue
        refused[rank] = why
    return Electorate(entitled, carrier, refused)


def circles(given: Mapping[str, str]) -> set[str]:
    """The givers whose voice would come back to them. Each is walked once, whatever the length of what is given."""
    found: set[str] = set()
    seen: set[str] = set()
    for start in given:
        giver, ranks = start, dict[str, int]()
        while giver in given and giver not in seen:
            seen.add(giver)
            ranks[giver] = len(ranks)
            giver = given[giver]
        if giver in ranks and given[giver] != giver:
            found.update(each for each, rank in ranks.items() if rank >= ranks[giver])
    return found
