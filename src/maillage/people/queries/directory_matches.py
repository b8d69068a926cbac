"""Who of the national directory may be meant by a name being typed at the table."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from maillage.directory.models import Person as Known
from maillage.directory.queries.people import Card, cards
from maillage.directory.queries.search.find import find
from maillage.directory.queries.search.question import read_question
from maillage.geography import atlas
from maillage.kernel import BadInput, folded
from maillage.legislation import professions_by_key
from maillage.people.enums import Practice
from maillage.registers import Mode

#: Letters that tell people apart, and how many people are proposed: to find someone, not to read the directory.
FEWEST_LETTERS, MOST_PROPOSED = 3, 6
#: An older Adeli number is shorter.
RPPS_LENGTH = 11


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Someone of the directory, as a line of the table; `profession` is empty for a trade that is not of our list."""

    name: str
    trade: str  # in words
    profession: str
    commune: str
    workplace: str
    practice: str = ""  # Practice, when the file says it
    rpps: str = ""


#: How the file says that one practises → Practice.
PRACTICES: dict[str, str] = {
    Mode.LIBERAL: Practice.LIBERAL,
    Mode.SALARIED: Practice.SALARIED,
    Mode.VOLUNTARY: Practice.VOLUNTEER,
}


def says_enough(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= FEWEST_LETTERS


def known_people(text: str, communes: Collection[str]) -> list[KnownPerson]:
    """Those whose name begins so: who practises in these communes first, then elsewhere."""
    try:
        anywhere = read_question(q=text)
    except BadInput:  # letters, and no word that is long enough
        return []
    found: dict[str, KnownPerson] = {}
    for question in (replace(anywhere, towns=tuple(communes)), anywhere):
        for card in cards(find("people", question).hits[:MOST_PROPOSED], question):
            found.setdefault(card.person.national, _as_line(card, communes))
    return list(found.values())[:MOST_PROPOSED]


def is_of_another(rpps: str, name: str) -> bool:
    """Whether the directory says this number is of somebody who bears another name; False when it does not know it.

    « Zoé Martin-Fictif » is « Martin Zoé » too: one word of both names is enough, for who married since.
    """
    found = Known.objects.filter(number=rpps).first()
    if found is None:
        return False
    theirs = set(folded(f"{found.given} {found.family}").split())
    return not theirs & set(folded(name).split())


def _as_line(card: Card, communes: Collection[str]) -> KnownPerson:
    """As they practise at the first place of the card in these communes, else at the first."""
    name, trade = f"{card.person.given} {card.person.family}".strip(), ", ".join(card.trades)
    here = atlas().with_parts(communes)
    rpps = card.person.number if len(card.person.number) == RPPS_LENGTH else ""
    if not card.spots:
        return KnownPerson(name, trade, "", "", "", rpps=rpps)
    spot = next((spot for spot in card.spots if spot.commune_code in here), card.spots[0])
    profession = spot.place.trade if spot.place.trade in professions_by_key() else ""
    return KnownPerson(
        name,
        trade,
        profession,
        spot.commune.name if spot.commune else "",
        spot.name,
        practice=PRACTICES.get(spot.place.mode, ""),
        rpps=rpps,
    )
