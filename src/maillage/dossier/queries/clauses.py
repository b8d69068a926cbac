"""The clauses of a section: what may be chosen, with its text; what was chosen, and what it writes."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.html import escape

from maillage import legislation
from maillage.dossier.models import Document, SectionText
from maillage.geography import atlas
from maillage.governance.models import SeatShare
from maillage.governance.queries.seats import instances_of
from maillage.kernel import joined
from maillage.people.queries import seats_of
from maillage.structures.models import Structure

LABELS = {blank.key: blank.label for blank in legislation.BLANKS}
#: Names of communes that a sentence bears.
FEW = 6


@dataclass(frozen=True)
class Offered:
    """An option of a clause: its text, its blanks filled or said to be; `sentences` are for a page."""

    key: str
    label: str
    html: str
    is_chosen: bool


@dataclass(frozen=True)
class Choice:
    clause: legislation.Clause
    options: list[Offered]

    @property
    def name(self) -> str:
        return f"clause-{self.clause.key}"


@dataclass(frozen=True)
class Blank:
    """What the clauses of a section leave to be said; `known` comes of the structure."""

    key: str
    label: str
    typed: str
    known: str


@dataclass(frozen=True)
class TradeSeats:
    """A profession of the team: how many are in, and the seats that an instance keeps for it; None: none is kept."""

    trade: str
    people: int
    seats: str


def known_blanks(structure: Structure) -> Mapping[str, str]:
    """What the structure says by itself. No number is ever guessed."""
    persons = [person.name for person in structure.legal_persons.all() if person.until is None]
    names = [atlas().commune(code).name for code in structure.territory.codes]
    said = {
        "nom": persons[0] if len(persons) == 1 else structure.name,
        "territoire": structure.territory.public_name or (joined(names) if 0 < len(names) <= FEW else ""),
        "colleges": joined([college.name for college in structure.colleges.all()]),
    }
    return {key: value for key, value in said.items() if value}


def choices_of(
    section: legislation.Section, row: SectionText | None, blanks: Mapping[str, str]
) -> list[Choice]:
    """Each clause of a section, with what was chosen."""
    chosen = chosen_in(row)
    return [
        Choice(
            clause,
            [
                Offered(
                    option.key,
                    option.label,
                    filled(option.text, blanks),
                    option.key in chosen.get(clause.key, []),
                )
                for option in clause.options
            ],
        )
        for clause in section.clauses
    ]


def chosen_in(row: SectionText | None) -> dict[str, list[str]]:
    return {each.clause: each.options for each in row.choices.all()} if row else {}


def blanks_of(section: legislation.Section, document: Document, known: Mapping[str, str]) -> list[Blank]:
    """Those that any option of the section leaves, in the order of the law room."""
    asked = {key for clause in section.clauses for option in clause.options for key in option.blanks}
    return [
        Blank(key, label, document.blanks.get(key, ""), known.get(key, ""))
        for key, label in LABELS.items()
        if key in asked
    ]


def values_of(document: Document, known: Mapping[str, str]) -> dict[str, str]:
    """What was typed goes before what is known."""
    return {**known, **{key: value for key, value in document.blanks.items() if value}}


def filled(text: str, values: Mapping[str, str]) -> str:
    """HTML: what nobody said is marked, so that one sees it in the text and on paper."""

    def told(found: re.Match[str]) -> str:
        key = found[1]
        if values.get(key):
            return str(escape(values[key]))
        return f"<strong>[à compléter\N{NO-BREAK SPACE}: {escape(LABELS[key])}]</strong>"

    return "".join(told(found) if found else str(escape(piece)) for piece, found in _pieces(text))


def _pieces(text: str) -> list[tuple[str, re.Match[str] | None]]:
    pieces: list[tuple[str, re.Match[str] | None]] = []
    at = 0
    for found in re.finditer(r"\{(\w+)\}", text):
        pieces += [(text[at : found.start()], None), ("", found)]
        at = found.end()
    return [*pieces, (text[at:], None)]


def text_of(section: legislation.Section, chosen: Mapping[str, list[str]], values: Mapping[str, str]) -> str:
    """What the options chosen write, a paragraph each, in the order of the plan; empty when nothing was chosen."""
    return "".join(
        f"<p>{filled(option.text, values)}</p>"
        for clause in section.clauses
        for option in clause.options
        if option.key in chosen.get(clause.key, [])
    )


def seats_by_trade(structure: Structure, *, on: date) -> list[TradeSeats]:
    """The professions of the team, so that none is left without a seat by mistake."""
    kept: dict[str, list[str]] = {}
    known = legislation.professions_by_key()
    reserved = SeatShare.objects.filter(instance__in=instances_of(structure, on=on))
    for share in reserved.select_related("instance", "college").order_by("pk"):
        label = share.college.name if share.college else share.profession
        label = known[label].label if label in known else label
        kept.setdefault(label, []).append(f"{share.seats} ({share.instance.name})")
    team = Counter(
        known[person.profession].label for person in seats_of(structure) if person.profession in known
    )
    trades = sorted({*team, *(label for label in kept)})
    return [TradeSeats(trade, team[trade], ", ".join(kept.get(trade, []))) for trade in trades]
