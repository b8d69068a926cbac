"""Words of one cell, taken apart: a name, the codes beside it, the départements it says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from maillage.geography.characters import code_as_typed, plain
from maillage.geography.names import Names, number_of, search_key

LONGEST = 120  # characters: the longest name has 45
CODE = r"\d[\dABab]\d{3}"
BULLET = re.compile(r"^\s*(?:(?:[-•–—*·▪◦‣→☐✓✔>]+|o(?=\s))\s+|[①-⓿❶-➓]\s*)")
#: « 1. », « 2) », « (3) », « 1.1 », « n° 4 : », « a) », « iv. », « B - »
NUMBERING = re.compile(
    r"^\s*(?:\(?\d{1,3}\s?[.)°]+|\d{1,2}(?:\.\d{1,2})+\.?\s|n[°o]\s?\d{1,3}\s?[.):]?"
    r"|(?:[a-z]|[ivx]{2,5})(?:[.)]|\s+[-–—]\s))\s*(?!\w\.)(?=[^\W\d]|\d[\dAB]\d{3})",
    re.IGNORECASE,
)
#: « Montauban¹ »
FOOTNOTE = re.compile(r"(?<=\w)[¹²³⁰⁴-⁹]+$")
#: « F-82000 », « CP : 82000 »
BEFORE_CODE = re.compile(r"^(?:FR?\b|C\.?P\b\.?)[ :-]*(?=\d[\dAB] ?\d{3}\b)", re.IGNORECASE)
#: « 33 000 Bordeaux »
SPACED_FIRST = re.compile(r"^(\d[\dAB]?) (\d{3})(?=\s*[:–—-]?\s*[^\W\d])", re.IGNORECASE)
#: « CEDEX », « cedex n° 14 », « CEDEX 14e », « CEDEX XIV »
CEDEX = re.compile(
    r"\bcedex\b(?:\s*(?:n°\s*)?(?P<office>(?:\d{1,2}|[ivx]{1,5})(?: ?(?:er|[eè]me|e))?)\b)?", re.IGNORECASE
)
#: « Saint-Aubin dpt 47 »
BEFORE_DEPARTEMENT = re.compile(r"\b(?:d[ée]p(?:artement|t)?|dpt)\b\.?\s+(?=\d[\dAB]\d?$)", re.IGNORECASE)
PARENTHESES = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
ARTICLES = ("l", "le", "la", "les")
CODE_FIRST = re.compile(
    rf"(?:(?P<code>{CODE})\s*[:–—-]?\s*|(?P<short>\d{{4}}|\d[\dABab]\d?)(?:\s*[:–—-]\s*|\s))(?P<name>[^\W\d].*)"
)
CODE_LAST = re.compile(rf"(?P<name>.*[^\W\d].*?)(?<!,)(?:\s*[:–—-]\s*|\s)(?P<code>{CODE}|\d[\dABab]\d?)")
POST_BOX = re.compile(r"\b(?:CS|BP|TSA)\s*\d[\d ]{0,5}(?=\s)")
#: « Commune de Montauban », « Ville du Havre », « puis d'Albias », « dont Bressols »
TOWN_OF = re.compile(
    r"(?:(?:et|puis|dont|enfin|ainsi que) )?(?:(?:les? |la )?"
    r"(?:communes?(?: (?:deleguee|associee|nouvelle)s?)?|villes?|mairies?) )?(?:de|du|des|d) (?P<name>.+)"
    r"|(?:et|puis|dont|enfin|ainsi que) (?P<other>.+)"
)
#: « Albias 3 289 », « Montauban 82121 62945 »
FIGURES_LAST = re.compile(r"(?P<name>.*?[^\W\d][^\s\d]*)(?<!,)[\s:=]+\(?(?P<figures>[+-]?\d[\d .,+%-]*)\)?")
#: « Montauban 82000 Tarn-et-Garonne »
CODE_INSIDE = re.compile(rf"(?P<name>\D+?)\s+\(?(?P<code>{CODE})\)?,?\s+(?P<after>[^\W\d]\D*)")
#: « Montauban (et Albias) »
AND_INSIDE = re.compile(
    r"[(\[]\s*(?:et|dont|ainsi que|y compris|avec|plus|\+|&)\s+([^()\[\]]+)[)\]]?", re.IGNORECASE
)
#: « 3 289 hab. », « 62 945 habitants »
INHABITANTS = re.compile(r"\(?\b\d[\d .,]*\s*hab(?:itants?)?\b\.?\)?", re.IGNORECASE)
#: « Communes concernées : »
LABEL = re.compile(
    r"^\s*(?:liste (?:des )?|les |nom (?:de la )?)?(?:communes?|villes?|codes?)\b[^:\d]{0,30}:\s*",
    re.IGNORECASE,
)
#: « Châlons-sur-Marne » is no Châlons of the Marne.
LINKS = frozenset(
    [
        "sur",
        "sous",
        "en",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l",
        "d",
        "et",
        "lez",
        "les",
        "a",
        "au",
        "aux",
    ]
)
#: A letter that a conversion lost: « Mon?auban », « N�grepelisse », « Fran‡ois ».
LOST = re.compile(r"(?<=\w)[?\ufffd¿‡†¬¤]+(?=\w)")
FRAME = " \"«»“”„.,;:!?[]{}'’*_"
#: Between two communes of one line.
BETWEEN = re.compile(
    r"\s*[,;/\\|+•·▪\n\r\t]\s*|\.\s+|\s+[-–—_]\s+|\s+(?:et|ainsi que|puis)\s+|\s*&\s*", re.IGNORECASE
)
ONLY_CODES = re.compile(rf"\W*(?:{CODE}(?:\W+|\s+et\s+))+{CODE}\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """A cell as it was read. All may be empty; `departements` is None when none is said."""

    text: str  # as shown to people
    name: str = ""
    codes: tuple[str, ...] = ()  # five characters each, whatever they mean
    departements: frozenset[str] | None = None
    figure: str = ""  # a number that is no code: people, a surface, a SIREN
    is_cedex: bool = False
    office: str = ""  # the number after « CEDEX »
    unread: str = ""  # what a column says of a part of this city, when it is not understood
    is_mended: bool = False  # a code that lost its zero
    is_like_figure: bool = False  # a code that may as well be a year, or people: « 2024 », « 14 343 »
    aside: str = ""  # what stands between parentheses, and says nothing of where it is

    @property
    def is_where(self) -> bool:
        """Only a département or a region."""
        return not self.name and not self.codes and self.departements is not None


class Words:
    """Takes cells apart, with the départements and regions of an atlas."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def where(self, text: str) -> frozenset[str] | None:
        """The départements a cell says, by number, by name or by region; None when it is neither."""
        text = text.strip(FRAME + "()")
        if text.casefold() == "france":
            return frozenset(self._names.departements)
        code = text.upper().zfill(2) if text.isdigit() else text.upper()
        if code in self._names.departements:
            return frozenset({code})
        key = search_key(
            re.sub(
                r"^(?:(?:d[ée]p(?:artement|t)?\.?|r[ée]gion)\s*(?:de la|de l'|du|des|de|d')?\s*|(?:la|les?) |l')",
                "",
                plain(text),
                flags=re.IGNORECASE,
            )
        )
        return self._names.wider.get(key) or next(
            (found for article in ARTICLES if (found := self._names.wider.get(f"{article} {key}"))), None
        )

    def is_epci(self, name: str) -> bool:
        """Whether a name is that of an intercommunalité."""
        return search_key(name) in self._names.epci_keys

    def item(self, cell: str, *, numbered: bool = False) -> Item:
        """One cell, taken apart. `numbered`: a number in front only counts the lines."""
        text = shown(cell)
        if len(text) > LONGEST:
            return Item(text)
        code = code_as_typed(LABEL.sub("", cell).strip("[]{}()*_ ;,."))
        if re.fullmatch(rf"{CODE}|\d{{4}}", code):
            return Item(
                text,
                codes=(code.upper().zfill(5),),
                is_mended=len(code) == 4,
                is_like_figure=re.fullmatch(r"\d{4}|\d\d? \d{3}", text) is not None,
            )
        if re.fullmatch(r"[\d\s.,%€/-]+", text) and any(map(str.isdigit, text)):
            return Item(text, figure=text, departements=self.where(text))
        if self._names.arrondissement(search_key(text)) and "(" not in text:
            return Item(text, name=text)
        return self._with_codes(
            self._in_parentheses(Item(text, name=without_number(text, numbered=numbered)))
        )

    def _in_parentheses(self, item: Item) -> Item:
        """The name without its parentheses, which say an article, a code, a département, or nothing of use."""
        name = POST_BOX.sub(" ", INHABITANTS.sub(" ", item.name))
        if cedex := CEDEX.search(name):
            item = replace(item, is_cedex=True, office=cedex["office"] or "")
        item = replace(item, name=CEDEX.sub(" ", name))
        for inside in PARENTHESES.findall(item.name):
            code = code_as_typed(inside)
            name = PARENTHESES.sub(" ", item.name, count=1).strip()
            if re.fullmatch(r"\d", inside):  # a note at the foot of the page
                item = replace(item, name=name)
            elif search_key(inside) in ARTICLES:
                item = replace(item, name=f"{inside} {name}")
            elif re.fullmatch(CODE, code):
                item = replace(item, name=name, codes=(*item.codes, code.upper()))
            elif found := self.where(inside):
                item = replace(item, name=name, departements=found)
            elif self._names.arrondissement(search_key(f"{name} {inside}")):
                item = replace(item, name=f"{name} {inside}")
            else:
                item = replace(item, name=name, aside=inside)
        name = " ".join(item.name.split()).strip(FRAME)
        if re.fullmatch(CODE, name):
            return replace(item, name="", codes=(name.upper(), *item.codes), aside="")
        return replace(item, name=FOOTNOTE.sub("", name))

    def _with_codes(self, item: Item) -> Item:
        """A code or a département before the name, or after it."""
        name = BEFORE_DEPARTEMENT.sub("", SPACED_FIRST.sub(r"\1\2", BEFORE_CODE.sub("", item.name)))
        item = replace(item, name=name)
        found = CODE_FIRST.fullmatch(name) or CODE_LAST.fullmatch(name)
        if found and not self._names.arrondissement(search_key(name)):
            groups = found.groupdict()
            code = (groups["code"] or groups["short"]).upper()
            name = groups["name"].strip(FRAME + "-–—")
            if len(code) > 3:
                item = replace(item, name=name, codes=(*item.codes, code.zfill(5)), is_mended=len(code) == 4)
            elif departements := self.where(code):
                item = replace(item, name=name, departements=departements)
        return item

    def with_departement_last(self, item: Item) -> Item | None:
        """« Montauban Tarn-et-Garonne » → the name, and its département; None when no département ends it."""
        words = search_key(item.name).split()
        for start in range(1, len(words)):
            found = self._names.wider.get(" ".join(words[start:]))
            if found and words[start - 1] not in LINKS:
                return replace(item, name=" ".join(words[:start]), departements=found)
        return None


def shown(cell: str) -> str:
    """A cell as people are shown it: one line, without bullets nor quotes."""
    return " ".join(BULLET.sub("", plain(cell)).replace("_", " ").split()).strip(' "«»“”.,;|')


def without_number(text: str, *, numbered: bool) -> str:
    """« 1. Montauban », « Commune : Montauban » → « Montauban »; « 1 Montauban » too in a list that is numbered."""
    if numbered:
        text = re.sub(r"^\s*\d{1,3}\s*[-–—:]?\s*(?=[^\W\d])", "", text)
    return LABEL.sub("", NUMBERING.sub("", text))


def is_numbered(lines: Iterable[str]) -> bool:
    """Whether lines begin with 1, 2, 3…"""
    starts = [re.match(r"\s*(\d{1,3})\s*[-–—:]?\s*[^\W\d]", line) for line in lines]
    return len(starts) > 1 and all(
        start is not None and int(start[1]) == number for number, start in enumerate(starts, 1)
    )


LONGEST_LINE = 2_000  # characters: beyond, nobody enumerates the arrondissements of a city
RANK = r"(?: ?(?:er|[eè]me|e|è))"
NUMBERS = rf"(?:\d{{1,2}}|[ivx]{{1,5}}){RANK}?(?!\w)"
SEVERAL = rf"{NUMBERS}(?:(?:\s*(?:,|/|&|-|\b(?:et|à|au)\b)\s*|\s+)(?:le |du )?{NUMBERS}){{1,25}}"
ARR = r"(?: *arr[a-z]*\.?)"


def each_arrondissement(names: Names, text: str) -> str:
    """« Marseille 13 à 15 », « Marseille (13, 14 et 15) » → « Marseille 13, Marseille 14, Marseille 15 »."""
    if len(text) > LONGEST_LINE or not re.search(names.city_words, text, re.IGNORECASE):
        return text

    def with_city(found: re.Match[str]) -> str:
        (city,) = (each.code for each in names.by_key[search_key(found["city"])] if each.code in names.cities)
        numbers = _numbers_in(found["numbers"], most=len(names.cities[city]))
        return ", ".join(f"{found['city']} {number}" for number in numbers) or found[0]

    city = rf"(?P<city>{names.city_words})"
    text = re.sub(rf"\b{city}(?=\d{{1,2}}(?:er|[eè]me|e|è)?\b)", r"\g<city> ", text, flags=re.IGNORECASE)
    after = rf"\b{city}(?:,? +| *: *|,? *\( *)(?:du |les )?(?P<numbers>{SEVERAL}){ARR}?(?: *\))?"
    before = rf"\b(?:les )?(?:arr[a-z]*\.? +)?(?P<numbers>{SEVERAL}){ARR}? *(?:de|à)? +{city}\b"
    alone = rf"\b{city}, +(?:le |du )?(?P<numbers>\d{{1,2}}(?:{RANK}{ARR}?|{ARR}))(?!\w)"
    last = rf"\b(?:le )?(?P<numbers>\d{{1,2}}){RANK}?{ARR} *\( *{city} *\)"
    for pattern in (before, after, alone, last):
        text = re.sub(pattern, with_city, text, flags=re.IGNORECASE)
    return text


def _numbers_in(text: str, *, most: int) -> list[int]:
    """« 3, 6 à 8 » → 3, 6, 7, 8; none when one is of no arrondissement, or may be the end of a range: « 1er-4e »."""
    numbers: list[int] = []
    for until, number in re.findall(r"(\b(?:à|au)\s+)?(\d+|\b[ivx]+)", text, re.IGNORECASE):
        last = number_of(number.lower())
        numbers += (range(numbers[-1] + 1, last + 1) if until else ()) or (last,)
    is_open = "-" in text and len(numbers) == 2 and numbers[1] > numbers[0] + 1
    return [] if is_open or not all(0 < number <= most for number in numbers) else numbers
