"""The question to the directory, understood once for the pages, the export and the JSON API."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from maillage.directory.queries.search.words import without_titles, words_of
from maillage.directory.queries.supply import CARE
from maillage.geography import Commune, atlas
from maillage.kernel import BadInput, plural, with_no_break_spaces
from maillage.legislation import professions_by_key
from maillage.registers import Mode, PlaceKind

FURTHEST_KM = 50
LONGEST_TEXT = 80
MOST_SUGGESTIONS = 6
#: A name of one letter is everybody's.
SHORTEST_NAME = 2
MODES = {Mode.LIBERAL.value: "Libéral", Mode.SALARIED.value: "Salarié"}


class UnclearCommune(BadInput):
    """No commune, or several, under what was typed: `which` asks for one of `suggestions`, the largest first."""

    def __init__(self, sentence: str, which: str = "", suggestions: Sequence[Commune] = ()) -> None:
        super().__init__(sentence, field="commune")
        self.which = with_no_break_spaces(which)
        self.suggestions = largest_first(suggestions)


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question to the directory, judged by `read_question`. What is empty does not filter."""

    text: str = ""  # as it was typed for a name
    words: tuple[str, ...] = ()
    #: RPPS, Adeli or FINESS number, when that is what was typed.
    number: str = ""
    #: A profession, or several that one word means: « médecin ».
    trades: tuple[str, ...] = ()
    skill: str = ""
    #: Codes of the communes asked for: one, or all those of a postal code, the largest first.
    towns: tuple[str, ...] = ()
    postcode: str = ""  # when they are several
    km: int = 0  # around them
    mode: str = ""
    beyond_care: bool = False  # replacements, teaching, administration, students
    kind: str = ""  # PlaceKind: of places only

    @property
    def commune(self) -> str:
        """The commune asked for; the largest of a postal code, empty for the whole country."""
        return self.towns[0] if self.towns else ""

    @property
    def trade(self) -> str:
        """The profession asked for; empty for several."""
        return self.trades[0] if len(self.trades) == 1 else ""

    @cached_property
    def communes(self) -> tuple[str, ...]:
        """The communes and those around, nearest first; none when the question is about the whole country.

        A city is there with its arrondissements.
        """
        towns = atlas().with_parts(self.towns)
        if not self.km:
            return towns
        around = dict.fromkeys(code for town in self.towns for code in atlas().nearby(town, self.km))
        others = [code for code in around if code not in set(towns)]
        if len(self.towns) > 1:
            others.sort(key=lambda code: (self.km_to(code), code))
        return (*towns, *others)

    def km_to(self, commune: str) -> float | None:
        """From the nearest town hall asked for; None without a commune asked for, or when nobody knows.

        Nothing from a city to its own arrondissements.
        """
        if commune in atlas().with_parts(self.towns):
            return 0.0
        known = [km for town in self.towns if (km := atlas().distance_km(town, commune)) is not None]
        return min(known, default=None)

    @property
    def practice(self) -> Q:
        """The filters an activity must pass, its commune apart."""
        wanted = Q() if self.beyond_care else CARE
        if self.trades:
            wanted &= Q(trade__in=self.trades)
        for field, value in (("skill", self.skill), ("mode", self.mode)):
            if value:
                wanted &= Q(**{field: value})
        return wanted

    @property
    def fields(self) -> dict[str, str]:
        """The question as an address of the page writes it, and `read_question` reads it."""
        return {
            "q": self.text,
            "trade": " ".join(self.trades),
            "skill": self.skill,
            "commune": self.postcode or self.commune,
            "km": str(self.km or ""),
            "mode": self.mode,
            "beyond_care": "on" if self.beyond_care else "",
            "kind": self.kind,
        }

    @property
    def unused(self) -> str:
        """A sentence when a part of the question does not count; else empty."""
        if not self.km or self.towns:
            return ""
        return with_no_break_spaces(
            f"Le rayon de {km_words(self.km)} n’a pas compté : il se mesure autour d’une commune. Donnez-en une."
        )


def read_question(
    *,
    q: str = "",
    trade: str = "",
    skill: str = "",
    commune: str = "",
    km: int = 0,
    mode: str = "",
    beyond_care: bool = False,
    kind: str = "",
) -> Question:
    """Raises BadInput, whose `field` is the name of the argument at fault."""
    text, trades = q.strip(), tuple(dict.fromkeys(trade.split()))
    words, number = without_titles(words_of(text[:LONGEST_TEXT])), number_in(text)
    if trade and not professions_by_key().keys() >= set(trades):
        raise BadInput(
            "Cette profession n’est pas dans notre liste. Choisissez-la dans le menu.", field="trade"
        )
    if mode and mode not in MODES:
        raise BadInput("Ce mode d’exercice n’existe pas. Choisissez libéral ou salarié.", field="mode")
    if kind and kind not in set(PlaceKind):
        raise BadInput("Cette sorte de lieu n’existe pas. Choisissez-la dans le menu.", field="kind")
    if not 0 <= km <= FURTHEST_KM:
        raise BadInput(f"La distance va de 0 à {FURTHEST_KM} km. Choisissez-en une.", field="km")
    towns, postcode = read_towns(commune) if commune.strip() else ((), "")
    if not towns:
        _judge_name(words, text)
    return Question(
        text=text, words=() if number else words, number=number, trades=trades, skill=skill, towns=towns,
        postcode=postcode, km=km, mode=mode, beyond_care=beyond_care, kind=kind,
    )  # fmt: skip


def _judge_name(words: tuple[str, ...], text: str) -> None:
    """Without commune, a name must be there, and long enough to tell people apart."""
    if not text:
        raise BadInput(
            "Donnez un nom ou une commune : sans l’un des deux, la liste serait la France entière.", field="q"
        )
    if max((len(word) for word in words), default=0) < SHORTEST_NAME:
        raise BadInput("Donnez un nom d’au moins deux lettres, ou une commune.", field="q")


def number_in(text: str) -> str:
    """« 10 00 123 4567 » → « 10001234567 »; empty when the text is not a number of the registers."""
    compact = "".join(text.split()).upper()
    return compact if re.fullmatch(r"\d[0-9AB]\d{6,11}", compact) else ""


def read_towns(text: str) -> tuple[tuple[str, ...], str]:
    """(codes, postal code): the commune in force meant by a name or a code, or all those of a postal code.

    The postal code is empty for one commune. Raises UnclearCommune.
    """
    if text.strip() in atlas().names.units:  # links give the INSEE code
        return (text.strip(),), ""
    reading = atlas().read(text[:LONGEST_TEXT].replace(",", " ").replace(";", " "))
    if len(reading.codes) == 1 and not reading.missing and not reading.ambiguous:
        return reading.codes, ""
    for doubt in reading.ambiguous:
        is_postal = all(doubt.text in commune.postal_codes for commune in doubt.candidates)
        if is_postal and not (reading.codes or reading.missing or reading.ambiguous[1:]):
            return tuple(commune.code for commune in largest_first(doubt.candidates)), doubt.text
        which = f"Plusieurs communes répondent à « {doubt.text} » : laquelle ?"
        raise UnclearCommune(reading.sentences[0], which, doubt.candidates)
    for doubt in reading.missing:
        which = f"Nous ne trouvons pas « {doubt.text} ». Est-ce l’une de ces communes ?"
        raise UnclearCommune(reading.sentences[0], which, doubt.candidates)
    raise UnclearCommune("Donnez une seule commune, par son nom ou son code postal.")


def largest_first(communes: Sequence[Commune]) -> list[Commune]:
    return sorted(communes, key=lambda commune: (-(commune.population or 0), commune.code))


def km_words(km: int) -> str:
    return f"{km}\N{NO-BREAK SPACE}km"


def place_words(question: Question) -> str:
    """« à Caussade (82) », « aux Ulis (91) », « au code postal 82300, 4 communes »; empty without a commune."""
    if not question.towns:
        return ""
    if question.postcode:
        return f"au code postal {question.postcode}, {plural(len(question.towns), 'commune')}"
    commune = atlas().commune(question.commune)
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if commune.name.startswith(article):
            return f"{contracted}{commune.name.removeprefix(article)} ({commune.departement})"
    return f"à {commune.name} ({commune.departement})"
