"""The money of a form, and the fees of a pharmacist: which rules answer, and from which facts."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from maillage.kernel import Answer, BadInput, shown
from maillage.legislation.catalogue import every_form
from maillage.legislation.engine.rules import formulas
from maillage.legislation.entries import Start
from maillage.legislation.evaluator import Evaluator, ask
from maillage.legislation.facts import Given, read_as
from maillage.legislation.indemnity import IndemnityFacts
from maillage.legislation.rules import (
    ConditionalTestFacts,
    ConditionalTestPatientFacts,
    CoordinationFacts,
    CorrespondentFacts,
    DirectTestPatientFacts,
    Exceptional2024Facts,
    FragileTerritoryFacts,
    FranceSanteFacts,
    InterviewFacts,
    InterviewPatientFacts,
    MedicationFacts,
    OnCallFacts,
    PatientsFacts,
    PregnancyFacts,
    TeleconsultationFacts,
    TeleconsultationRoomFacts,
    TestFacts,
    VaccinationFacts,
    VaccinationIncentiveFacts,
    VaccinationPatientFacts,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A form or a fee: the facts it asks for, the rules that answer, the main one first, and what it is made of.

    `starts` are invented structures to start from, from the smallest to the largest.
    """

    label: str
    facts: type[Given]
    rules: tuple[str, ...]
    details: tuple[str, ...] = ()
    details_say: str = ""
    prerequisites: tuple[str, ...] = ()
    starts: tuple[Start, ...] = ()


#: Counted beside the forms: one of their members, and a label.
BESIDE = {
    "indemnite": Subject("Indemnités d'un professionnel de CPTS", IndemnityFacts, ("cpts.indemnity_left",)),
    "france_sante": Subject(
        "Label France santé", FranceSanteFacts, ("france_sante.amount", "france_sante.criteria")
    ),
}

FEES = {
    "correspondant": Subject("Pharmacien correspondant", CorrespondentFacts, ("pharmacy.correspondent",)),
    "teleconsultation": Subject(
        "Téléconsultation en officine", TeleconsultationFacts, ("pharmacy.teleconsultation",)
    ),
    "exercice_coordonne": Subject(
        "Participation à un exercice coordonné", CoordinationFacts, ("pharmacy.coordination_bonus",)
    ),
    "exceptionnel_2024": Subject(
        "Rémunération exceptionnelle de 2024", Exceptional2024Facts, ("pharmacy.exceptional_2024",)
    ),
    "entretien": Subject("Entretien, bilan de médication", InterviewFacts, ("pharmacy.interview",)),
    "entretien_grossesse": Subject(
        "Entretien femme enceinte", PregnancyFacts, ("pharmacy.pregnancy_interviews",)
    ),
    "protocole": Subject("Dispensation sous protocole", PatientsFacts, ("pharmacy.protocol_team",)),
    "ordonnance_conditionnelle": Subject(
        "Test sur ordonnance conditionnelle", ConditionalTestFacts, ("pharmacy.conditional_prescription",)
    ),
    "test_direct": Subject("Test direct d'angine ou de cystite", TestFacts, ("pharmacy.direct_test",)),
    "vaccination": Subject("Vaccination", VaccinationFacts, ("pharmacy.vaccination",)),
    "incitation_vaccination": Subject(
        "Incitation à prescrire et vacciner", VaccinationIncentiveFacts, ("pharmacy.vaccination_incentive",)
    ),
    "officine_fragile": Subject(
        "Pharmacie d'un territoire fragile", FragileTerritoryFacts, ("pharmacy.fragile_territory",)
    ),
    "garde": Subject("Gardes", OnCallFacts, ("pharmacy.on_call",)),
    "test_direct_ouvert": Subject(
        "Test direct ouvert au patient", DirectTestPatientFacts, ("pharmacy.direct_test_open",)
    ),
    "ordonnance_conditionnelle_ouverte": Subject(
        "Test sur ordonnance ouvert au patient",
        ConditionalTestPatientFacts,
        ("pharmacy.conditional_test_open",),
    ),
    "vaccination_ouverte": Subject(
        "Vaccination ouverte au patient", VaccinationPatientFacts, ("pharmacy.vaccination_open",)
    ),
    "entretien_ouvert": Subject(
        "Entretien ouvert au patient", InterviewPatientFacts, ("pharmacy.interview_open",)
    ),
    "teleconsultation_ouverte": Subject(
        "Conditions d'une téléconsultation en officine",
        TeleconsultationRoomFacts,
        ("pharmacy.teleconsultation_open",),
    ),
    "bilan_ouvert": Subject("Bilan ouvert au patient", MedicationFacts, ("pharmacy.medication_review_open",)),
    "bilan_prescrit": Subject(
        "Bilan prescrit par le médecin", MedicationFacts, ("pharmacy.medication_review_prescribed",)
    ),
}


@cache
def form_subjects() -> dict[str, Subject]:
    """The forms whose money a rule counts, the lightest first, then what is counted beside them."""
    counted = {entry.key: Subject(entry.label, **dict(entry.money)) for entry in every_form() if entry.money}
    return counted | BESIDE


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One answer on the money of a form, under its French name; `is_detail` when it is a part of the main one."""

    rule: str
    label: str
    answer: Answer
    is_detail: bool = False


@dataclass(frozen=True, slots=True)
class Funding:
    """The money of a form on a day, as the law says it: the main line first, its details last."""

    form: str
    on: date
    lines: tuple[MoneyLine, ...]

    def __getitem__(self, rule_id: str) -> Answer:
        return next(line.answer for line in self.lines if line.rule == rule_id)


def read_facts(subject: str, data: object) -> Given:
    """The facts of a form or of a fee, as a file or a request holds them. Raises BadInput."""
    return read_as(_subject(subject, form_subjects() | FEES).facts, data)


def funding(form: str, facts: Given, *, on: date) -> Funding:
    """The money of a form. Raises BadInput for an unknown form, TypeError for the facts of another."""
    subject = _subject(form, form_subjects())
    _expect(subject, facts)
    evaluator = Evaluator(on)
    lines = (
        MoneyLine(rule, formulas()[rule].title, evaluator.ask(rule, facts, on=on), rule in subject.details)
        for rule in (*subject.rules, *subject.details)
    )
    return Funding(form, on, tuple(lines))


def prerequisites(form: str, facts: Given, *, on: date) -> tuple[MoneyLine, ...]:
    """What must be met for anything to be due, one by one; nothing of a form that asks none, nor before the law did.

    Raises BadInput for an unknown form, TypeError for the facts of another.
    """
    subject = _subject(form, form_subjects())
    _expect(subject, facts)
    evaluator = Evaluator(on)
    lines = (
        MoneyLine(rule, formulas()[rule].title, evaluator.ask(rule, facts, on=on))
        for rule in subject.prerequisites
    )
    return tuple(line for line in lines if not line.answer.why)


def fee(name: str, facts: Given, *, on: date) -> Answer:
    """A fee of a pharmacist. Raises BadInput for an unknown fee, TypeError for the facts of another."""
    subject = _subject(name, FEES)
    _expect(subject, facts)
    return ask(subject.rules[0], facts, on=on)


def _subject(name: str, known: dict[str, Subject]) -> Subject:
    if name in known:
        return known[name]
    raise BadInput(f"{shown(name)} n'est pas de {', '.join(known)}.", field="form")


def _expect(subject: Subject, facts: Given) -> None:
    if not isinstance(facts, subject.facts):
        raise TypeError(f"{subject.label} is asked with {subject.facts.__name__}, not {type(facts).__name__}")
