"""Take the people of a search away: a short list, for an account, with a trace of it."""

from collections.abc import Iterator

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.directory.queries.people import Card, cards
from maillage.directory.queries.search.find import find
from maillage.directory.queries.search.question import Question
from maillage.kernel import plural

COLUMNS = (
    "Identification nationale", "Nom", "Prénom", "Profession", "Savoir-faire", "Exercice", "Structure", "Adresse",
    "Commune", "Code commune", "Téléphone",
)  # fmt: skip


def export_people(question: Question, *, by: int, suffix: str) -> Iterator[tuple[str, ...]]:
    """The first people of a search (MOST_HITS at most), titles first, a line for each place of practice, no e-mail."""
    people = cards(find("people", question).hits, question)
    record(f"Annuaire : {plural(len(people), 'personne')} en {suffix.upper()}.", by=by, kind=Kind.DOWNLOAD)
    yield COLUMNS
    for card in people:
        yield from _rows(card)


def _rows(card: Card) -> Iterator[tuple[str, ...]]:
    person = card.person
    who = (person.national, person.family, person.given, ", ".join(card.trades), ", ".join(card.skills))
    for spot in card.spots:
        yield (
            *who, spot.ways, spot.name, spot.address,
            spot.commune.name if spot.commune else "", spot.commune_code or "", " ".join(spot.phones),
        )  # fmt: skip
    if not card.spots:
        yield who
