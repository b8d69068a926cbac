"""The law as data, and a small exact engine: the door of the room. No Django, no database."""

from maillage.legislation.advice.advising import Advice, advise
from maillage.legislation.advice.answers import (
    Answers,
    Option,
    Question,
    Reason,
    count_refusals,
    questions,
    read_answers,
)
from maillage.legislation.asking import ask, filled, rule, rules
from maillage.legislation.catalogue import (
    every_form,
    form,
    forms,
    glossary,
    missions,
    neighbours,
    plan,
    plan_of,
    plans,
    stages,
)
from maillage.legislation.cautions import Caution, cautions
from maillage.legislation.composition.checking import Asked, Circumstance, asked_by, check, checkable, misses
from maillage.legislation.composition.circumstances import Circumstances, read_circumstances
from maillage.legislation.composition.members import Member, Team, read_member, read_team
from maillage.legislation.contract import Contract, ContractMission, Indicator, read_contract
from maillage.legislation.counting import read_counts
from maillage.legislation.deadlines import Deadline, deadlines
from maillage.legislation.engine.parameters import DatedValue
from maillage.legislation.engine.parameters import Parameter as Rule
from maillage.legislation.engine.rules import Reading, Step
from maillage.legislation.entitlement import (
    ContractMoney,
    MissionDue,
    Payment,
    YearDue,
    contract_money,
    entitlements,
    payments,
)
from maillage.legislation.entries import (
    CreationStep,
    Figure,
    FormEntry,
    FundingLine,
    Mission,
    Neighbour,
    Plan,
    Regional,
    Said,
    Section,
    Start,
    Term,
)
from maillage.legislation.everyday import profession_among, professions_begun
from maillage.legislation.explaining import Explanation, Value, explain
from maillage.legislation.facts import Given
from maillage.legislation.funding import (
    FEES,
    Funding,
    MoneyLine,
    Subject,
    fee,
    form_subjects,
    funding,
    read_facts,
)
from maillage.legislation.indemnity import IndemnityCheck, indemnity_check
from maillage.legislation.life import EMERGENCE, LegalKind, Opens, Stage, legal_kinds
from maillage.legislation.regions import REGIONS
from maillage.legislation.rules import CptsFacts
from maillage.legislation.sizes import Size, cpts_size
from maillage.legislation.starting import read_law
from maillage.legislation.team import (
    Finding,
    Profession,
    profession,
    profession_of,
    profession_of_rpps,
    professions,
    professions_by_key,
    team_gaps,
)

__all__ = [
    "EMERGENCE",
    "FEES",
    "REGIONS",
    "Advice",
    "Answers",
    "Asked",
    "Caution",
    "Circumstance",
    "Circumstances",
    "Contract",
    "ContractMission",
    "ContractMoney",
    "CptsFacts",
    "CreationStep",
    "DatedValue",
    "Deadline",
    "Explanation",
    "Figure",
    "Finding",
    "FormEntry",
    "Funding",
    "FundingLine",
    "Given",
    "IndemnityCheck",
    "Indicator",
    "LegalKind",
    "Member",
    "Mission",
    "MissionDue",
    "MoneyLine",
    "Neighbour",
    "Opens",
    "Option",
    "Payment",
    "Plan",
    "Profession",
    "Question",
    "Reading",
    "Reason",
    "Regional",
    "Rule",
    "Said",
    "Section",
    "Size",
    "Stage",
    "Start",
    "Step",
    "Subject",
    "Team",
    "Term",
    "Value",
    "YearDue",
    "advise",
    "ask",
    "asked_by",
    "cautions",
    "check",
    "checkable",
    "contract_money",
    "count_refusals",
    "cpts_size",
    "deadlines",
    "entitlements",
    "every_form",
    "explain",
    "fee",
    "filled",
    "form",
    "form_subjects",
    "forms",
    "funding",
    "glossary",
    "indemnity_check",
    "legal_kinds",
    "misses",
    "missions",
    "neighbours",
    "payments",
    "plan",
    "plan_of",
    "plans",
    "profession",
    "profession_among",
    "profession_of",
    "profession_of_rpps",
    "professions",
    "professions_begun",
    "professions_by_key",
    "questions",
    "read_answers",
    "read_circumstances",
    "read_contract",
    "read_counts",
    "read_facts",
    "read_law",
    "read_member",
    "read_team",
    "rule",
    "rules",
    "stages",
    "team_gaps",
]
