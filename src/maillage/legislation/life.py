"""How a form lives: the stages of its recognition, and the steps of the legal persons that carry it."""

from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from maillage.kernel import add_months
from maillage.legislation.composition.circumstances import read_circumstances
from maillage.legislation.values import parameters
from maillage.legislation.yaml_files import ROOM, Strict, read_as

MONTHS = {"month": 1, "year": 12}
#: What a key of ours may be: it is kept in the tables of structures.
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


def _known_delay(delay: str) -> str:
    if delay and delay not in parameters():
        raise ValueError(f"le délai « {delay} » n'est pas dans `parameters`")
    return delay


Delay = Annotated[str, AfterValidator(_known_delay)]


class Opens(Strict):
    """A delay that begins the day something is entered: what has to be done, until which stage or step is reached.

    `at` tells whether the day it ends is the last one for doing it, the first one, or the very one it happens on.
    """

    delay: Delay
    say: str
    until: Key
    at: Literal["latest", "earliest", "on"] = "latest"

    def day(self, since: date) -> date | None:
        """None when the delay is not known that day."""
        known = parameters()[self.delay]
        count = next((value.value for value in reversed(known.values) if value.since <= since), None)
        return None if count is None else add_months(since, int(count) * MONTHS[known.unit])


class SentBack(Strict):
    """The way back from a stage, when what was filed has to be done again."""

    move: Key
    to: Key
    entered: str


class Stage(Strict):
    """Where one may stand: `entered` is what happened, `move` the name under which it is kept.

    `signature` names the contract signed there, whose day a project may hope for: « Signature de l’ACI ».
    """

    key: Key
    label: str
    short: str = ""  # for the ribbon
    move: Key = ""
    entered: str = ""
    signature: str = ""
    optional: bool = False  # one may go past it
    settles: tuple[Key, ...] = ()  # the checks of the form that need no answer any more
    sent_back: SentBack | None = None
    opens: tuple[Opens, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def named(cls, written: Any) -> Any:
        """What is not written is said of its key and its label."""
        if not isinstance(written, dict):
            return written
        key, label = written.get("key", ""), written.get("label", "")
        return {"short": label, "move": key, "entered": f"{label} : c’est fait", **written}


#: Where every project is born, whatever its form.
EMERGENCE = Stage(key="emergence", label="Émergence", move="emerger", entered="Le projet naît")


class LegalKind(Strict):
    """A kind of legal person, and the steps it goes through, in whatever order real life gives them.

    `tells` is what it says of the circumstances of a team: `{"legal_person": "sisa"}`.
    """

    key: Key
    label: str
    tells: dict[str, str] = {}
    steps: tuple[Stage, ...] = Field(min_length=1)

    @field_validator("tells")
    @classmethod
    def known(cls, told: dict[str, str]) -> dict[str, str]:
        read_circumstances(told)
        return told


@cache
def legal_kinds() -> dict[str, LegalKind]:
    """By key, in the order of the file."""
    kinds: tuple[LegalKind, ...] = read_as(tuple[LegalKind, ...], ROOM / "legal_persons.yaml")
    return {kind.key: kind for kind in kinds}
