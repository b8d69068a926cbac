"""The only door of the rooms above: counts of a year, small ones hidden. Nothing of a request, of a person, leaves.

A count of people under the threshold of the structure is hidden, with what would let it be found by subtraction; hidden is
neither zero nor unknown. Counts of what professionals do (slots, sessions, exercises) hide nobody and are told as they are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from maillage.care.enums import HelpEvent, RequestKind, Situation
from maillage.care.queries import alerts_counts, requests_counts
from maillage.care.queries.doctors import commune_name
from maillage.care.queries.doctors_counts import DoctorCounts, doctor_counts
from maillage.care.queries.few import Few
from maillage.care.queries.roster_counts import unscheduled_year
from maillage.care.queries.settings import setting_of
from maillage.care.rules.asked import (
    ASKED_CARE,
    ASKED_DOCTOR,
    DOCTOR,
    FOUND,
    GOING,
    UNMET,
    WITHDRAWN,
    publish_places,
    publish_sums,
)
from maillage.care.rules.small import ALL, Cell, Hidden, Place, Published, is_small, publish, publish_one
from maillage.care.rules.taps import PROTOCOL_ACT
from maillage.kernel import amount, folded, with_no_break_spaces
from maillage.structures.models import Structure

#: The one row of a table of parts.
WHOLE = "whole"
PEOPLE, PERCENT, DAYS, TIMES = "personnes", "%", "jours", ""


class Why(StrEnum):
    """Why a count is not told."""

    SMALL = "small"
    COMPLEMENT = "complement"
    UNKNOWN = "unknown"

    @property
    def said(self) -> str:
        return {
            Why.SMALL: "moins de personnes que ce qui se publie",
            Why.COMPLEMENT: "masqué, pour qu’un petit nombre ne se retrouve pas",
            Why.UNKNOWN: "personne ne l’a compté",
        }[self]


@dataclass(frozen=True, slots=True)
class Count:
    """A figure of a year, as it may be told. `against`: the denominator of a share, when it may be told too."""

    key: str
    label: str
    formula: str
    unit: str
    value: Decimal | None
    why: Why | None = None
    against: Decimal | None = None
    below: int = 0  # the threshold, for what is small

    @property
    def said(self) -> str:
        if self.why == Why.SMALL:
            return with_no_break_spaces(f"< {self.below}") if self.unit != PERCENT else "masqué"
        if self.value is None:
            return "masqué" if self.why == Why.COMPLEMENT else "inconnu"
        return amount(self.value, self.unit)


@dataclass(frozen=True, slots=True)
class CareYear:
    """`places`: people who asked by commune and by what for, of a year that is over; None while it runs, for the count of
    one month could be found from the next."""

    year: int
    below: int
    counts: Sequence[Count]
    places: Published | None

    def count(self, key: str) -> Count | None:
        return next((each for each in self.counts if each.key == key), None)

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """The table of places as it is shown: a commune and its cells, the total last."""
        if self.places is None:
            return []
        named = sorted(self.places.rows, key=lambda code: folded(commune_name(code)))
        lines = [(commune_name(code), code) for code in named] + [("Ensemble", ALL)]
        columns = [*self.places.columns, ALL]
        return [
            (name, [_said(self.places.at(code, column), self.below) for column in columns])
            for name, code in lines
        ]

    @property
    def headers(self) -> list[str]:
        if self.places is None:
            return []
        return [*(RequestKind(kind).label for kind in self.places.columns), "Ensemble"]


def _said(cell: Cell, below: int) -> str:
    if cell.why == Hidden.SMALL:
        return with_no_break_spaces(f"< {below}")
    return "masqué" if cell.value is None else str(cell.value)


def care_year(structure: Structure, year: int, *, on: date) -> CareYear:
    """What the care of a structure amounts to in a civil year, up to a day."""
    read = Read(structure, year, on, setting_of(structure).small_below)
    counts = [each for subject in SUBJECTS for each in subject(read)]
    return CareYear(year, read.below, counts, read.places if year < on.year else None)


def counted(structure: Structure, key: str, year: int, *, on: date) -> Count | None:
    """One count, by its key: those of `legislation.Counter` that begin with « soins_ » are among them."""
    subject = OF_KEY.get(key)
    found = subject(Read(structure, year, on, setting_of(structure).small_below)) if subject else ()
    return next((each for each in found if each.key == key), None)


@dataclass(frozen=True)
class Read:
    """A year as it is read, each part once, when a subject asks for it. `below`: the threshold of the structure."""

    structure: Structure
    year: int
    on: date
    below: int

    @cached_property
    def doctors(self) -> DoctorCounts:
        return doctor_counts(self.structure, self.year)

    @cached_property
    def requests(self) -> requests_counts.YearCounts:
        return requests_counts.counts_of(self.structure, self.year)

    @property
    def kinds(self) -> Mapping[str, int]:
        return self.requests.by_kind

    @property
    def became(self) -> Mapping[Place, int]:
        found = self.doctors
        return {
            FOUND: found.found, GOING: found.taken + found.open, UNMET: found.unmet, WITHDRAWN: found.withdrawn,
        }  # fmt: skip

    @cached_property
    def sums(self) -> Mapping[Place, Cell]:
        """What may be told of requests of all kinds: one page must not give back what another hides."""
        return publish_sums(self.kinds, self.became, below=self.below)

    @cached_property
    def few(self) -> Few:
        return Few(self.structure, self.year, self.on)

    @property
    def places(self) -> Published | None:
        doctors = {(commune, DOCTOR): number for commune, number in self.doctors.stands.items() if number}
        places = {**requests_counts.places_of(self.structure, self.year), **doctors}
        return publish_places(self.kinds, self.became, places, told=self.sums, below=self.below)


def as_json(care: CareYear) -> dict[str, Any]:
    """As the command and other programs read it: what is hidden is null, with its reason."""
    found: dict[str, Any] = {
        "year": care.year,
        "small_below": care.below,
        "counts": [
            {
                "key": each.key,
                "label": each.label,
                "formula": each.formula,
                "unit": each.unit,
                "value": _number(each.value),
                "against": _number(each.against),
                "why": each.why.value if each.why else None,
            }
            for each in care.counts
        ],
        "places": None,
    }
    if care.places is not None:
        found["places"] = [
            {"commune": row or None, "kind": column or None, "value": cell.value, "why": cell.why}
            for (row, column), cell in care.places.cells.items()
        ]
    return found


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral() else float(value)


def in_rows(care: CareYear) -> Iterator[list[str]]:
    """As a spreadsheet holds it: what the page says, and nothing more."""
    yield ["Compte", "Valeur", "Sur", "Comment", "Pourquoi rien"]
    for each in care.counts:
        against = "" if each.against is None else amount(each.against)
        yield [each.label, each.said, against, each.formula, each.why.said if each.why else ""]
    if care.places is not None:
        yield []
        yield ["Commune", *care.headers]
        for name, cells in care.rows:
            yield [name, *cells]


# Each subject, as counts.


def _plain(key: str, label: str, formula: str, value: int | Decimal | None, unit: str = TIMES) -> Count:
    """What hides nobody."""
    return Count(
        key,
        label,
        formula,
        unit,
        None if value is None else Decimal(value),
        Why.UNKNOWN if value is None else None,
    )


def _of(cell: Cell, key: str, label: str, formula: str, below: int, unit: str = PEOPLE) -> Count:
    why = Why(cell.why.value) if cell.why else None
    return Count(
        key, label, formula, unit, None if cell.value is None else Decimal(cell.value), why, below=below
    )


def _alone(key: str, label: str, formula: str, value: int, below: int) -> Count:
    return _of(publish_one(value, below=below), key, label, formula, below)


def _parts(parts: Mapping[str, int], below: int) -> Mapping[str, Cell]:
    """Parts of a whole, the whole at ALL: published together, so that none is found from the others."""
    published = publish({(WHOLE, key): value for key, value in parts.items()}, below=below)
    return {key: published.at(WHOLE, key) for key in (*parts, ALL)} if parts else {ALL: Cell(0)}


def _share(key: str, label: str, formula: str, part: int, whole: int, below: int) -> Count:
    """A percentage, told when neither who is in it nor who is not are few."""
    if whole == 0:
        return Count(key, label, formula, PERCENT, None, Why.UNKNOWN)
    if any(publish_one(each, below=below).why for each in (part, whole - part, whole)):
        return Count(key, label, formula, PERCENT, None, Why.SMALL, below=below)
    value = (Decimal(100 * part) / whole).quantize(Decimal("0.1"))
    return Count(key, label, formula, PERCENT, value, against=Decimal(whole))


def _median(
    key: str,
    label: str,
    formula: str,
    value: Decimal | None,
    timed: int,
    beside: Cell,
    below: int,
    unit: str = DAYS,
) -> Count:
    """A delay is of people too. How many is told when it gives nothing back of the count `beside` it."""
    if value is None:
        return Count(key, label, formula, unit, None, Why.UNKNOWN)
    if publish_one(timed, below=below).why:
        return Count(key, label, formula, unit, None, Why.SMALL, below=below)
    is_told = beside.value is not None and not is_small(abs(beside.value - timed), below=below)
    return Count(key, label, formula, unit, value, against=Decimal(timed) if is_told else None)


def _doctors(read: Read) -> Iterable[Count]:
    found, cells, below = read.doctors, read.sums, read.below
    doctor = "d’un médecin traitant"
    yield _of(
        cells[ASKED_DOCTOR],
        "soins_demandes_mt",
        f"Demandes {doctor}",
        "Personnes qui en ont demandé un, chacune une fois.",
        below,
    )
    share = _share(
        "soins_mt_trouves", f"Demandes {doctor} abouties", "Servies, sur celles qui n’ont pas été retirées.",
        found.found, found.kept, below,
    )  # fmt: skip
    yield _following(share, cells[FOUND], cells[ALL, DOCTOR], below=below)
    yield _of(
        cells[UNMET],
        "mt_sans_reponse",
        f"Demandes {doctor} sans réponse",
        "Closes sans médecin trouvé.",
        below,
    )
    yield _median(
        "soins_delai_mt", "Délai pour trouver un médecin traitant",
        "Médiane, de la demande à la première consultation dite faite.", found.median_days, found.timed,
        cells[FOUND], below,
    )  # fmt: skip


def _following(share: Count, *made_of: Cell, below: int) -> Count:
    """A share is told when the counts that it is made of are."""
    if all(cell.why is None for cell in made_of):
        return share
    return Count(
        share.key, share.label, share.formula, share.unit, None, share.why or Why.COMPLEMENT, below=below
    )


def _requests(read: Read) -> Iterable[Count]:
    found, cells, below = read.requests, read.sums, read.below
    yield _of(
        cells[ASKED_CARE],
        "demandes",
        "Demandes de soins",
        "Demandes reçues, sans les réunies ni les retirées.",
        below,
    )
    for kind in found.by_kind:
        label = f"Demandes : {RequestKind(kind).label.lower()}"
        yield _of(cells[ALL, kind], f"demandes_{kind}", label, "Parmi les demandes de soins.", below)
    share = _share(
        "demandes_prises", "Demandes de soins prises", "Prises par quelqu’un, sur celles reçues.", found.taken, found.asked,
        below,
    )  # fmt: skip
    yield _following(share, cells[ASKED_CARE], below=below)
    minutes = None if found.median is None else Decimal(found.median)
    yield _median(
        "delai_preneur", "Délai jusqu’au premier preneur", "Médiane, de la demande à la prise.", minutes, found.taken,
        cells[ASKED_CARE], below, "minutes",
    )  # fmt: skip
    questions = read.few.questions
    yield _plain(
        "questions",
        "Questions de pharmaciens à un prescripteur",
        "Questions posées dans l’année.",
        questions.asked,
    )
    yield _plain("questions_repondues", "Questions répondues", "Parmi elles.", questions.answered)


def _unscheduled(read: Read) -> Iterable[Count]:
    found, asked = unscheduled_year(read.structure, read.year, on=read.on), read.requests
    yield _plain(
        "soins_creneaux_snp", "Créneaux de soins non programmés ouverts", "Créneaux offerts, utilisés ou non.",
        found.slots if found.is_organized else None, "créneaux",
    )  # fmt: skip
    yield _plain(
        "snp_professionnels", "Professionnels des soins non programmés",
        "Ont tenu un tour, offert un créneau ou pris une demande, chacun une fois.", found.took_part, "professionnels",
    )  # fmt: skip
    share = _share(
        "soins_snp_24_h", "Demandes vues dans les 24 heures",
        "Prises en 24 heures par le tour ou par la régulation comptée, sur celles reçues.",
        asked.soon + found.seen_within_a_day, asked.received + found.directed, read.below,
    )  # fmt: skip
    yield _following(share, read.sums.get((ALL, RequestKind.UNSCHEDULED), Cell(0)), below=read.below)


def _help(read: Read) -> Iterable[Count]:
    below = read.below
    asked = {
        key: counts[HelpEvent.ASKED]
        for key, counts in read.few.help.situations.items()
        if counts[HelpEvent.ASKED]
    }
    cells = _parts(asked, below)
    yield _of(
        cells[ALL],
        "aide_demandee",
        "Recherches « qui peut aider ? »",
        "Questions posées dans l’année.",
        below,
        TIMES,
    )
    for key in asked:
        yield _of(cells[key], f"aide_{key}", Situation(key).label, "Parmi ces recherches.", below, TIMES)


def _pathways(read: Read) -> Iterable[Count]:
    few, below = read.few, read.below
    label, formula = "Patients suivis dans un parcours", "Entrés et pas encore sortis au dernier jour compté."
    if few.followed is None:
        yield Count("soins_patients_suivis", label, formula, PEOPLE, None, Why.UNKNOWN)
    else:
        yield _alone("soins_patients_suivis", label, formula, few.followed, below)
    yield _alone(
        "escap_patients",
        "Patients d’une ESCAP",
        "Codes, chacun une fois, une équipe en cours dans l’année.",
        few.in_teams,
        below,
    )
    yield _plain(
        "etp_seances",
        "Séances d’éducation thérapeutique",
        "Séances tenues dans l’année.",
        few.sessions,
        "séances",
    )
    yield _plain(
        "concertations",
        "Concertations",
        "Celles du registre, et celles appelées ici.",
        few.concertations,
        "concertations",
    )


def _protocols(read: Read) -> Iterable[Count]:
    acts = read.few.protocols
    yield _plain(
        "protocoles_engages", "Protocoles engagés", "Équipes engagées au plus tard cette année.", acts["protocoles.engages"],
        "protocoles",
    )  # fmt: skip
    yield _alone(
        "protocole_actes",
        "Actes de protocoles",
        "Comptés au comptoir, sans les annulés.",
        acts.get(PROTOCOL_ACT, 0),
        read.below,
    )


def _alerts(read: Read) -> Iterable[Count]:
    found = read.few.alerts
    for key, formula in alerts_counts.FORMULAS.items():
        yield _plain(key, formula.label, formula.counted + ".", found[key])


SUBJECTS = (_doctors, _requests, _unscheduled, _help, _pathways, _protocols, _alerts)
#: Counters of the law room → the subject that counts them.
OF_KEY = {
    "soins_demandes_mt": _doctors,
    "soins_mt_trouves": _doctors,
    "soins_delai_mt": _doctors,
    "soins_creneaux_snp": _unscheduled,
    "soins_snp_24_h": _unscheduled,
    "soins_patients_suivis": _pathways,
}
