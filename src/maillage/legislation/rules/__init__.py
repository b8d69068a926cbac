"""The rules of the law, one module per form; importing this package registers them all."""

from maillage.legislation.rules import msp  # noqa: F401 — registers them; nothing else reads this module
from maillage.legislation.rules.cpts import CptsFacts
from maillage.legislation.rules.cpts_missions import ContractYear, IndicatorYear, MissionYear
from maillage.legislation.rules.interviews import STEPS as INTERVIEW_STEPS
from maillage.legislation.rules.interviews import THEMES as INTERVIEW_THEMES
from maillage.legislation.rules.interviews import InterviewFacts, MedicationFacts, PregnancyFacts
from maillage.legislation.rules.msp_facts import MspFacts, MspIndicator
from maillage.legislation.rules.other_forms import (
    CdsFacts,
    EscapFacts,
    EspClapFacts,
    EssFacts,
    FranceSanteFacts,
)
from maillage.legislation.rules.pharmacy import (
    ConditionalTestFacts,
    CoordinationFacts,
    CorrespondentFacts,
    Exceptional2024Facts,
    FragileTerritoryFacts,
    OnCallFacts,
    PatientsFacts,
    TeleconsultationFacts,
    TestFacts,
    VaccinationFacts,
    VaccinationIncentiveFacts,
)
from maillage.legislation.rules.pharmacy_patients import (
    ConditionalTestPatientFacts,
    DirectTestPatientFacts,
    InterviewPatientFacts,
    TeleconsultationRoomFacts,
    VaccinationPatientFacts,
)

__all__ = [
    "INTERVIEW_STEPS",
    "INTERVIEW_THEMES",
    "CdsFacts",
    "ConditionalTestFacts",
    "ConditionalTestPatientFacts",
    "ContractYear",
    "CoordinationFacts",
    "CorrespondentFacts",
    "CptsFacts",
    "DirectTestPatientFacts",
    "EscapFacts",
    "EspClapFacts",
    "EssFacts",
    "Exceptional2024Facts",
    "FragileTerritoryFacts",
    "FranceSanteFacts",
    "IndicatorYear",
    "InterviewFacts",
    "InterviewPatientFacts",
    "MedicationFacts",
    "MissionYear",
    "MspFacts",
    "MspIndicator",
    "OnCallFacts",
    "PatientsFacts",
    "PregnancyFacts",
    "TeleconsultationFacts",
    "TeleconsultationRoomFacts",
    "TestFacts",
    "VaccinationFacts",
    "VaccinationIncentiveFacts",
    "VaccinationPatientFacts",
]
