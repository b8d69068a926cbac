"""The law over HTTP: money, fees, checks, advice, rules; the same reports as the command line."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import BeforeValidator, Field

from maillage import legislation
from maillage.guide.queries import (
    advice_report,
    as_json,
    check_report,
    contract_report,
    cpts_report,
    money_report,
    protocol_report,
    rule_at,
    rule_report,
    tree_report,
    walk_report,
)
from maillage.kernel import read_day
from maillage.ui.endpoints import Refusals

router = Router()

Day = Annotated[date, BeforeValidator(read_day)]


class FundingIn(Schema):
    population: int = Field(examples=[62_000], description="Habitants (Insee, population municipale)")
    signed: Day | None = Field(
        None, description="Date de signature ; aujourd’hui si elle manque", examples=["2024-03-01"]
    )


class SourceOut(Schema):
    title: str
    href: str
    grade: str
    since: str | None
    rule: str


class MissingOut(Schema):
    """What is missing: `is_fact` when the one who asks may give it, else no source of ours publishes it."""

    id: str
    label: str
    where: str
    is_fact: bool


class AmountOut(Schema):
    """`value` is null when something is missing: then `low` and `high` are certain, and `missing` says what."""

    value: int | float | None
    low: int | float | None
    high: int | float | None
    unit: str
    missing: list[MissingOut]
    sources: list[SourceOut]
    why: str


class DeadlineOut(Schema):
    mission: str
    label: str
    status: str
    start_by: date | None
    deployed_by: date | None
    source: SourceOut
    note: str


class FundingOut(Schema):
    size_class: int | None
    size_low: int | None
    size_high: int | None
    running: AmountOut
    ceiling: AmountOut
    deadlines: list[DeadlineOut]


class ValueOut(Schema):
    since: date = Field(alias="from", serialization_alias="from")
    until: date | None
    value: int | float | None
    low: int | float | None
    high: int | float | None
    grade: str
    source: SourceOut | None
    where: str
    note: str


class RuleOut(Schema):
    id: str
    label: str
    unit: str
    grade: str | None
    values: list[ValueOut]
    why: str = ""


class RulesOut(Schema):
    rules: list[RuleOut]


@router.post(
    "/funding/cpts",
    response={200: FundingOut, 422: Refusals},
    by_alias=True,
    tags=["Financement"],
    summary="Ce que l’accord donne à une CPTS",
)
def funding_cpts(request: HttpRequest, given: FundingIn) -> dict[str, Any]:  # noqa: ARG001
    """Fonctionnement annuel, maximum théorique et délais des missions."""
    return cpts_report(given.population, signed=given.signed or timezone.localdate())


class FactsIn(Schema):
    facts: dict[str, Any] = Field(
        default_factory=dict, description="Ce que l’on sait ; ce qui manque reste inconnu"
    )
    on: Day | None = Field(None, description="Le jour dont on demande la loi ; aujourd’hui s’il manque")


class MoneyLineOut(AmountOut):
    rule: str
    label: str


class CautionOut(Schema):
    field: str
    text: str
    source: SourceOut | None


class MoneyOut(Schema):
    form: str
    on: date
    lines: list[MoneyLineOut]
    cautions: list[CautionOut]


class CaseIn(FactsIn):
    form: str


class BatchIn(Schema):
    cases: list[CaseIn] = Field(max_length=1_000)


class BatchOut(Schema):
    results: list[MoneyOut]


class ContractIn(Schema):
    contract: dict[str, Any] = Field(description="L’annexe du contrat signé")
    years: int = Field(5, ge=1, le=10)


class MissionDueOut(Schema):
    mission: str
    label: str
    fixed: AmountOut
    variable: AmountOut
    total: AmountOut


class YearOut(Schema):
    number: int
    since: date
    until: date
    running_cost: AmountOut
    missions: list[MissionDueOut]
    total: AmountOut


class PaymentOut(Schema):
    """`date` is null when no text gives it: `why` says so, `not_before` bounds it."""

    date: str | None
    not_before: str
    contract_year: int
    kind: str
    label: str
    mission: str | None
    amount: int | float | None
    answer: AmountOut
    rule: str
    why: str


class CalendarOut(Schema):
    years: list[YearOut]
    payments: list[PaymentOut]


class FindingOut(Schema):
    rule: str
    status: str
    text: str
    binding: str
    source: SourceOut


class CheckIn(Schema):
    form: str
    team: list[dict[str, Any]] = Field(max_length=1_000)
    about: dict[str, Any] = Field(default_factory=dict)
    on: Day | None = None
    region: str = ""


class CheckOut(Schema):
    findings: list[FindingOut]


class AdviseIn(Schema):
    answers: dict[str, str]
    on: Day | None = None


class AdviceOut(Schema):
    form: str
    label: str
    fits: str
    changes: list[str]
    to_find: list[str]
    to_create: list[str]
    findings: list[FindingOut]
    next_steps: list[str]


class AdvicesOut(Schema):
    forms: list[AdviceOut]


MONEY: dict[str, Any] = {"tags": ["Financement"]}
FORMS: dict[str, Any] = {"tags": ["Formes"]}


@router.post(
    "/funding/cpts/contract",
    response={200: CalendarOut, 422: Refusals},
    summary="Ce qu’un contrat doit",
    **MONEY,
)
def funding_contract(request: HttpRequest, given: ContractIn) -> dict[str, Any]:  # noqa: ARG001
    """Année par année, et versement par versement."""
    return contract_report(legislation.read_contract(given.contract), given.years)


@router.post(
    "/funding/batch", response={200: BatchOut, 422: Refusals}, summary="Plusieurs structures", **MONEY
)
def funding_batch(request: HttpRequest, given: BatchIn) -> dict[str, Any]:  # noqa: ARG001
    return {"results": [money_of(case.form, case) for case in given.cases]}


@router.post(
    "/funding/{form}", response={200: MoneyOut, 422: Refusals}, summary="L’argent d’une forme", **MONEY
)
def funding(request: HttpRequest, form: str, given: FactsIn) -> dict[str, Any]:  # noqa: ARG001
    return money_of(form, given)


def money_of(form: str, given: FactsIn) -> dict[str, Any]:
    facts = legislation.read_facts(form, given.facts)
    return money_report(form, facts, on=given.on or timezone.localdate())


@router.post(
    "/fees/{name}", response={200: AmountOut, 422: Refusals}, summary="Rémunération d’un pharmacien", **MONEY
)
def fee(request: HttpRequest, name: str, given: FactsIn) -> dict[str, Any]:  # noqa: ARG001
    facts = legislation.read_facts(name, given.facts)
    return as_json(legislation.fee(name, facts, on=given.on or timezone.localdate()))


@router.post(
    "/check", response={200: CheckOut, 422: Refusals}, summary="Une équipe devant une forme", **FORMS
)
def check(request: HttpRequest, given: CheckIn) -> dict[str, Any]:  # noqa: ARG001
    on = given.on or timezone.localdate()
    return check_report(given.form, given.team, about=given.about, on=on, region=given.region)


@router.post(
    "/advise", response={200: AdvicesOut, 422: Refusals}, summary="Les formes qui conviennent", **FORMS
)
def advise(request: HttpRequest, given: AdviseIn) -> dict[str, Any]:  # noqa: ARG001
    return advice_report(given.answers, on=given.on or timezone.localdate())


@router.get(
    "/rules", response=RulesOut, by_alias=True, tags=["Règles"], summary="Toutes les règles chiffrées"
)
def rules(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001
    return {"rules": [rule_report(rule, on=timezone.localdate()) for rule in legislation.rules()]}


@router.get(
    "/rules/{rule_id}",
    response={200: RuleOut, 422: Refusals},
    by_alias=True,
    tags=["Règles"],
    summary="Une règle, entière ou à une date",
)
def rule(request: HttpRequest, rule_id: str, at: Query[Day | None] = None) -> dict[str, Any]:  # noqa: ARG001
    return rule_at(rule_id, at, today=timezone.localdate())


CARE: dict[str, Any] = {"tags": ["Protocoles et arbres"]}


class SaidOut(Schema):
    say: str
    source: SourceOut


class TextOut(SaidOut):
    since: date | None = Field(alias="from", serialization_alias="from")


class TakingOut(Schema):
    profession: str
    since: date | None = Field(alias="from", serialization_alias="from")
    until: date | None
    say: str
    source: SourceOut


class PlaceOut(Schema):
    form: str
    since: date | None = Field(alias="from", serialization_alias="from")
    until: date | None
    say: str
    source: SourceOut


class ProtocolOut(Schema):
    """What no text of ours says is null: it is read in `consult`."""

    key: str
    title: str
    purpose: str
    delegating: list[TakingOut]
    delegated: list[TakingOut]
    structures: list[PlaceOut]
    texts: list[TextOut]
    ages: SaidOut | None
    drugs: SaidOut | None
    training: SaidOut | None
    money: SaidOut | None
    tree: str
    indicators: list[str]
    consult: SourceOut


class ProtocolsOut(Schema):
    protocols: list[ProtocolOut]


class AnswerOut(Schema):
    key: str
    label: str
    to: str


class AskingOut(Schema):
    key: str
    ask: str
    help: str
    kind: str
    answers: list[AnswerOut]
    source: SourceOut | None


class EndOut(Schema):
    key: str
    title: str
    say: str
    leads: str
    source: SourceOut | None


class ValidatedOut(Schema):
    who: str
    role: str
    on: date


class TreeOut(Schema):
    key: str
    title: str
    purpose: str
    version: int
    written_on: date
    validated: list[ValidatedOut]
    start: str
    questions: list[AskingOut]
    ends: list[EndOut]
    consult: SourceOut


class TreesOut(Schema):
    trees: list[TreeOut]


class AnswersIn(Schema):
    answers: dict[str, str | int | bool] = Field(
        description="Question → réponse : oui, non, un choix, un nombre"
    )
    on: Day | None = Field(None, description="Le jour dont on demande la loi ; aujourd’hui s’il manque")


class StepOut(Schema):
    key: str
    ask: str
    answer: str
    words: str
    source: SourceOut | None


class WalkOut(Schema):
    outcome: EndOut
    path: list[StepOut]
    sources: list[SourceOut]


@router.get(
    "/protocols",
    response=ProtocolsOut,
    by_alias=True,
    summary="Les protocoles de coopération nationaux",
    **CARE,
)
def protocols(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001
    return {"protocols": [protocol_report(each) for each in legislation.protocols()]}


@router.get("/trees", response=TreesOut, summary="Les arbres de décision", **CARE)
def trees(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001
    return {"trees": [tree_report(each, on=timezone.localdate()) for each in legislation.trees()]}


@router.post(
    "/trees/{key}/run",
    response={200: WalkOut, 422: Refusals},
    summary="Suivre un arbre, sans rien garder",
    **CARE,
)
def run_tree(request: HttpRequest, key: str, given: AnswersIn) -> dict[str, Any]:  # noqa: ARG001
    return walk_report(key, given.answers, on=given.on or timezone.localdate())
