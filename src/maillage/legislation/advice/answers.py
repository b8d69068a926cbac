"""The questions of the chooser, and the answers people give: flat words, since they live in a URL."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from maillage.kernel import BadInput, joined, shown
from maillage.legislation.composition.circumstances import Circumstances, read_circumstances
from maillage.legislation.composition.members import Member, Status, Team
from maillage.legislation.entries import Cited
from maillage.legislation.regions import known_region
from maillage.legislation.team import profession, professions_by_key
from maillage.legislation.yaml_files import ROOM, Strict, read_as


class Reason(Strict):
    """Why an answer speaks for a form (weight above 0) or against it (below)."""

    form: str
    weight: int
    say: str
    source: Cited


class Option(Strict):
    """One answer: what it says of the circumstances, and the reasons it gives."""

    key: str
    label: str
    circumstances: dict[str, Any] = {}
    reasons: tuple[Reason, ...] = ()


class Question(Strict):
    """`kind`: counts by profession, a profession, a region, one option, or several parted by commas."""

    key: str
    kind: Literal["team", "profession", "region", "one", "several"]
    ask: str
    help: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers given; a question left out leaves everything it would tell unknown."""

    team: Team
    region: str
    profession: str
    options: tuple[Option, ...]
    scopes: frozenset[str]
    about: Circumstances


@cache
def questions() -> tuple[Question, ...]:
    """The questions, in the order they are asked."""
    found: tuple[Question, ...] = read_as(tuple[Question, ...], ROOM / "advice" / "questions.yaml")
    return found


#: « infirmier » or « infirmier.liberal »: how many of them are around the table.
_COUNT = re.compile(r"(?P<profession>[a-z_]+)(\.(?P<status>liberal|salaried))?")
_STATUS_WORDS = {None: "", "liberal": ", libéraux", "salaried": ", salariés"}


def read_answers(written: Mapping[str, str]) -> Answers:
    """Answers as a URL or a file has them: `{"infirmier.liberal": "2", "region": "52", "scope": "patients"}`.

    An empty answer is none. Raises BadInput, naming the question, for a word that answers nothing.
    """
    if not isinstance(written, Mapping):
        raise BadInput("Des réponses sont un objet : une question, une réponse.", field="answers")
    given = {key: str(value).strip() for key, value in written.items() if str(value).strip()}
    asked = {question.key for question in questions()}
    counts = {key: value for key, value in given.items() if key not in asked}
    chosen = tuple(
        option
        for question in questions()
        if question.key in given
        for option in _chosen(question, given[question.key])
    )
    circumstances: dict[str, Any] = {}
    for option in chosen:
        circumstances |= option.circumstances
    return Answers(
        team=Team(tuple(_member(key, value) for key, value in sorted(counts.items())), is_known=bool(counts)),
        region=known_region(given.get("region", "")),
        profession=profession(key).key if (key := given.get("profession", "")) else "",
        options=chosen,
        scopes=frozenset(_split(given.get("scope", ""))),
        about=read_circumstances(circumstances),
    )


def count_refusals(written: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the people counted: {"infirmier.liberal": one sentence}; other answers are not judged."""
    refused = {}
    for key, value in written.items():
        found = _COUNT.fullmatch(key)
        if found and found["profession"] in professions_by_key() and value.strip():
            try:
                _member(key, value.strip())
            except BadInput as refusal:
                refused[key] = str(refusal)
    return refused


def _chosen(question: Question, value: str) -> list[Option]:
    if not question.options:
        return []
    by_key = {option.key: option for option in question.options}
    words = _split(value) if question.kind == "several" else [value]
    for word in words:
        if word not in by_key:
            raise BadInput(
                f"{shown(word)} ne répond pas à « {question.ask} » Choix possibles : {joined(by_key)}.",
                field=question.key,
            )
    return [by_key[word] for word in words]


def _member(key: str, value: str) -> Member:
    found = _COUNT.fullmatch(key)
    if not found or found["profession"] not in professions_by_key():
        raise BadInput(f"{shown(key)} n'est ni une question, ni une profession.", field=key)
    if not re.fullmatch(r"[0-9]{1,5}", value):
        whose = f"{profession(found['profession']).label}{_STATUS_WORDS[found['status']]}"
        raise BadInput(
            f"{whose} : {shown(value)} n'est pas un nombre de personnes. Écrivez un entier de 0 à 99 999, ou rien.",
            field=key,
        )
    status: Status = "liberal" if found["status"] == "liberal" else "salaried" if found["status"] else ""
    return Member(found["profession"], status=status, count=int(value))


def _split(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]
