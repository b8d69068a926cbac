"""The annex in force at a day: the contract, then each avenant in order of effect. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from maillage.funding.types.annex import Change, Changed, MissionTerms, Terms

OF_CONTRACT = ("ends_on", "population", "size")
OF_YEAR = ("fixed", "variable")
NOTHING = MissionTerms()


def in_force(signed: Terms, changes: Sequence[Change], *, on: date) -> Terms:
    """`changes` in order of effect; that of its day holds."""
    terms = signed
    for each in changes:
        if each.effect_on <= on:
            terms = amended(terms, each.terms)
    return terms


def versions(signed: Terms, changes: Sequence[Change]) -> list[tuple[date, Terms]]:
    """Since which day each reading holds, in order; the first, from ever."""
    found = [(date.min, signed)]
    for each in changes:
        found.append((each.effect_on, amended(found[-1][1], each.terms)))
    return found


def amended(before: Terms, change: Terms) -> Terms:
    """What the change leaves empty stays as it was."""
    missions = dict(before.missions)
    for key, each in change.missions.items():
        known = missions.get(key, NOTHING)
        missions[key] = MissionTerms(
            each.starts_on or known.starts_on,
            {**known.fixed, **each.fixed},
            {**known.variable, **each.variable},
        )
    return Terms(
        change.ends_on or before.ends_on,
        before.population if change.population is None else change.population,
        before.size if change.size is None else change.size,
        missions,
    )


def changed(before: Terms, after: Terms) -> Iterator[Changed]:
    """What differs, contract first, then mission by mission and year by year."""
    for part in OF_CONTRACT:
        old, new = getattr(before, part), getattr(after, part)
        if old != new:
            yield Changed(part, old, new)
    for key, mission in after.missions.items():
        known = before.missions.get(key, NOTHING)
        if known.starts_on != mission.starts_on:
            yield Changed("starts_on", known.starts_on, mission.starts_on, key)
        for part in OF_YEAR:
            yield from _years_changed(key, part, getattr(known, part), getattr(mission, part))


def _years_changed(
    key: str, part: str, before: Mapping[int, Decimal], after: Mapping[int, Decimal]
) -> Iterator[Changed]:
    for year in sorted({*before, *after}):
        if before.get(year) != after.get(year):
            yield Changed(part, before.get(year), after.get(year), key, year)
