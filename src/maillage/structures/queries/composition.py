"""The team of a structure, before the rules of its form."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from maillage import legislation
from maillage.geography import atlas
from maillage.kernel import BadInput
from maillage.structures.models import Structure

RANKS = {"broken": 0, "unknown": 1, "satisfied": 2}


def checked_team(form: str, counts: Mapping[str, int], *, on: date, region: str) -> list[legislation.Finding]:
    """What misses first, then what nobody said; what is satisfied is last.

    Empty for a form that the law has no more, or whose composition nobody can check.
    """
    members = tuple(legislation.Member(profession, count=count) for profession, count in counts.items())
    try:
        findings = legislation.check(form, legislation.Team(members), on=on, region=region)
    except BadInput:
        return []
    return sorted(findings, key=lambda finding: RANKS[finding.status])


#: People of one profession that an address may tell.
MOST_TOLD = 50


def told_in(query: Mapping[str, str]) -> dict[str, str]:
    """What an address of the public pages says of a team and of a region, as the founding page takes it.

    « infirmier.liberal=2 » → {"equipe": "infirmier:2"}; what is not understood is left out.
    """
    counts: Counter[str] = Counter()
    for name, value in query.items():
        profession = name.partition(".")[0]
        if profession in legislation.professions_by_key() and value.isascii() and value.isdecimal():
            counts[profession] += min(int(value[:3]), MOST_TOLD)
    team = ",".join(f"{profession}:{count}" for profession, count in counts.items() if count)
    region = query.get("region", "")
    told = {"equipe": team, "region": region if region in legislation.REGIONS else ""}
    return {name: value for name, value in told.items() if value}


def team_told(text: str) -> dict[str, int]:
    """The other way: « infirmier:2 » → {"infirmier": 2}."""
    pairs = (part.partition(":") for part in text.split(","))
    return {
        profession: min(int(count[:3]), MOST_TOLD)
        for profession, _, count in pairs
        if profession in legislation.professions_by_key() and count.isascii() and count.isdecimal()
    }


def region_of(structure: Structure) -> str:
    """That of its first site, else of its territory; empty when it has neither."""
    places = [*(site.commune for site in structure.sites.all()), *structure.territory.codes]
    return atlas().commune(places[0]).region if places else ""
