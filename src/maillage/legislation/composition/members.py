"""The people of a team, as a file or a form tells them: by profession, status and role."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from maillage.kernel import BadInput, folded, shown
from maillage.legislation.team import Profession, profession, profession_of, professions, professions_by_key

Status = Literal["", "liberal", "salaried", "volunteer"]
Role = Literal["", "associate", "member", "initiator", "attending_doctor", "coordinator"]

#: The same words as people, and the national directory (TRE_R23), write them.
STATUSES: dict[str, Status] = {
    "": "", "liberal": "liberal", "liberale": "liberal", "l": "liberal",
    "salaried": "salaried", "salarie": "salaried", "salariee": "salaried", "s": "salaried",
    "volunteer": "volunteer", "benevole": "volunteer", "b": "volunteer",
}  # fmt: skip
ROLES: dict[str, Role] = {
    "": "", "associate": "associate", "associe": "associate", "associee": "associate",
    "member": "member", "adherent": "member", "adherente": "member", "signataire": "member", "membre": "member",
    "initiator": "initiator", "porteur": "initiator", "porteuse": "initiator", "initiateur": "initiator",
    "attending doctor": "attending_doctor", "medecin traitant": "attending_doctor",
    "coordinator": "coordinator", "coordinateur": "coordinator", "coordinatrice": "coordinator",
}  # fmt: skip

GENERAL_PRACTITIONER, SPECIALIST, SOME_DOCTOR = "medecin_generaliste", "medecin_specialiste", "medecin"
_GENERAL_PRACTICE = ("generaliste", "medecine generale", "medecin generaliste", "general practitioner", "mg")


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """`count` people of one profession. A status or a role that is empty was not said: it may be any.

    `profession` is a key of our professions; `specialty` is free text, said only of a doctor.
    """

    profession: str
    specialty: str = ""
    status: Status = ""
    role: Role = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Team:
    """The people around the table, or in the structure; `is_known` is False when nobody said who."""

    members: tuple[Member, ...] = ()
    is_known: bool = True

    def plus(self, member: Member) -> "Team":
        return Team((*self.members, member))


LONGEST = 200  # signs of a word


class _Written(BaseModel):
    """A member as a team file has it."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    profession: str = Field(min_length=1, max_length=LONGEST)
    specialty: str = Field("", max_length=LONGEST)
    skill: str = Field("", max_length=LONGEST)
    status: str = Field("", max_length=LONGEST)
    role: str = Field("", max_length=LONGEST)
    count: int = Field(1, ge=0, le=100_000)


def read_team(written: Iterable[Mapping[str, Any]]) -> Team:
    """A team file, each line `{"profession": "medecin", "specialty": "generaliste", "status": "liberal"}`.

    A profession is one of our keys, a word people use, or its RPPS code (`"10"`, with `"skill": "SM54"`).
    Raises BadInput, naming the line, for what is unknown, negative or contradicts itself.
    """
    if isinstance(written, str | Mapping) or not isinstance(written, Iterable):
        raise BadInput("Une équipe est une liste de membres.", field="team")
    return Team(tuple(_read(line, rank) for rank, line in enumerate(written, start=1)))


def read_member(line: Mapping[str, Any]) -> Member:
    """One line of a team file, said of nobody else. Raises BadInput."""
    return _read(line, 0)


def _read(line: Mapping[str, Any], rank: int) -> Member:
    try:
        given = _Written.model_validate(line)
    except ValidationError as refusal:
        raise _refused(rank, _why(refusal)) from None
    profession = _profession(given, rank)
    status = _word(given.status, STATUSES, "statut", rank)
    role = _word(given.role, ROLES, "rôle", rank)
    if role == "associate" and status in ("salaried", "volunteer"):
        raise _refused(rank, "un associé exerce en libéral, il ne peut pas être aussi salarié ou bénévole")
    if role == "associate" and not profession.is_health:
        raise _refused(rank, f"{profession.label} : seul un professionnel de santé peut être associé")
    if role == "attending_doctor" and profession.rpps != "10":
        raise _refused(rank, f"{profession.label} : seul un médecin peut être médecin traitant")
    key, specialty = _with_specialty(profession, given, rank)
    return Member(key, specialty, status, role, given.count)


def _profession(given: _Written, rank: int) -> Profession:
    """By key, then by RPPS code and skill, then as people write it."""
    text = given.profession.strip()
    if known := professions_by_key().get(text):
        return known
    found = _by_code(text, given.skill or given.specialty) if text.isdigit() else profession_of(text)
    if found is None:
        raise _refused(rank, f"la profession « {text} » n'est pas connue ici")
    return found


def _by_code(code: str, skill: str) -> Profession | None:
    same = [profession for profession in professions() if profession.rpps == code]
    exact = [profession for profession in same if skill and skill in profession.skills]
    plain = [profession for profession in same if not profession.skills]
    if code == "10":  # any other skill names another specialty, settled by `_with_specialty`
        return (
            next(profession for profession in same if profession.key == SOME_DOCTOR)
            if not exact
            else exact[0]
        )
    return next(iter([*exact, *plain]), None)


def _with_specialty(profession: Profession, given: _Written, rank: int) -> tuple[str, str]:
    """A doctor is a general practitioner, of another specialty, or of one that nobody said."""
    specialty = (given.specialty or given.skill).strip()
    if not specialty or specialty in profession.skills:
        return profession.key, ""
    if profession.rpps == "60" and specialty.startswith("SI"):
        return "infirmier_pratique_avancee", ""
    if profession.rpps != "10" and re.fullmatch(r"S[A-LN-Z][A-Z]?\d+", specialty):
        return profession.key, ""  # skills of pharmacists and dentists: no rule tells them apart
    if profession.rpps != "10":
        raise _refused(rank, f"{profession.label} : « {specialty} » est une spécialité de médecin")
    general = _is_general_practice(specialty)
    if profession.key == (SPECIALIST if general else GENERAL_PRACTITIONER):
        raise _refused(rank, f"{profession.label} et spécialité « {specialty} » se contredisent")
    return (GENERAL_PRACTITIONER, "") if general else (SPECIALIST, specialty)


def _is_general_practice(specialty: str) -> bool:
    return (
        specialty.upper() in profession(GENERAL_PRACTITIONER).skills or folded(specialty) in _GENERAL_PRACTICE
    )


def _word(text: str, known: Mapping[str, Any], what: str, rank: int) -> Any:
    if folded(text) not in known:
        raise _refused(rank, f"le {what} « {text} » n'est pas connu ici")
    return known[folded(text)]


def _why(refusal: ValidationError) -> str:
    error = refusal.errors()[0]
    where = error["loc"][0] if error["loc"] else ""
    if where == "count":
        return "le nombre de personnes doit être un entier positif ou nul"
    if error["type"] == "string_too_long":
        return f"« {where} » est trop long : {LONGEST} signes au plus"
    if error["type"] == "extra_forbidden":
        return f"{shown(where)} n'est pas une information d'une équipe (profession, specialty, skill, status, role, count)"
    return "il faut au moins une profession, écrite en toutes lettres ou par son code RPPS"


def _refused(rank: int, why: str) -> BadInput:
    """`rank` is 0 for someone alone, who is no line of a list."""
    where = f"Membre {rank} de l'équipe" if rank else "Cette personne"
    return BadInput(f"{where} : {why}.", field="team")
