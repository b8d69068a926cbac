"""Take the people of a search away: a short list, for an account, with a trace of it."""

import csv
from collections.abc import Iterator
from io import StringIO

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.directory.queries.people import Card, cards
from maillage.directory.queries.search.find import find
from maillage.directory.queries.search.question import Question
from maillage.kernel import inert, plural

COLUMNS = (
    "Identification nationale", "Nom", "Prénom", "Profession", "Savoir-faire", "Exercice", "Structure", "Adresse",
    "Commune", "Code commune", "Téléphone",
)  # fmt: skip


def export_people(question: Question, *, by: int) -> str:
    """The first people of a search (MOST_HITS at most) as CSV, a line for each place of practice, without e-mail."""
    people = cards(find("people", question).hits, question)
    out = StringIO()
    table = csv.writer(out, delimiter=";")
    table.writerow(COLUMNS)
    for card in people:
        table.writerows(_rows(card))
    record(f"Annuaire : {plural(len(people), 'personne')} en CSV.", by=by, kind=Kind.DOWNLOAD)
    return out.getvalue()


def _rows(card: Card) -> Iterator[tuple[str, ...]]:
    person = card.person
    who = (person.national, person.family, person.given, ", ".join(card.trades), ", ".join(card.skills))
    for spot in card.spots:
        yield (
            *map(inert, who), spot.ways, inert(spot.name), inert(spot.address),
            spot.commune.name if spot.commune else "", spot.commune_code or "", " ".join(spot.phones),
        )  # fmt: skip
    if not card.spots:
        yield (*map(inert, who), *[""] * (len(COLUMNS) - len(who)))
