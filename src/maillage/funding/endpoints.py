"""The money of a structure for another program, by a key that its keyholders let read it: nobody’s name, but in its files."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from ninja import Body, Field, File, Query, Router, Schema
from ninja.files import UploadedFile

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.funding.enums import Ability
from maillage.funding.models import TransferBatch
from maillage.funding.queries.accord import accord_of, accord_report, payer_by_year
from maillage.funding.queries.books.reports import year_closing_in, year_of_books
from maillage.funding.queries.calendar import calendar_report
from maillage.funding.queries.hours import payer_of
from maillage.funding.queries.returns import return_of, return_report
from maillage.funding.queries.share_file import as_json as as_json_sharing
from maillage.funding.queries.share_file import shared
from maillage.funding.queries.statements import as_json as as_json_statement
from maillage.funding.queries.transfers import batches_of
from maillage.funding.rules.fec import ENCODING, fec
from maillage.funding.services.bank import take_in
from maillage.funding.services.batches import file_of
from maillage.kernel import BadInput, visible, with_no_break_spaces
from maillage.structures.models import ApiKey, Structure
from maillage.structures.queries import modules_of
from maillage.structures.queries.clocks import today_in
from maillage.structures.services.keys import key_of
from maillage.structures.types import KeyedRequest, RequestByKey
from maillage.tables import MOST_BYTES
from maillage.ui.endpoints import KeyOfSlug, Refusals
from maillage.ui.queries import module_of
from maillage.ui.services import as_file

router = Router(tags=["Argent"])
#: Civil years that the books may tell.
FIRST_YEAR, LAST_YEAR = 2000, 2100
#: No number of a row is larger.
MOST_KEY = 2**63


class MoneyKey(KeyOfSlug):
    """One that was let read the money, while the structure has that module."""

    openapi_description = "Une clé de la structure qui lit l’argent, faite dans ses réglages."
    opens = "opens_money"

    def key(self, secret: str, slug: str) -> ApiKey | None:
        found = key_of(secret, slug, on=timezone.localdate(), **{self.opens: True})
        return found if found and module_of(Ability.READ) in modules_of(found.structure) else None

    def opened(self, secret: str, slug: str) -> Structure | ApiKey | None:
        found = self.key(secret, slug)
        return found.structure if found else None


class BooksKey(MoneyKey):
    """One that was let read the entries, which name people."""

    openapi_description = "Une clé de la structure qui lit les écritures, faite dans ses réglages."
    opens = "opens_books"


class ActingKey(MoneyKey):
    """One that does something, which the trail tells as its own: the request has the key itself."""

    def opened(self, secret: str, slug: str) -> ApiKey | None:
        return self.key(secret, slug)


class StatementsKey(ActingKey):
    openapi_description = "Une clé de la structure qui importe les relevés, faite dans ses réglages."
    opens = "keeps_statements"


class TransfersKey(ActingKey):
    """One that was let take the files of transfers, which name people and their accounts."""

    openapi_description = (
        "Une clé de la structure qui prend les fichiers de virements, faite dans ses réglages."
    )
    opens = "takes_transfers"


class YearIn(Schema):
    year: int = Field(ge=FIRST_YEAR, le=LAST_YEAR)


class ContractOut(Schema):
    name: str
    kind: str
    legal_person: str
    signed: date
    why: str


class PaymentOut(Schema):
    """Sums are texts, null while unknown."""

    contract: str
    key: str
    label: str
    contract_year: int | None
    kind: str
    mission: str | None
    date: str | None
    not_before: str
    amount: Decimal | None
    low: Decimal | None
    high: Decimal | None
    rule: str
    why: str
    received: Decimal
    state: str
    gap: Decimal | None


class CalendarOut(Schema):
    structure: str
    on: date
    contracts: list[ContractOut]
    payments: list[PaymentOut]


class PostOut(Schema):
    mission: str | None
    label: str
    planned: Decimal
    carried: Decimal
    reserved: Decimal
    committed: Decimal
    paid: Decimal
    left: Decimal
    received: Decimal
    awaited: Decimal | None


class TimeOut(Schema):
    label: str
    people: int
    minutes: int
    paid_minutes: int
    volunteer_minutes: int
    amount: Decimal


class ReturnOut(Schema):
    form: str
    year: int
    population: int | None
    received: Decimal
    posts: list[PostOut]
    meetings: dict[str, int]
    by_function: list[TimeOut]
    by_profession: list[TimeOut]


class BoundsOut(Schema):
    """Texts, null while unknown; `why` says so when the law says nothing."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    why: str


class PrerequisiteOut(Schema):
    rule: str
    label: str
    met: bool | None


class FactOut(Schema):
    name: str
    label: str
    engaged: str | None
    kept: str | None
    origin: str


class AccordLineOut(Schema):
    rule: str
    label: str
    unit: str
    engaged: BoundsOut
    kept: BoundsOut
    caisse: Decimal | None
    gap: Decimal | None
    words: str


class AccordOut(Schema):
    structure: str
    form: str
    year: int
    state: str
    prerequisites: list[PrerequisiteOut]
    at_stake: BoundsOut | None
    facts: list[FactOut]
    lines: list[AccordLineOut]
    missing: list[str]


def by_key(key: ApiKey) -> str:
    """Which one, as the trail ends its sentence."""
    return with_no_break_spaces(f" par la clé « {key.label} »")


def a_file(content_type: str, words: str) -> dict[str, Any]:
    """What OpenAPI says of an answer that is no JSON."""
    schema = {"type": "string", "format": "binary"}
    return {"responses": {200: {"description": words, "content": {content_type: {"schema": schema}}}}}


@router.get("/{slug}/money/calendar", auth=MoneyKey(), response={200: CalendarOut, 401: Refusals})
def money_calendar(request: KeyedRequest, slug: str) -> dict[str, Any]:  # noqa: ARG001 -- its key tells it
    """Les versements que les contrats promettent, et ce qui est arrivé. Un montant inconnu est nul, jamais zéro."""
    return calendar_report(request.auth, on=today_in(request.auth))


@router.get("/{slug}/money/return", auth=MoneyKey(), response={200: ReturnOut, 401: Refusals, 422: Refusals})
def money_return(
    request: KeyedRequest,
    slug: str,  # noqa: ARG001 -- its key tells it
    given: Query[YearIn],
) -> dict[str, Any]:
    """Une année civile, poste par poste, sans nommer personne."""
    structure = request.auth
    person = payer_of(structure)
    if person is None:
        raise BadInput("Aucune personne morale ne porte cette structure : notez d’abord laquelle.")
    person.structure = structure
    return return_report(return_of(person, given.year, on=today_in(request.auth)))


class FecIn(YearIn):
    siren: str = Field("", max_length=20)


class TransferOut(Schema):
    """Sums are texts. Neither a name nor an account: those are in the file alone."""

    reference: str
    amount: Decimal
    state: str
    executed_on: date | None
    returned_on: date | None


class BatchOut(Schema):
    id: int
    reference: str
    state: str
    executes_on: date
    pain_version: str
    count: int
    total: Decimal
    transfers: list[TransferOut]


class StatementIn(Schema):
    """`account`: le numéro du compte, quand plusieurs conviennent."""

    account: int | None = None
    dry_run: bool = False


class RefusedLineOut(Schema):
    line: int
    given: str
    kept: list[str]
    why: str
    sheet: str = ""


class StatementOut(Schema):
    """`near` ressemblent à une ligne gardée : la page Banque les départage."""

    kept: int
    lines: int
    matched: int
    doubles: int
    unknown: int
    near: int
    refused: list[RefusedLineOut]
    notes: list[str]


class AssociateIn(Schema):
    name: str
    hours: Any = None
    points: Any = None


class SharingIn(Schema):
    amount: Any
    rule: str
    parts: dict[str, Any] | None = None
    associates: list[AssociateIn]


class ShareOut(Schema):
    name: str
    amount: str


class SharingOut(Schema):
    shares: list[ShareOut]
    rule_said: str


def batch_of(structure: Structure, pk: int) -> TransferBatch:
    """Raises Http404."""
    batches = batches_of(structure).prefetch_related("transfers")
    if pk >= MOST_KEY or (found := batches.filter(pk=pk).first()) is None:
        raise Http404
    return found


@router.get(
    "/{slug}/money/batches/{pk}", auth=MoneyKey(), response={200: BatchOut, 401: Refusals, 404: Refusals}
)
def money_batch(request: KeyedRequest, slug: str, pk: int) -> TransferBatch:  # noqa: ARG001 -- its key tells it
    """Un lot de virements : ce qu’il paie, ce qu’il en devient. Ni nom ni IBAN."""
    return batch_of(request.auth, pk)


@router.post(
    "/{slug}/money/batches/{pk}/file",
    auth=TransfersKey(),
    response={401: Refusals, 404: Refusals, 422: Refusals},
    openapi_extra=a_file("application/xml", "Le fichier de virements (pain.001)."),
)
def money_batch_file(request: RequestByKey, slug: str, pk: int) -> HttpResponse:  # noqa: ARG001 -- its key tells it
    """Le fichier d’un lot validé, pour la banque (pain.001) : le même à chaque fois, et le même que celui de la page.

    Un lot n’est validé que par les personnes qui le doivent, sur sa page. Le fichier sorti, le lot ne change plus sans que
    quelqu’un dise que la banque ne l’a pas : c’est pourquoi ceci est un POST.
    """
    key = request.auth
    found = batch_of(key.structure, pk)
    content = file_of(found, by=None, at=timezone.now(), through=by_key(key))
    return HttpResponse(content, content_type="application/xml", headers=as_file(f"{found.reference}.xml"))


@router.post(
    "/{slug}/money/statement",
    auth=StatementsKey(),
    response={200: StatementOut, 401: Refusals, 422: Refusals},
)
def money_statement(
    request: RequestByKey,
    slug: str,  # noqa: ARG001 -- its key tells it
    given: Query[StatementIn],
    file: File[UploadedFile],
) -> dict[str, object]:
    """Lire un relevé de banque (CSV, XLSX, XLS, ODS, OFX, CAMT.053) et garder ses lignes nouvelles, une fois.

    `dry_run` compte sans rien garder. Ce qu’est chaque ligne, une personne le dit sur la page Banque.
    """
    key = request.auth
    kept = take_in(
        key.structure,
        visible(file.name or "relevé"),
        file.read(MOST_BYTES + 1),
        given.account,
        dry_run=given.dry_run,
        on=today_in(key.structure),
        through=by_key(key),
    )
    return as_json_statement(kept.seen, kept.count)


@router.get(
    "/{slug}/money/fec",
    auth=BooksKey(),
    response={401: Refusals, 422: Refusals},
    openapi_extra=a_file(f"text/plain; charset={ENCODING}", "Le FEC."),
)
def money_fec(request: KeyedRequest, slug: str, given: Query[FecIn]) -> HttpResponse:  # noqa: ARG001 -- its key tells it
    """Le fichier des écritures comptables (FEC) de l’exercice qui finit cette année : le même texte que la page.

    Il nomme les tiers que les écritures nomment. `siren` : quand plusieurs personnes morales tiennent un livre.
    """
    structure = request.auth
    file = fec(year_of_books(year_closing_in(structure, given.year, given.siren)))
    record(f"FEC sorti par une clé : {file.name}.", by=None, subject=structure.pk, kind=Kind.DOWNLOAD)
    return HttpResponse(
        file.content, content_type=f"text/plain; charset={ENCODING}", headers=as_file(file.name)
    )


@router.post("/{slug}/money/share", auth=MoneyKey(), response={200: SharingOut, 401: Refusals, 422: Refusals})
def money_share(request: KeyedRequest, slug: str, given: Body[SharingIn]) -> dict[str, Any]:  # noqa: ARG001 -- its key tells it
    """Partager une somme par la règle votée, au centime : rien n’est gardé."""
    return as_json_sharing(shared(given.dict(exclude_unset=True)))


@router.get("/{slug}/money/aci", auth=MoneyKey(), response={200: AccordOut, 401: Refusals, 422: Refusals})
def money_accord(request: KeyedRequest, slug: str, given: Query[YearIn]) -> dict[str, Any]:
    """L’année civile de l’accord d’une MSP ou d’un centre de santé : engagé, tenu, compté par la caisse."""
    person = payer_by_year(request.auth)
    return accord_report(accord_of(person, given.year, on=today_in(request.auth)), slug)
