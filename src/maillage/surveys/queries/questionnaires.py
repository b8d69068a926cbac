"""The ready questionnaires: data, read from `questionnaires.yaml`."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from maillage.kernel import with_no_break_spaces
from maillage.surveys.enums import Public

FILE = Path(__file__).parents[1] / "questionnaires.yaml"
#: How a single choice lets people not say.
NO_OPINION = "sans_avis"
#: What every free text is asked with.
NOTICE = "N’écrivez ni nom, ni numéro, ni adresse e-mail, ni information de santé."
#: Names that the page of a questionnaire keeps for itself.
RESERVED = {"key", "profession", "commune", "sure"}
MOST_QUESTIONS = 10

French = Annotated[str, AfterValidator(with_no_break_spaces)]
Key = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Question(Strict):
    """One question. `choices`: label by key, in the order shown; none for free words.

    `aim`: what its answers ask for, in the imperative of a need, when they ask for something.
    """

    key: Key
    kind: Literal["one", "several", "words"]
    text: French
    choices: dict[Key, French] = {}
    aim: French = ""

    @model_validator(mode="after")
    def can_be_answered(self) -> Self:
        if self.key in RESERVED:
            raise ValueError(f"{self.key} is a name of the page")
        if (self.kind == "words") == bool(self.choices):
            raise ValueError("a question has choices, or asks for words")
        if (self.kind == "one") != (NO_OPINION in self.choices):
            raise ValueError("a single choice, and it alone, lets people not say")
        return self


class Questionnaire(Strict):
    """What one public is asked. `commune` is the question about theirs; empty: it is not asked.

    `is_about_something`: another room opens it about something of its own; it says nothing of the territory.
    """

    key: Key
    public: Public
    title: French
    purpose: French
    commune: French = ""
    asks_profession: bool = False
    is_about_something: bool = False
    questions: tuple[Question, ...]

    @model_validator(mode="after")
    def takes_two_minutes(self) -> Self:
        if self.length > MOST_QUESTIONS:
            raise ValueError(f"more than {MOST_QUESTIONS} questions")
        if len({question.key for question in self.questions}) < len(self.questions):
            raise ValueError("two questions of one key")
        return self

    @property
    def length(self) -> int:
        """How many questions the page asks, those of the commune and of the profession included."""
        return len(self.questions) + bool(self.commune) + self.asks_profession


@cache
def questionnaires() -> dict[str, Questionnaire]:
    """Every questionnaire by its key, in the order they are offered."""
    read = TypeAdapter(tuple[Questionnaire, ...]).validate_python(
        yaml.safe_load(FILE.read_text(encoding="utf-8"))
    )
    return {each.key: each for each in read}
