"""Lines that name no commune: titles of columns, which say what the others hold, totals and notes."""

import re
from collections.abc import Sequence
from enum import Enum

from maillage.geography.names import search_key


class PlaceColumn(Enum):
    """Kind of a column, as its title says it, or as its cells show."""

    PLACE = "nom ou code"
    INSEE = "code Insee"
    POSTAL = "code postal"
    PART = "arrondissement"  # of a city, or the district of a sous-préfecture
    WHERE = "département ou région"
    OTHER = "autre"


TITLES: dict[PlaceColumn, frozenset[str]] = {
    PlaceColumn.INSEE: frozenset({"codgeo", "code geo", "depcom", "codcom", "com", "cog", "geo com"}),
    PlaceColumn.POSTAL: frozenset({"cp", "codepostal", "codes postaux", "postal"}),
    PlaceColumn.PLACE: frozenset(
        ["code", "codes", "citycode", "libgeo", "libcom", "nccenr", "nom membre", "nom des membres"]
    ),
    PlaceColumn.PART: frozenset(
        ["arrondissement", "arrondissements", "arrondissement municipal", "arrdt", "arrt", "ardt"]
    ),
    PlaceColumn.WHERE: frozenset(["dep", "dept", "dpt", "reg", "nom dep"]),
}
#: Titles that mean a commune when no better one is there: « nom » may be that of anything.
VAGUE = frozenset({"nom", "libelle", "lieu", "territoire", "residence"})
#: A title made of these words alone, one of the first at least, is that of communes: « Nom de la commune de résidence ».
TOWNS = frozenset(
    [
        "commune",
        "communes",
        "com",
        "ville",
        "villes",
        "localite",
        "localites",
        "municipalite",
        "municipalites",
        "geographique",
        "acheminement",
        "codecommune",
        "nomcommune",
    ]
)
CODED = frozenset({"code", "codes", "cod", "numero", "num", "n", "insee", "cog", "codecommune"})
AROUND = frozenset(
    [
        "nom",
        "noms",
        "libelle",
        "lib",
        "liste",
        "intitule",
        "name",
        "de",
        "la",
        "le",
        "les",
        "l",
        "du",
        "des",
        "d",
        "en",
        "a",
        "s",
        "officiel",
        "officielle",
        "complet",
        "membre",
        "membres",
        "adherente",
        "adherentes",
        "concernee",
        "concernees",
        "couverte",
        "couvertes",
        "retenue",
        "retenues",
        "cpts",
        "msp",
        "territoire",
        "perimetre",
        "zone",
        "secteur",
        "exercice",
        "residence",
        "implantation",
        "rattachement",
        "domicile",
        "origine",
        "patient",
        "patients",
        "habitation",
    ]
)
ELSEWHERE = re.compile(r"\b(?:dep\w*|dpt|reg\w*|epci|arr\w*|can|canton\w*|iris|siren|pays|academie)\b")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
LONGEST_TITLE = 60  # characters
TOTAL = re.compile(r"(?:sous )?tota(?:l|ux)\b.*|ensemble|(?:soit |nombre de communes )?\d+ communes?")
NOTE = re.compile(
    r"\s*[*(]*\s*(?:sources?|notes?|champ|lecture|avertissement|d[ée]finitions?|l[ée]gende|donn[ée]es?)\s*:"
    r"|\s*[*(]*\s*sources? +(?:insee|drees|ars|ign|dgcl|atlas|donn[ée]es|www|http)\b",
    re.IGNORECASE,
)


def kind_of_title(title: str) -> PlaceColumn:
    key = search_key(re.sub(r"(?<=[a-zé])(?=[A-Z])", " ", YEAR.sub(" ", title.replace("_", " "))))
    words = set(key.split())
    is_elsewhere = ELSEWHERE.search(key) is not None
    if "insee" in words and not is_elsewhere:
        return PlaceColumn.INSEE
    if found := next((kind for kind, titles in TITLES.items() if key in titles), None):
        return found
    if "postal" in words and words & CODED:
        return PlaceColumn.POSTAL
    if words & TOWNS and words <= TOWNS | CODED | AROUND | {"postal"}:
        return PlaceColumn.INSEE if words & CODED else PlaceColumn.PLACE
    is_where = re.search(r"\b(?:departements?|regions?|dep|dept|reg)\b", key)
    return PlaceColumn.WHERE if is_where else PlaceColumn.OTHER


def columns_of(titles: Sequence[str]) -> tuple[PlaceColumn, ...]:
    """The kinds of columns that titles name; empty when none of them is for a commune."""
    kinds = [kind_of_title(title) for title in titles]
    if PlaceColumn.PLACE not in kinds:
        vague = [search_key(title) in VAGUE for title in titles]
        kinds = [PlaceColumn.PLACE if is_vague else kind for kind, is_vague in zip(kinds, vague, strict=True)]
    places = {PlaceColumn.PLACE, PlaceColumn.INSEE, PlaceColumn.POSTAL}
    if not places.intersection(kinds):  # « Arrondissement » alone is that of a city
        kinds = [PlaceColumn.PLACE if kind is PlaceColumn.PART else kind for kind in kinds]
    return tuple(kinds) if places.intersection(kinds) else ()


def is_titles(cells: Sequence[str]) -> bool:
    """Whether a line names columns: no figure, one title at least, and no sentence."""
    filled = [cell for cell in cells if cell.strip()]
    if any(map(str.isdigit, "".join(filled))) or any(len(cell) > LONGEST_TITLE for cell in filled):
        return False
    if len(filled) == 1:
        return kind_of_title(filled[0]) not in {PlaceColumn.WHERE, PlaceColumn.OTHER}
    return bool(columns_of(filled))


def is_total(cells: Sequence[str]) -> bool:
    """Whether a line adds up those above."""
    first = next((key for cell in cells if (key := search_key(cell))), "")
    return first == "totaux" or TOTAL.fullmatch(first) is not None


def is_note(text: str) -> bool:
    """« Source : Insee », and no commune as « Source-Seine » or « Champ-sur-Drac »."""
    return NOTE.match(text) is not None
