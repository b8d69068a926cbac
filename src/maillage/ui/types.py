"""The shapes that pages share: a table of figures, a figure with its source, the grades of an evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from maillage.kernel import Answer

Cell = str | int | Decimal | Answer | None

#: Grade of an evidence, from the surest: its word, and what the word means.
GRADES = {
    "official": (
        "officiel",
        "Lu là où il est publié\N{NO-BREAK SPACE}: Légifrance, l’État, le Parlement ou l’Assurance maladie.",
    ),
    "relayed": (
        "texte officiel, lu ailleurs",
        "Texte officiel que nous avons lu ailleurs que là où il est publié\N{NO-BREAK SPACE}: à vérifier sur Légifrance.",
    ),
    "professional": (
        "source professionnelle",
        "Dit par une fédération, une URPS, la presse ou un éditeur professionnel\N{NO-BREAK SPACE}: ce n’est pas le texte lui-même.",
    ),
    "testimony": ("témoignage", "Rapporté par une équipe ; à vérifier auprès de la caisse ou de l’ARS."),
    "seed": ("document source", "Repris d’un document de travail de Maillage ; à rapprocher du texte."),
    "derived": ("calculé", "Calculé par Maillage à partir des textes cités."),
    "unknown": ("inconnu", "Aucune de nos sources ne donne cette valeur."),
}


class Share(str):
    """« 45 % »: a whole percentage, which pages draw as a bar beside its figure."""

    percent: int

    def __new__(cls, percent: int) -> Self:
        text = super().__new__(cls, f"{percent}\N{NO-BREAK SPACE}%")
        text.percent = percent
        return text


class Worded(str):
    """« 12/1 255 ex æquo », « au moins 3 »: a figure already in words, with the number it sorts by."""

    number: float

    def __new__(cls, words: str, number: float) -> Self:
        text = super().__new__(cls, words)
        text.number = number
        return text


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure one can turn into a need: as it is read today, with its source and the date of its source."""

    key: str
    label: str
    value: str
    beside: str
    source: str
    on: date
    aim: str = ""  # what one would ask for, only where the figure shows a lack: the start of the need

    @property
    def sentence(self) -> str:
        """« Attirer des infirmiers. Infirmiers en ville : 6,2 pour 10 000 habitants (8,1 en France). »

        A question is told with what is answered first.
        """
        beside = f" ({self.beside})" if self.beside else ""
        label = f"À « {self.label} », on répond d’abord" if self.label.endswith("?") else self.label
        aim = f"{self.aim}. " if self.aim else ""
        return f"{aim}{label} : {self.value}{beside}."


@dataclass(frozen=True, slots=True)
class Column:
    """`number` cells are right-aligned, formatted in French, and their unit is said in the header."""

    label: str
    unit: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures. A cell that is None, or an Answer without value, is shown as unknown.

    `notes` are sentences: what to know to read it, which nobody is the source of. `figures`, one a row or none,
    are what upper rooms act on from a page.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()
    source: str = ""
    notes: Sequence[str] = ()
    figures: Sequence[Figure | None] = ()
