"""Protocols of coopération and decision trees, as data.

A drug, an age, a training stands in a protocol with its text, or is unknown. A step of a tree that no text of ours gives
stays, without `source`: whoever follows it is sent to the text to consult.
"""

from decimal import Decimal
from hashlib import sha256
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from maillage.kernel import Source
from maillage.legislation.entries import Cited, Said
from maillage.legislation.project_entries import Key, Text
from maillage.legislation.yaml_files import CitedSource, Day, Strict, grade_of, sources

#: Where an outcome leads, in the order of urgency.
Lead = Literal["urgence", "medecin", "acte", "conseil", "autre"]
LEADS: dict[str, str] = {
    "urgence": "Urgence",
    "medecin": "Voir un médecin",
    "acte": "L’acte est possible",
    "conseil": "Conseil",
    "autre": "Autre suite",
}
#: Sizes of a tree that one still reads.
MOST_QUESTIONS, MOST_ENDS = 60, 40
YES, NO = "oui", "non"


def _source_of(given: object) -> object:
    """A short name of `sources.yaml`, or a text written out with its grade: what the authors of a local tree have."""
    if isinstance(given, str):
        if given not in sources():
            raise ValueError(
                f"« {given} » n'est pas dans sources.yaml : écrivez le texte avec title, href et grade"
            )
        return sources()[given]
    if isinstance(given, dict):
        cited = CitedSource.model_validate(given)
        return Source(cited.title, cited.href, grade_of(cited.grade, cited.href))
    return given


AnySource = Annotated[Source, BeforeValidator(_source_of)]


class Taking(Strict):
    """A profession that takes part in a protocol, from and until a day."""

    profession: str  # a key of professions()
    since: Day | None = None
    until: Day | None = None
    say: str = ""
    source: Cited


class Place(Strict):
    """A form of structure where a protocol may be carried out."""

    form: str  # a key of forms()
    since: Day | None = None
    until: Day | None = None
    say: str = ""
    source: Cited


class Protocol(Strict):
    """A national protocol of coopération: who entrusts what to whom, where, by which texts.

    `ages`, `drugs`, `training`, `money`: None is unknown, to be read in `consult`, which has an address. `tree` is the
    key of a tree that follows it, `indicators` those of the catalogue that its teams send each year.
    """

    key: Key
    title: Text
    purpose: Text
    texts: tuple[Said, ...] = Field(min_length=1)
    consult: Cited
    delegating: tuple[Taking, ...] = Field(min_length=1)
    delegated: tuple[Taking, ...] = Field(min_length=1)
    structures: tuple[Place, ...] = Field(min_length=1)
    ages: Said | None = None
    drugs: Said | None = None
    training: Said | None = None
    money: Said | None = None
    tree: str = ""
    indicators: tuple[str, ...] = ()
    to_know: tuple[Said, ...] = ()

    @model_validator(mode="after")
    def says_where_to_read_the_rest(self) -> Self:
        if not self.consult.href:
            raise ValueError(f"« {self.key} » : le texte à consulter n'a pas d'adresse")
        return self

    @property
    def details(self) -> tuple[tuple[str, Said | None], ...]:
        """What depends on the text itself, with its title; None is to be read there."""
        return (
            ("Âges et patients", self.ages),
            ("Médicaments, examens, arrêts", self.drugs),
            ("Formation", self.training),
            ("Rémunération", self.money),
        )

    @property
    def fingerprint(self) -> str:
        """Changes with any word of it: a team that confirmed it is told."""
        return sha256(self.model_dump_json().encode()).hexdigest()[:16]


#: A number as it is written, or the identifier of one of `parameters/`.
Limit = int | Decimal | str


class Span(Strict):
    """Answers from the span before up to a limit, which `up_to` holds and `below` does not; the last has none."""

    below: Limit | None = None
    up_to: Limit | None = None
    to: Key

    @property
    def limit(self) -> Limit | None:
        return self.up_to if self.below is None else self.below


class Number(Strict):
    """A whole number asked for: its unit, the smallest and largest one may type, where each span leads."""

    unit: Text
    low: int = 0
    high: int
    spans: tuple[Span, ...] = Field(min_length=1, max_length=12)

    @model_validator(mode="after")
    def leaves_nobody_without_a_way(self) -> Self:
        if self.low >= self.high:
            raise ValueError("« low » n'est pas sous « high »")
        *limited, last = self.spans
        if last.limit is not None or any((each.below is None) == (each.up_to is None) for each in limited):
            raise ValueError(
                "chaque tranche a « below » ou « up_to », la dernière n'en a pas : toute réponse mène quelque part"
            )
        return self


class Choice(Strict):
    key: Key
    label: Text
    to: Key


class Asking(Strict):
    """A question, by yes or no, by choice, or by a number; each answer names the question or the end it leads to."""

    key: Key
    ask: Annotated[str, Field(min_length=1, max_length=200)]
    help: Annotated[str, Field(max_length=600)] = ""
    source: AnySource | None = None
    yes: str = ""
    no: str = ""
    choices: tuple[Choice, ...] = Field(default=(), max_length=12)
    number: Number | None = None

    @model_validator(mode="after")
    def is_asked_one_way(self) -> Self:
        ways = (bool(self.yes or self.no), bool(self.choices), self.number is not None)
        faults = {
            "la question a « yes » et « no », ou « choices », ou « number »": sum(ways) != 1,
            "« yes » et « no » mènent chacun quelque part": bool(self.yes) != bool(self.no),
            "un choix a deux réponses au moins": len(self.choices) == 1,
            "deux réponses ont la même clé": len({each.key for each in self.choices}) < len(self.choices),
        }
        if told := [sentence for sentence, is_so in faults.items() if is_so]:
            raise ValueError(told[0])
        return self

    @property
    def kind(self) -> Literal["yes_no", "choice", "number"]:
        if self.number is not None:
            return "number"
        return "choice" if self.choices else "yes_no"

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """Each answer in words, and where it leads; the words of a number are those of `deciding.ways_on`."""
        if self.number is not None:
            return tuple((f"tranche {rank}", span.to) for rank, span in enumerate(self.number.spans, 1))
        pairs = [(each.label, each.to) for each in self.choices]
        return tuple(pairs or [("Oui", self.yes), ("Non", self.no)])


class End(Strict):
    """Where a path ends."""

    key: Key
    title: Annotated[str, Field(min_length=1, max_length=160)]
    say: Annotated[str, Field(min_length=1, max_length=1_000)]
    leads: Lead
    source: AnySource | None = None

    @property
    def lead(self) -> str:
        return LEADS[self.leads]


class Validated(Strict):
    """Who answers for a version of a tree."""

    who: Text
    role: Text
    on: Day


class Tree(Strict):
    """A decision tree: questions, ends, and the text that speaks where a step has no source.

    Read as it is written; `deciding.faults_of` says whether each path ends.
    """

    key: Key
    title: Annotated[str, Field(min_length=1, max_length=160)]
    purpose: Text
    version: int = Field(ge=1, le=9_999)
    written_on: Day
    since: Day | None = None
    #: Who uses it; empty: anybody.
    professions: tuple[str, ...] = ()
    consult: AnySource
    validated: tuple[Validated, ...] = ()
    start: Key
    questions: tuple[Asking, ...] = Field(min_length=1, max_length=MOST_QUESTIONS)
    ends: tuple[End, ...] = Field(min_length=1, max_length=MOST_ENDS)

    def question(self, key: str) -> Asking | None:
        return next((each for each in self.questions if each.key == key), None)

    def end(self, key: str) -> End | None:
        return next((each for each in self.ends if each.key == key), None)

    @property
    def without_source(self) -> int:
        """Steps that send to the text to consult."""
        steps: tuple[Any, ...] = (*self.questions, *self.ends)
        return sum(each.source is None for each in steps)
