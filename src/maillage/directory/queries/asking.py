"""What one asks of the directory, understood once for the pages, the export and the JSON API."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from maillage.directory.enums import Mode, PlaceKind
from maillage.directory.queries.supply import CARE
from maillage.directory.queries.words import without_titles, words_of
from maillage.geography import Commune, atlas
from maillage.kernel import BadInput, with_no_break_spaces
from maillage.legislation import professions

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
        self.suggestions = sorted(suggestions, key=lambda each: (-(each.population or 0), each.code))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question to the directory, judged by `asked`. What is empty does not filter."""

    words: tuple[str, ...] = ()
    #: RPPS, Adeli or FINESS number, when that is what was typed.
    number: str = ""
    trade: str = ""
    skill: str = ""
    commune: str = ""
    km: int = 0
    mode: str = ""
    beyond_care: bool = False  # replacements, teaching, administration, students
    kind: str = ""  # PlaceKind: of places only

    @cached_property
    def communes(self) -> tuple[str, ...]:
        """The commune and those around it, nearest first; none when the question is about the whole country."""
        return atlas().nearby(self.commune, self.km) if self.commune else ()

    @property
    def practice(self) -> Q:
        """What an activity must be, its commune apart."""
        wanted = Q() if self.beyond_care else CARE
        for field, value in (("trade", self.trade), ("skill", self.skill), ("mode", self.mode)):
            if value:
                wanted &= Q(**{field: value})
        return wanted


def asked(
    *,
    q: str = "",
    trade: str = "",
    skill: str = "",
    commune: str = "",
    km: int = 0,
    mode: str = "",
    beyond_care: bool = False,
    kind: str = "",
) -> Asked:
    """Raises BadInput, whose `field` is the name of the argument at fault."""
    text = q.strip()
    words = without_titles(words_of(text[:LONGEST_TEXT]))
    number = number_in(text)
    if trade and trade not in {each.key for each in professions()}:
        raise BadInput(
            "Cette profession n’est pas dans notre liste. Choisissez-la dans le menu.", field="trade"
        )
    if mode and mode not in MODES:
        raise BadInput("Ce mode d’exercice n’existe pas. Choisissez libéral ou salarié.", field="mode")
    if kind and kind not in set(PlaceKind):
        raise BadInput("Cette sorte de lieu n’existe pas. Choisissez-la dans le menu.", field="kind")
    if not 0 <= km <= FURTHEST_KM:
        raise BadInput(f"La distance va de 0 à {FURTHEST_KM} km. Choisissez-en une.", field="km")
    code = commune_named(commune).code if commune.strip() else ""
    if not code:
        _judge_name(words, text)
    return Asked(
        words=() if number else words, number=number, trade=trade, skill=skill, commune=code,
        km=km if code else 0, mode=mode, beyond_care=beyond_care, kind=kind,
    )  # fmt: skip


def _judge_name(words: tuple[str, ...], text: str) -> None:
    """Without commune, a name must be there, and long enough to tell people apart."""
    if not text:
        raise BadInput(
            "Donnez un nom ou une commune : sans l’un des deux, la liste serait la France entière.",
            field="q",
        )
    if max((len(word) for word in words), default=0) < SHORTEST_NAME:
        raise BadInput("Donnez un nom d’au moins deux lettres, ou une commune.", field="q")


def number_in(text: str) -> str:
    """« 10 00 123 4567 » → « 10001234567 »; empty when the text is not a number of the registers."""
    compact = "".join(text.split()).upper()
    return compact if re.fullmatch(r"\d[0-9AB]\d{6,11}", compact) else ""


def commune_named(text: str) -> Commune:
    """The commune in force meant by a name or a code, INSEE or postal. Raises UnclearCommune.

    A code in force is INSEE's: links give it. An arrondissement is its city, as in the tables of the directory.
    """
    if text.strip() in atlas().names.units:
        return atlas().commune(atlas().commune_of(text.strip()))
    reading = atlas().read(text[:LONGEST_TEXT].replace(",", " ").replace(";", " "))
    if len(reading.codes) == 1 and not reading.missing and not reading.ambiguous:
        return atlas().commune(atlas().commune_of(reading.codes[0]))
    for doubt in reading.ambiguous:
        if all(doubt.text in each.postal_codes for each in doubt.candidates):
            which = f"Plusieurs communes ont le code postal {doubt.text} : laquelle ?"
        else:
            which = f"Plusieurs communes répondent à « {doubt.text} » : laquelle ?"
        raise UnclearCommune(reading.sentences[0], which, doubt.candidates)
    for doubt in reading.missing:
        which = f"Nous ne trouvons pas « {doubt.text} ». Est-ce l’une de ces communes ?"
        raise UnclearCommune(reading.sentences[0], which, doubt.candidates)
    raise UnclearCommune("Donnez une seule commune, par son nom ou son code postal.")
