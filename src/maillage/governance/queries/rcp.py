"""What the register of concertations counts, by civil year, beside what the agreement asks."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from maillage import legislation
from maillage.governance.models import RcpSession
from maillage.governance.rules import has_rcp
from maillage.legislation import DatedValue, professions_by_key
from maillage.structures.models import Structure
from maillage.tables import SheetCell

#: What the agreement counts apart when one takes part.
IPA = "infirmier_pratique_avancee"
MEETINGS, SHARE = "msp.points.concertation_meetings", "msp.points.concertation_share"

__all__ = ["Year", "asked_for", "has_rcp", "labels", "register_in_rows", "years"]


@dataclass(frozen=True, slots=True)
class Year:
    """A civil year of the register."""

    year: int
    sessions: int
    ald: int
    over_75: int
    others: int
    minutes: int
    #: Sessions whose length nobody noted: their minutes are not in the sum.
    untimed: int
    with_ipa: int
    professions: Sequence[tuple[str, int]]

    @property
    def situations(self) -> int:
        return self.ald + self.over_75 + self.others


def labels(session: RcpSession) -> list[str]:
    known = professions_by_key()
    return [
        known[each.profession].label if each.profession in known else each.profession
        for each in session.professions.all()
    ]


def years(structure: Structure) -> list[Year]:
    """The last first."""
    found: dict[int, list[RcpSession]] = {}
    for each in structure.rcp_sessions.prefetch_related("professions"):
        found.setdefault(each.held_on.year, []).append(each)
    return [_counted(year, rows) for year, rows in sorted(found.items(), reverse=True)]


def _counted(year: int, rows: Sequence[RcpSession]) -> Year:
    there = Counter(label for row in rows for label in labels(row))
    return Year(
        year=year,
        sessions=len(rows),
        ald=sum(row.ald for row in rows),
        over_75=sum(row.over_75 for row in rows),
        others=sum(row.others for row in rows),
        minutes=sum(row.minutes or 0 for row in rows),
        untimed=sum(row.minutes is None for row in rows),
        with_ipa=sum(any(each.profession == IPA for each in row.professions.all()) for row in rows),
        professions=sorted(there.items(), key=lambda pair: (-pair[1], pair[0])),
    )


def asked_for(on: date) -> tuple[DatedValue | None, DatedValue | None]:
    """Meetings in a year, at least, and the share of patients, as the law room knows them that day."""
    return legislation.rule(MEETINGS).at(on), legislation.rule(SHARE).at(on)


def register_in_rows(structure: Structure) -> Iterator[Sequence[SheetCell]]:
    yield (
        "Date",
        "Professions présentes",
        "Situations",
        "ALD",
        "Plus de 75 ans, hors ALD",
        "Autres",
        "Thème",
        "Minutes",
    )
    for each in structure.rcp_sessions.prefetch_related("professions"):
        yield (
            each.held_on, ", ".join(labels(each)), each.situations, each.ald, each.over_75, each.others, each.theme,
            each.minutes,
        )  # fmt: skip
