"""The sums of a year of requests, together: what one page says is not found by subtracting what another says."""

from collections.abc import Mapping

from maillage.care.rules.small import ALL, Cell, Flow, Node, Place, Published, hide, hide_all

#: The kind that has parts of its own: what became of each request.
DOCTOR = "medecin_traitant"
#: Of requests that stand: they sum to the column of that kind.
FOUND, GOING, UNMET = (("doctor", part) for part in ("found", "going", "unmet"))
#: Of requests that do not: they sum with that column to all that were asked.
WITHDRAWN: Place = ("doctor", "withdrawn")
ASKED_DOCTOR: Place = ("asked", "doctor")
#: All other kinds together.
ASKED_CARE: Place = ("asked", "care")

_ALL, _ROWS, _CARE, _KEPT, _DOCTOR = ((name, "") for name in ("all", "rows", "care", "kept", "doctor"))


def flows(
    kinds: Mapping[str, int], doctor: Mapping[Place, int], places: Mapping[Place, int] | None = None
) -> list[Flow]:
    """`kinds`: other kind → requests; `doctor`: FOUND, GOING, UNMET, WITHDRAWN → requests; `places`: (commune, kind) →
    requests that stand, of all kinds."""

    def source(kind: str) -> Node:
        return ("kind", kind) if places else _ALL

    kept = sum(doctor[part] for part in (FOUND, GOING, UNMET))
    found = [Flow((ALL, kind), source(kind), _CARE, number) for kind, number in kinds.items()]
    found += [Flow(ASKED_CARE, _CARE, _ALL, sum(kinds.values()))]
    found += [Flow(part, source(DOCTOR), _KEPT, doctor[part]) for part in (FOUND, GOING, UNMET)]
    found += [
        Flow((ALL, DOCTOR), _KEPT, _DOCTOR, kept),
        Flow(WITHDRAWN, _ALL, _DOCTOR, doctor[WITHDRAWN]),
        Flow(ASKED_DOCTOR, _DOCTOR, _ALL, kept + doctor[WITHDRAWN]),
    ]
    if not places:
        return found
    rows: dict[str, int] = {}
    for (row, kind), number in places.items():
        rows[row] = rows.get(row, 0) + number
        found.append(Flow((row, kind), ("row", row), ("kind", kind), number))
    found += [Flow((row, ALL), _ROWS, ("row", row), number) for row, number in rows.items()]
    return [*found, Flow((ALL, ALL), _ALL, _ROWS, sum(rows.values()))]


def publish_sums(kinds: Mapping[str, int], doctor: Mapping[Place, int], *, below: int) -> dict[Place, Cell]:
    """What may be told of a year, its communes left out: while it runs, and after."""
    sums = flows(kinds, doctor)
    return hide(sums, below=below) or hide_all(sums)


def publish_places(
    kinds: Mapping[str, int],
    doctor: Mapping[Place, int],
    places: Mapping[Place, int],
    *,
    told: Mapping[Place, Cell],
    below: int,
) -> Published | None:
    """By commune, without what would give back what the sums hide; None: nothing of it may be told.

    `told`: the sums, as `publish_sums` gave them; they stay as they are, for they were told all the year.
    """
    rows, columns = (list(dict.fromkeys(place[axis] for place in places)) for axis in (0, 1))
    every = {(row, column): places.get((row, column), 0) for row in rows for column in columns}
    is_told = any(cell.why is None for cell in told.values())
    cells = hide(flows(kinds, doctor, every), below=below, told=told) if every and is_told else None
    return Published(rows, columns, cells) if cells else None
