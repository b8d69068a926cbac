"""The plans of the documents that a structure writes: their sections, and the clauses one chooses among."""

import re
from typing import Literal, NamedTuple, Self, get_args

from pydantic import Field, field_validator, model_validator

from maillage.kernel import joined
from maillage.legislation.entries import Cited, Said
from maillage.legislation.life import Key
from maillage.legislation.yaml_files import Strict

#: What a room writes by itself, by the name under which it declares it (`letter_blocks` of its `apps.py`).
Block = str
#: When a document is written in the life of a structure, in that order.
Moment = Literal["fondation", "contrat", "vie", "annee"]
MOMENTS: tuple[Moment, ...] = get_args(Moment)


class Blank(NamedTuple):
    """What the text of a clause leaves to be said: `{siege}`."""

    key: str
    label: str


#: What is known of a structure comes first. No number is ever written in its place: the statutes give it.
BLANKS = tuple(
    Blank(key, label)
    for key, label in (
        ("nom", "Nom de la structure"),
        ("siege", "Adresse du siège"),
        ("objet", "Objet"),
        ("duree", "Durée de la personne morale"),
        ("territoire", "Territoire"),
        ("associes", "Associés : nom, profession, numéro d’inscription à l’Ordre"),
        ("greffe", "Ville du greffe où la société est immatriculée"),
        ("tribunal", "Tribunal où l’association est inscrite"),
        ("cotisation", "Montant de la cotisation"),
        ("professions", "Professions qui ont un siège réservé, et leur nombre de sièges"),
        ("colleges", "Collèges, et leur nombre de voix ou de sièges"),
        ("sieges", "Nombre de sièges du conseil"),
        ("duree_mandat", "Durée d’un mandat"),
        ("mandats", "Nombre de mandats de suite, au plus"),
        ("delai_convocation", "Délai de convocation"),
        ("part_convoquante", "Part des membres qui peut demander une assemblée"),
        ("quorum", "Quorum ordinaire"),
        ("quorum_extraordinaire", "Quorum extraordinaire"),
        ("delai_seconde", "Délai avant la seconde assemblée"),
        ("majorite", "Majorité ordinaire"),
        ("majorite_extraordinaire", "Majorité extraordinaire"),
        ("pouvoirs", "Pouvoirs qu’une même personne peut porter"),
        ("absences", "Absences de suite qui valent démission"),
        ("seuil", "Montant au-delà duquel il faut deux accords"),
        ("plafond", "Dépense que le coordinateur engage seul, au plus"),
        ("taux", "Taux de l’indemnité ou de la rémunération"),
        ("bareme", "Barème des frais"),
        ("delai_depot", "Délai pour déposer une demande"),
        ("delai_reponse", "Délai de réponse"),
        ("preavis", "Durée du préavis"),
        ("exercice", "Premier et dernier jour de l’exercice"),
        ("capital", "Montant du capital"),
        ("parts", "Nombre de parts de chaque associé, et leur valeur"),
        ("gerants", "Nom des gérants, ou leur nombre"),
        ("cle_frais", "Clé de partage des dépenses communes"),
        ("cle_aci", "Clé de partage de la rémunération d’équipe"),
        ("reserve", "Part gardée en réserve"),
        ("rayon", "Rayon de non-concurrence"),
        ("duree_non_concurrence", "Durée de non-concurrence"),
        ("conciliateur", "Conciliateur"),
        ("beneficiaire", "Organisme qui reçoit ce qui reste"),
        ("federation", "Fédération"),
        ("partenaire", "Nom du partenaire"),
        ("date_debut", "Date de début"),
        ("date_fin", "Date de fin"),
    )
)
_KNOWN_BLANKS = {blank.key for blank in BLANKS}


class ClauseOption(Strict):
    """One way of writing a clause: `text` is what the statutes then say, its blanks between braces."""

    key: Key
    label: str
    text: str

    @property
    def blanks(self) -> tuple[str, ...]:
        """The keys of what it leaves to be said, in the order of the text."""
        return tuple(dict.fromkeys(re.findall(r"\{(.*?)\}", self.text)))

    @field_validator("text")
    @classmethod
    def leaves_known_blanks(cls, text: str) -> str:
        if unknown := set(re.findall(r"\{(.*?)\}", text)) - _KNOWN_BLANKS:
            raise ValueError(f"aucun blanc ne s'appelle {joined(sorted(unknown))}")
        if re.search(r"[{}]", re.sub(r"\{\w+\}", "", text)):
            raise ValueError("une accolade n'est pas fermée, ou ne l'est pas au bon endroit")
        return text


class Clause(Strict):
    """A choice that statutes or internal rules make: one option, or `several`, each with its text.

    Without source the law leaves it free, as far as our sources say.
    """

    key: Key
    question: str
    options: tuple[ClauseOption, ...] = Field(min_length=1)
    several: bool = False
    source: Cited | None = None

    @model_validator(mode="after")
    def names_each_option_once(self) -> Self:
        _once([option.key for option in self.options], "options")
        return self


class Section(Strict):
    """A part of a document: what to ask its writer, what its readers look for, and the blocks that fill themselves.

    A section without source is practice of the trade, never a legal duty.
    """

    key: Key
    title: str
    questions: tuple[str, ...]
    expects: str = ""
    blocks: tuple[Block, ...] = ()
    clauses: tuple[Clause, ...] = ()
    sources: tuple[Cited, ...] = ()


class Correspondence(Strict):
    """The order in which a region (INSEE code, empty when it is not one) expects our sections."""

    key: str
    label: str
    region: str = ""
    say: str
    order: tuple[str, ...]
    source: Cited


class Plan(Strict):
    """The plan of a document, in the order we write it.

    `first` is the document a form begins with; `many` when a structure writes several of them, one a year among others;
    `kind_of_person` when only a legal person of that kind has it, as its `tells` say.
    """

    key: Key
    forms: tuple[str, ...] = Field(min_length=1)  # keys of those that write it
    first: bool = False
    moment: Moment = "fondation"
    rank: int = 0  # its place among those of its moment
    many: bool = False
    kind_of_person: Literal["", "association", "sisa"] = ""
    title: str
    in_menu: str = ""  # what the rail of a structure calls it, when its title is long
    until: str = ""  # the stage at which it is filed: its empty sections are awaited till then
    reader: str
    purpose: Said
    pages: tuple[int, int]
    opening: tuple[Block, ...]
    sections: tuple[Section, ...]
    annexes: tuple[str, ...]
    signed: bool = True  # by those who take part, on its last page
    sent_back_when: tuple[str, ...]
    correspondences: tuple[Correspondence, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(clause for section in self.sections for clause in section.clauses)

    @model_validator(mode="after")
    def names_each_part_once(self) -> Self:
        _once([section.key for section in self.sections], "sections")
        _once([clause.key for clause in self.clauses], "clauses")
        return self

    @model_validator(mode="after")
    def orders_name_sections(self) -> Self:
        keys = {section.key for section in self.sections}
        unknown = {key for order in self.correspondences for key in order.order} - keys
        if unknown:
            raise ValueError(f"aucune section ne s'appelle {joined(sorted(unknown))}")
        return self

    def in_order_of(self, correspondence: str) -> tuple[Section, ...]:
        """The sections a region expects first, in its order, then ours that it does not name."""
        order = next(order.order for order in self.correspondences if order.key == correspondence)
        rank = {key: place for place, key in enumerate(order)}
        return tuple(sorted(self.sections, key=lambda section: rank.get(section.key, len(rank))))


def _once(keys: list[str], what: str) -> None:
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise ValueError(f"deux {what} s'appellent {joined(twice)}")
