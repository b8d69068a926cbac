"""The list beside the map: the communes of a département by EPCI, and what is chosen of each."""

from dataclasses import dataclass

from maillage.geography import Commune, Epci, EpciShare, Summary, atlas
from maillage.kernel import folded


@dataclass(frozen=True, slots=True)
class Group:
    """The communes of one EPCI inside a département, as the list shows them.

    `chosen`, `total` and `whole` are those of the whole EPCI, in all its départements, as figures and letter say.
    """

    epci: Epci | None
    communes: tuple[Commune, ...]
    elsewhere: tuple[Commune, ...]  # communes of the EPCI in other départements
    chosen: int
    total: int
    whole: bool

    @property
    def named_elsewhere(self) -> list[tuple[str, str]]:
        """(code, name), for the script that takes the EPCI whole."""
        return [(commune.code, commune.name) for commune in self.elsewhere]


def groups_of(departement: str, summary: Summary | None) -> list[Group]:
    """The list beside the map: every commune of the département once, by EPCI, in alphabetical order."""
    shares = {share.code: share for share in summary.epci} if summary else {}
    wanted = atlas().smallest(summary.codes) if summary else frozenset()
    by_epci: dict[str | None, list[Commune]] = {}
    for commune in atlas().units_of(departement):
        by_epci.setdefault(commune.epci, []).append(commune)
    groups = []
    for code, communes in by_epci.items():
        listed = tuple(sorted(communes, key=lambda commune: folded(commune.name)))
        if code:
            groups.append(_group_of_epci(atlas().epci(code), departement, listed, shares.get(code)))
        else:
            chosen = sum(commune.code in wanted for commune in listed)
            groups.append(Group(None, listed, (), chosen, len(listed), chosen == len(listed)))
    return sorted(groups, key=lambda group: folded(group.epci.name) if group.epci else "zzz")


def _group_of_epci(
    epci: Epci, departement: str, listed: tuple[Commune, ...], share: EpciShare | None
) -> Group:
    members = map(atlas().commune, epci.members)
    return Group(
        epci=epci,
        communes=listed,
        elsewhere=tuple(member for member in members if member.departement != departement),
        chosen=share.members_in if share else 0,
        total=len(epci.members),
        whole=bool(share and share.whole),
    )
