"""Pure functions on territories."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from maillage.geography import Summary, atlas
from maillage.territories.types import CommunePart


def by_commune(parts: Iterable[CommunePart]) -> dict[str, list[CommunePart]]:
    found: dict[str, list[CommunePart]] = {}
    for part in parts:
        found.setdefault(part.commune, []).append(part)
    return found


def population_of(parts: Sequence[CommunePart]) -> int | None:
    """Of parts of one commune together; None as soon as one is not known."""
    known = [part.population for part in parts if part.population is not None]
    return sum(known) if len(known) == len(parts) else None


def counted_by_parts(summary: Summary, parts: Mapping[str, Sequence[CommunePart]]) -> Summary:
    """The same territory, with the communes that it holds only by some of their parts counted so.

    Nobody gives the outline of a part: area, density and contiguity are then unknown.
    """
    held = {code: those for code, those in parts.items() if code in summary.codes and those}
    if not held:
        return summary
    population, missing = summary.population, set(summary.missing_population) - held.keys()
    for code, those in held.items():
        part = population_of(those)
        population += (part or 0) - (atlas().commune(code).population or 0)
        if part is None:
            missing.add(code)
    return replace(
        summary,
        population=population,
        missing_population=tuple(sorted(missing)),
        typed_population=tuple(sorted(held)),
        area_km2=None,
        density=None,
        contiguous=None,
        pieces=None,
        cut_off=(),
    )
