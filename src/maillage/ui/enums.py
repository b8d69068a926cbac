"""What rooms hand to the pages: named slots declared in their `apps.py`, and the shape of a table.

A room says, as attributes of its AppConfig, `public_menu`, `account_menu`, `workspace_menu` and `actions`; the room
that keeps structures opens their `workspace` to the rooms under it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Self
from uuid import UUID

from maillage.kernel import Answer

Subject = Literal["Territory", "Figure", "Person"]
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


def no_query(_subject: Any) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """A line of the header, for everyone."""

    label: str
    url_name: str
    order: int


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """A line of the account corner: for a visitor, or for whom is signed in."""

    label: str
    url_name: str
    order: int
    visitor: bool = False
    post: bool = False  # signing out changes something: a form, not a link


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line of a structure's rail. Its URL takes the structure's slug and nothing else."""

    label: str
    url_name: str
    icon: str
    order: int
    ability: str = ""  # shown to whom holds it; empty: to all who may open the structure


@dataclass(frozen=True, slots=True)
class Action:
    """What an upper room offers to do with a territory, a figure or a person shown lower down."""

    on: Subject
    label: str
    url_name: str
    primary: bool = False
    #: What the page of the action must know of its subject, as query parameters.
    query: Callable[[Any], Mapping[str, str]] = no_query


@dataclass(frozen=True, slots=True)
class Task:
    """Something a structure waits for: shown on its home, in the order of the rooms."""

    text: str
    url: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The space of a structure, as the rooms under it know it."""

    slug: str
    name: str
    territory: UUID
    #: The day figures of money and law are asked on.
    signed: date | None
    #: What this visitor may do there: « view », « edit », « run ».
    abilities: frozenset[str]
    #: What `ui/workspace.html` shows around a page.
    shell: Mapping[str, Any]


class Share(str):
    """« 45 % »: a whole percentage, which pages draw as a bar beside its figure."""

    percent: int

    def __new__(cls, percent: int) -> Self:
        text = super().__new__(cls, f"{percent}\N{NO-BREAK SPACE}%")
        text.percent = percent
        return text


@dataclass(frozen=True, slots=True)
class Column:
    """`number` cells are right-aligned, formatted in French, and their unit is said in the header."""

    label: str
    unit: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures. A cell that is None, or an Answer without value, is shown as unknown."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()
    source: str = ""
