"""The facts a rule may ask beyond the people: legal person, manager, patient, perimeter. Nothing is supposed."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from maillage.kernel import BadInput, read_day, shown

LegalPerson = Literal["none", "association", "sisa", "company"]
Manager = Literal[
    "non_profit", "local_authority", "public_hospital", "private_hospital", "scic", "professionals", "company"
]
Count = Annotated[int, Field(ge=0, le=100_000)]
Day = Annotated[date, BeforeValidator(read_day)]
Score = Annotated[int, Field(ge=0, le=28)]
Situation = Literal["polypathology", "insulin_diabetes", "stroke", "palliative", "other"]


class Circumstances(BaseModel):
    """Each field is None until someone says it.

    `manager` is who would manage a centre de santé: `non_profit` (association, foundation, mutual society),
    `local_authority`, `public_hospital`, `private_hospital` (a legal person managing one), `scic`, or persons
    the law does not list (`professionals`, `company`). `months_since_contract` counts full months since the
    ACI was signed. `perimeter_covers_departement` and `covered_by_other_team` tell the perimeter of an ESS;
    `score` is the number of items ticked on the grid of an ESCAP; the last block is about universities.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    legal_person: LegalPerson | None = None
    project_validated: bool | None = None
    months_since_contract: Count | None = None
    manager: Manager | None = None
    director_interest: bool | None = None
    approval: bool | None = None
    statutes_allow_salaried: bool | None = None
    departure_notified: Day | None = None
    doctors_in_perimeter: Count | None = None
    perimeter_covers_departement: bool | None = None
    covered_by_other_team: bool | None = None
    patient_situation: Situation | None = None
    patient_agrees: bool | None = None
    pregnant: bool | None = None
    score: Score | None = None
    receives_aci: bool | None = None
    university_agrees: bool | None = None
    research: bool | None = None
    supervisors: Count | None = None
    second_cycle_students: Count | None = None
    third_cycle_students: Count | None = None
    teachers: Count | None = None
    chiefs: Count | None = None


#: What is told of one patient: a rule may read it, nothing of ours keeps it.
ABOUT_A_PATIENT = frozenset({"patient_situation", "patient_agrees", "pregnant", "score"})

NOTHING_SAID = Circumstances()


def read_circumstances(written: Mapping[str, Any]) -> Circumstances:
    """From a file or a form. Raises BadInput, naming the field, for what is unknown or cannot be."""
    if not isinstance(written, Mapping):
        raise BadInput("Des circonstances sont un objet : un nom, une valeur.", field="about")
    try:
        return Circumstances.model_validate(dict(written))
    except ValidationError as refusal:
        error = refusal.errors()[0]
        field = str(error["loc"][0])
        if error["type"] == "extra_forbidden":
            raise BadInput(f"{shown(field)} n'est pas une circonstance connue ici.", field=field) from None
        raise BadInput(f"{shown(error['input'])} n'est pas possible pour « {field} ».", field=field) from None
