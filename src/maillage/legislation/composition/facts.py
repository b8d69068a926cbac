# ruff: noqa: RUF009 — fact() makes a dataclass field
"""The counts of a team that rules read. A member whose specialty, status or role was not said counts for a maybe."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from maillage.kernel import Missing, add_months, folded
from maillage.legislation.composition.circumstances import Circumstances
from maillage.legislation.composition.members import (
    GENERAL_PRACTITIONER,
    SOME_DOCTOR,
    SPECIALIST,
    Member,
    Team,
)
from maillage.legislation.engine.quantity import Quantity
from maillage.legislation.engine.rules import fact
from maillage.legislation.team import profession

#: In the same book of the code as the auxiliaires médicaux, but named beside them: a maybe, not a yes.
_BESIDE_AUXILIARIES = {"aide_soignant", "auxiliaire_puericulture", "ambulancier", "assistant_dentaire"}

#: Who may manage a centre de santé (article L. 6323-1-3).
MANAGERS = {"non_profit", "local_authority", "public_hospital", "private_hospital", "scic"}

_TEAM = "La composition de l'équipe : précisez profession, spécialité, statut et rôle"
_YOU = "À préciser"


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """Counts of people, then yes (1) or no (0); each may be an interval, or None when nobody said it."""

    professionals: Quantity | None = fact("professionnels de santé", low=0, where=_TEAM)
    professions: Quantity | None = fact("professions de santé", low=0, where=_TEAM)
    general_practitioners: Quantity | None = fact("médecins généralistes", low=0, where=_TEAM)
    doctors: Quantity | None = fact("médecins", low=0, where=_TEAM)
    other_professionals: Quantity | None = fact("autres professionnels de santé", low=0, where=_TEAM)
    medical_professionals: Quantity | None = fact("professionnels médicaux", low=0, where=_TEAM)
    auxiliaries: Quantity | None = fact("auxiliaires médicaux", low=0, where=_TEAM)
    liberal_professionals: Quantity | None = fact(
        "professionnels libéraux de premier recours", low=0, where=_TEAM
    )
    specialists: Quantity | None = fact("médecins libéraux de la spécialité", low=0, where=_TEAM)
    attending_doctors: Quantity | None = fact("médecins traitants du patient", low=0, where=_TEAM)
    associate_doctors: Quantity | None = fact("médecins associés", low=0, where=_TEAM)
    associate_auxiliaries: Quantity | None = fact("auxiliaires médicaux associés", low=0, where=_TEAM)
    liberal_associates: Quantity | None = fact("associés libéraux", low=0, where=_TEAM)
    salaried_professionals: Quantity | None = fact("professionnels de santé salariés", low=0, where=_TEAM)
    under_approval: Quantity | None = fact("dentistes, ophtalmologistes et orthoptistes", low=0, where=_TEAM)
    doctors_in_perimeter: Quantity | None = fact(
        "médecins de la spécialité sur le périmètre", low=0, where=_TEAM
    )
    supervisors: Quantity | None = fact("maîtres de stage universitaires", low=0, where=_TEAM)
    second_cycle_students: Quantity | None = fact("étudiants de deuxième cycle", low=0, where=_TEAM)
    third_cycle_students: Quantity | None = fact("étudiants de troisième cycle", low=0, where=_TEAM)
    teachers: Quantity | None = fact("enseignants universitaires de médecine générale", low=0, where=_TEAM)
    chiefs: Quantity | None = fact("chefs de clinique, en poste ou anciens", low=0, where=_TEAM)
    months_since_contract: Quantity | None = fact("mois depuis la signature de l'ACI", low=0, where=_TEAM)
    months_since_departure: Quantity | None = fact(
        "mois depuis la notification du départ", low=0, where=_TEAM
    )
    score: Quantity | None = fact("score de la grille d'inclusion", low=0, where=_TEAM)
    is_association: Quantity | None = fact("association", low=0, high=1, where=_YOU)
    has_legal_person: Quantity | None = fact("personne morale", low=0, high=1, where=_YOU)
    is_sisa: Quantity | None = fact("SISA", low=0, high=1, where=_YOU)
    project_validated: Quantity | None = fact("projet de santé validé", low=0, high=1, where=_YOU)
    eligible_manager: Quantity | None = fact("gestionnaire prévu par la loi", low=0, high=1, where=_YOU)
    director_interest: Quantity | None = fact("intérêt du directeur", low=0, high=1, where=_YOU)
    approval: Quantity | None = fact("agrément", low=0, high=1, where=_YOU)
    statutes_allow_salaried: Quantity | None = fact(
        "statuts qui permettent de salarier", low=0, high=1, where=_YOU
    )
    perimeter_covers_departement: Quantity | None = fact(
        "périmètre d'au moins un département", low=0, high=1, where=_YOU
    )
    covered_by_other_team: Quantity | None = fact(
        "autre ESS de la spécialité sur le périmètre", low=0, high=1, where=_YOU
    )
    situation_listed: Quantity | None = fact("situation du patient prévue", low=0, high=1, where=_YOU)
    patient_agrees: Quantity | None = fact("accord du patient", low=0, high=1, where=_YOU)
    pregnant: Quantity | None = fact("femme enceinte", low=0, high=1, where=_YOU)
    receives_aci: Quantity | None = fact("ACI perçu", low=0, high=1, where=_YOU)
    university_agrees: Quantity | None = fact("avis favorables de l'université", low=0, high=1, where=_YOU)
    research: Quantity | None = fact("programme de recherche", low=0, high=1, where=_YOU)
    in_region: Quantity | None = fact("dans la région de l'expérimentation", low=0, high=1, where=_YOU)


#: What of a member each count reads beside the profession.
READ_OF_MEMBERS: dict[str, frozenset[str]] = {
    "liberal_professionals": frozenset({"status"}),
    "salaried_professionals": frozenset({"status"}),
    "specialists": frozenset({"status", "specialty"}),
    "under_approval": frozenset({"specialty"}),
    "attending_doctors": frozenset({"attending_doctor"}),
    "associate_doctors": frozenset({"associate"}),
    "associate_auxiliaries": frozenset({"associate"}),
    "liberal_associates": frozenset({"associate"}),
}

Maybe = bool | None
Test = Callable[[Member], Maybe]


def _health(member: Member) -> Maybe:
    return profession(member.profession).is_health


def _general_practitioner(member: Member) -> Maybe:
    return None if member.profession == SOME_DOCTOR else member.profession == GENERAL_PRACTITIONER


def _doctor(member: Member) -> Maybe:
    return member.profession in (GENERAL_PRACTITIONER, SPECIALIST, SOME_DOCTOR)


def _other(member: Member) -> Maybe:
    general = _general_practitioner(member)
    return _both(_health(member), None if general is None else not general)


def _medical(member: Member) -> Maybe:
    return profession(member.profession).family == "medicale"


def _auxiliary(member: Member) -> Maybe:
    if member.profession in _BESIDE_AUXILIARIES:
        return None
    return profession(member.profession).family == "auxiliaires"


def _liberal(member: Member) -> Maybe:
    if member.role == "associate":
        return True
    return member.status == "liberal" if member.status else None


def _salaried(member: Member) -> Maybe:
    if member.role == "associate":
        return False
    return member.status == "salaried" if member.status else None


def _associate(member: Member) -> Maybe:
    """One may carry the project, or be a patient's doctor, and be an associate too."""
    if member.role in ("", "initiator", "attending_doctor"):
        return None if _both(_health(member), _liberal(member)) is not False else False
    return member.role == "associate"


def _first_recourse(member: Member) -> Maybe:
    return None if member.profession in (SPECIALIST, SOME_DOCTOR) else _health(member)


def _attending(member: Member) -> Maybe:
    if member.role == "attending_doctor":
        return True
    return None if _doctor(member) else False


def _under_approval(member: Member) -> Maybe:
    if member.profession in (SPECIALIST, SOME_DOCTOR):  # an ophtalmologiste may hide there
        return folded(member.specialty).startswith("ophtalmo") if member.specialty else None
    return member.profession in ("chirurgien_dentiste", "orthoptiste")


def _both(one: Maybe, two: Maybe) -> Maybe:
    if one is False or two is False:
        return False
    return None if one is None or two is None else True


def _and(one: Test, two: Test) -> Test:
    return lambda member: _both(one(member), two(member))


COUNTS: dict[str, Test] = {
    "professionals": _health,
    "general_practitioners": _general_practitioner,
    "doctors": _doctor,
    "other_professionals": _other,
    "medical_professionals": _medical,
    "auxiliaries": _auxiliary,
    "liberal_professionals": _and(_first_recourse, _liberal),
    "attending_doctors": _attending,
    "associate_doctors": _and(_doctor, _associate),
    "associate_auxiliaries": _and(_auxiliary, _associate),
    "liberal_associates": _and(_health, _associate),
    "salaried_professionals": _and(_health, _salaried),
    "under_approval": _under_approval,
}


@lru_cache(maxsize=64)  # a chooser asks the same of every form
def team_facts(team: Team, about: Circumstances, *, on: date, in_region: bool | None = None) -> TeamFacts:
    """Everything the rules may read of a team that day."""
    counts = {name: _counted(name, test, team) for name, test in COUNTS.items()}
    given: dict[str, object] = {
        **{
            name: value
            for name, value in about.model_dump().items()
            if name in TeamFacts.__dataclass_fields__
        },
        "is_association": _is(about.legal_person, {"association"}),
        "has_legal_person": _is(about.legal_person, {"association", "sisa", "company"}),
        "is_sisa": _is(about.legal_person, {"sisa"}),
        "eligible_manager": _is(about.manager, MANAGERS) if about.manager else _started_by_persons(team),
        "situation_listed": _situation(about),
        "months_since_departure": _full_months(about.departure_notified, on),
        "in_region": in_region,
    }
    known = {name: _quantity(value) for name, value in given.items() if value is not None}
    if team.is_known:
        known |= {"professions": Quantity.exactly(_professions(team)), "specialists": _specialists(team)}
        known |= counts
    return TeamFacts(**known)


def _counted(name: str, test: Test, team: Team) -> Quantity:
    sure = sum(member.count for member in team.members if test(member))
    maybe = sum(member.count for member in team.members if test(member) is None)
    label = TeamFacts.__dataclass_fields__[name].metadata["label"]
    return Quantity.between(
        Decimal(sure),
        Decimal(sure + maybe),
        frozenset(),
        frozenset({Missing(name, label, _TEAM, is_fact=True)}),
    )


def _professions(team: Team) -> int:
    """Doctors of any kind are one profession: their entries share a code."""
    here = [profession(member.profession) for member in team.members if member.count]
    return len({profession.rpps for profession in here if profession.is_health})


def _specialists(team: Team) -> Quantity:
    """Liberal doctors of the specialty most of them have."""
    named: Counter[str] = Counter()
    for member in team.members:
        if member.profession == SPECIALIST and member.specialty:
            named[folded(member.specialty)] += member.count
    first = next(iter(named.most_common(1)), ("", 0))[0]

    def of_the_specialty(member: Member) -> Maybe:
        if member.profession not in (SPECIALIST, SOME_DOCTOR):
            return False
        return folded(member.specialty) == first if member.specialty else None

    return _counted("specialists", _and(of_the_specialty, _liberal), team)


def _is(given: str | None, accepted: set[str]) -> bool | None:
    return None if given is None else given in accepted


def _started_by_persons(team: Team) -> bool | None:
    """Persons who start a centre de santé, a pharmacist as any other, are not in the list of the law."""
    return False if any(member.role == "initiator" and _health(member) for member in team.members) else None


def _situation(about: Circumstances) -> bool | None:
    if about.pregnant:
        return True
    return None if about.patient_situation is None else about.patient_situation != "other"


def _full_months(since: date | None, on: date) -> int | None:
    if since is None:
        return None
    months = (on.year - since.year) * 12 + on.month - since.month
    return months if add_months(since, months) <= on else months - 1


def _quantity(value: object) -> Quantity:
    return value if isinstance(value, Quantity) else Quantity.exactly(int(value))  # type: ignore[call-overload]
