"""What the law says that is not a number: the types of missions, forms, neighbours, plans, words.

Every sentence names its text.
"""

from collections.abc import Iterable
from datetime import date
from importlib import import_module
from typing import Annotated, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SkipValidation,
    ValidationInfo,
    field_validator,
    model_validator,
)

from maillage.kernel import Source, joined
from maillage.legislation.engine.rules import formulas
from maillage.legislation.facts import Given
from maillage.legislation.facts import read_as as read_facts_as
from maillage.legislation.life import EMERGENCE, Delay, Stage, legal_kinds
from maillage.legislation.regions import known_region
from maillage.legislation.yaml_files import Day, Strict, sources

Dated = TypeVar("Dated", bound="Said | Mission")


def _cited(short_name: str) -> Source:
    if short_name not in sources():
        raise ValueError(f"« {short_name} » n'est pas dans sources.yaml")
    return sources()[short_name]


Cited = Annotated[Source, BeforeValidator(_cited)]


def _kind_of_facts(name: object) -> object:
    # by its path: the door has a function of that name
    kind = getattr(import_module("maillage.legislation.rules"), str(name), None)
    if not (isinstance(kind, type) and issubclass(kind, Given)):
        raise ValueError(f"« {name} » n'est pas une classe de faits de `legislation/rules`")
    return kind


def _known_rule(rule_id: str) -> str:
    if rule_id not in formulas():
        raise ValueError(f"la règle « {rule_id} » n'existe pas dans `legislation/rules`")
    return rule_id


class Said(Strict):
    """A sentence for the screen, the text it rests on, and the days it became and ceased to be true, if known."""

    say: str
    source: Cited
    since: Day | None = None
    until: Day | None = None


class Figure(Strict):
    """A number in France, and when it was counted: `when` as the source says it, `on` to put in order."""

    say: str
    when: str
    on: Day
    source: Cited


class Regional(Said):
    """A rule of one region (Insee code), beside the national rule."""

    region: Annotated[str, AfterValidator(known_region)]


class Touch(Strict):
    """The link of a scheme with a form."""

    form: str
    say: str
    source: Cited


class Mission(Strict):
    """One of the missions a contract pays for, and what it asks in return."""

    key: str
    label: str
    rank: int  # the order we show them in: socle first
    status: Literal["socle", "optionnelle"]
    since: Day
    purpose: str
    asks: tuple[Said, ...]
    source: Cited


class CreationStep(Strict):
    """One step on the way to a running structure. `delay` is the identifier of the delay it opens, if any;
    `plans` are the keys of those of its documents that have a plan here.

    `stages`: where a project stands once it is made, one by default; none for what belongs to the legal person, or
    leaves no date. `planned`: what a calendar calls them beforehand, by the stage, or the step of a legal person, that
    is awaited; by default the stages that one may not go past.
    """

    key: str
    label: str
    content: str
    documents: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    validators: tuple[str, ...] = ()
    delay: Delay = ""
    stages: tuple[Stage, ...] | None = None
    planned: dict[str, str] | None = None
    source: Cited

    @property
    def awaited(self) -> dict[str, str]:
        """What a calendar still has to date, by stage or by step of a legal person."""
        if self.planned is not None:
            return self.planned
        return {stage.key: stage.signature or stage.label for stage in self.reached if not stage.optional}

    @property
    def reached(self) -> tuple[Stage, ...]:
        return (Stage(key=self.key, label=self.label),) if self.stages is None else self.stages


class FundingLine(Strict):
    """Money a form may receive. `rule` is the rule to ask for its amount, empty when it has none here."""

    label: str
    say: str
    rule: str = ""
    source: Cited


RuleId = Annotated[str, AfterValidator(_known_rule)]


class Start(Strict):
    """An invented structure to start a calculation from: a label, and facts to be changed one by one."""

    key: str
    label: str
    facts: SkipValidation[Given]  # read by `Money`, which knows their class


class Money(Strict):
    """The count of a form's money: the class of the facts it asks for, and the rules that answer, the main one first.

    `details` are the rules that tell what the main one is made of, under the title `details_say`; `prerequisites`
    those that say whether anything is due at all; `starts` go from the smallest structure to the largest.
    """

    facts: Annotated[type[Given], BeforeValidator(_kind_of_facts)]
    rules: tuple[RuleId, ...] = Field(min_length=1)
    details: tuple[RuleId, ...] = ()
    details_say: str = ""
    prerequisites: tuple[RuleId, ...] = ()
    starts: tuple[Start, ...] = ()

    @field_validator("starts")
    @classmethod
    def tell_the_facts_it_asks_for(cls, starts: tuple[Start, ...], info: ValidationInfo) -> tuple[Start, ...]:
        if "facts" not in info.data:  # refused already
            return ()
        kind = info.data["facts"]
        return tuple(start.model_copy(update={"facts": read_facts_as(kind, start.facts)}) for start in starts)


FORM_LISTS = (
    "origin", "legal_basis", "initiators", "composition", "legal_persons",
    "asked_in_return", "advantages", "limits", "nesting", "usual_delay", "regions",
)  # fmt: skip


class FormEntry(Strict):
    """A form of coordinated practice as its page tells it.

    `rank` is its place where forms are put from the lightest; `money` is None when no rule counts it; `brings` is
    what it brings to a profession, by profession key.
    """

    key: str
    label: str
    full_name: str
    rank: int
    since: Day
    level: Literal["patientèle", "territoire", "patient"]
    origin: tuple[Said, ...]
    definition: Said
    legal_basis: tuple[Said, ...]
    numbers: tuple[Figure, ...]
    initiators: tuple[Said, ...]
    composition: tuple[Said, ...]
    legal_persons: tuple[Said, ...]
    founded_on: Literal["territory", "sites", "patient"] = "sites"
    ground: str = "territoire"  # what its territory is called: an ESS has a « périmètre »
    becomes: tuple[str, ...] = ()  # the forms that it may grow into, its people and its history with it
    holds: tuple[str, ...] = ()  # the forms that take part in it, each with its own project
    to_found: str = ""  # « Ouvrir une ESCAP »; « Fonder une » and its label when nothing is said
    #: As what one belongs to it, the usual one first.
    joined_as: tuple[Literal["adherent", "signataire", "associe", "salarie"], ...] = ("adherent",)
    carried_by: tuple[str, ...] = ("association",)  # keys of life.legal_kinds(), the usual one first
    steps: tuple[CreationStep, ...]
    funding: tuple[FundingLine, ...]
    money: Money | None = None
    asked_in_return: tuple[Said, ...]
    advantages: tuple[Said, ...]
    limits: tuple[Said, ...]
    nesting: tuple[Said, ...]
    brings: dict[str, tuple[Said, ...]]
    usual_delay: tuple[Said, ...] = ()
    regions: tuple[Regional, ...] = ()

    @property
    def founding(self) -> str:
        """What one clicks: « Fonder une MSP », « Fonder un centre de santé »."""
        return self.to_found or f"Fonder une {self.label}"

    @model_validator(mode="after")
    def can_be_lived(self) -> Self:
        """Each stage is reached once, what sends back leads to one of them, and the law knows who carries the form."""
        keys = [stage.key for stage in self.stages]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValueError(f"deux étapes s'appellent {joined(twice)}")
        for stage in self.stages:
            if stage.sent_back and stage.sent_back.to not in keys[: keys.index(stage.key)]:
                raise ValueError(
                    f"« {stage.key} » renvoie à « {stage.sent_back.to} », qui n'est pas une étape d'avant"
                )
        if self.key in self.becomes:
            raise ValueError("elle ne peut pas devenir elle-même")
        if unknown := [kind for kind in self.carried_by if kind not in legal_kinds()]:
            raise ValueError(f"aucune personne morale ne s'appelle {joined(unknown)}")
        keys += [step.key for kind in self.carried_by for step in legal_kinds()[kind].steps]
        if unknown := [key for step in self.steps for key in step.awaited if key not in keys]:
            raise ValueError(f"le calendrier nomme {joined(unknown)}, qui n'est pas une étape")
        return self

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Those of its recognition, from the birth of the project."""
        return (EMERGENCE, *(stage for step in self.steps for stage in step.reached))

    @property
    def pharmacist(self) -> tuple[Said, ...]:
        """The pharmacist's missions in this form: a row of the comparison."""
        return self.brings.get("pharmacien", ())

    def on(self, day: date) -> Self:
        """Only what was so that day."""
        said = {name: in_force(getattr(self, name), day) for name in FORM_LISTS}
        brings = {key: in_force(sentences, day) for key, sentences in self.brings.items()}
        numbers = tuple(number for number in self.numbers if number.on <= day)
        return self.model_copy(update={**said, "brings": brings, "numbers": numbers})

    def in_region(self, region: str) -> tuple[Regional, ...]:
        """The rules of one region."""
        return tuple(variant for variant in self.regions if variant.region == region)


class Neighbour(Strict):
    """A scheme, a company or a programme that is not a form, and how it touches them."""

    key: str
    label: str
    full_name: str
    since: Day | None = None
    what: Said
    facts: tuple[Said, ...] = ()
    numbers: tuple[Figure, ...] = ()
    touches: tuple[Touch, ...] = ()


class Term(Strict):
    """A word of the trade, in one or two plain French sentences, with an English gloss for developers."""

    key: str
    term: str
    expansion: str = ""
    definition: str
    english: str
    see: tuple[str, ...] = ()


def in_force(entries: Iterable[Dated], day: date) -> tuple[Dated, ...]:
    return tuple(entry for entry in entries if _is_in_force(entry, day))


def _is_in_force(entry: Said | Mission, day: date) -> bool:
    until = entry.until if isinstance(entry, Said) else None
    return (entry.since is None or entry.since <= day) and (until is None or day < until)
