"""Asking from another program: a hospital, a DAC, a caisse, by the token of the link of its desk. Nobody is named."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Body, Field, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict

from maillage.care.enums import OUTSIDE, AgeBand, Flag, Need, RequestKind
from maillage.care.forms.doctors import DOCTOR
from maillage.care.forms.requests import EVENINGS, FURTHEST
from maillage.care.models import CareRequest, Desk
from maillage.care.perms import seconds_before_asking
from maillage.care.queries.modules import is_on
from maillage.care.queries.requests import KINDS, caring_professions, reach_of
from maillage.care.queries.rings import kinds_asked
from maillage.care.services import requests, ringing
from maillage.care.services.codes import SPOKEN
from maillage.care.services.doctors import setting_for
from maillage.care.services.requests import Asked
from maillage.kernel import BadInput
from maillage.structures.queries import SENT
from maillage.structures.queries.clocks import today_in
from maillage.ui.endpoints import KeyOfSlug, Refusals

router = Router(tags=["Soins"])
CROWDED = "Beaucoup de demandes viennent de partir de ce guichet. Attendez un peu, puis recommencez."


class DeskKey(KeyOfSlug):
    """The token of the link of a desk, in three groups of four signs."""

    openapi_description = (
        "Le lien du guichet, que la structure a donné\N{NO-BREAK SPACE}: ses trois groupes de signes."
    )

    def opened(self, secret: str, slug: str) -> Desk | None:
        desks = Desk.objects.filter(link__token=secret[:40].lower(), structure__slug=slug, is_on=True)
        desk = desks.select_related("structure__territory", "link").first()
        if desk is None or not is_on(desk.structure):
            return None
        return desk if desk.link.leads(on=today_in(desk.structure)) else None


class DeskRequest(HttpRequest):
    """A request of the program of a desk, that the token of its link let in."""

    auth: Desk


class RequestIn(Schema):
    """Aucun nom, aucune date de naissance, aucun texte sur la personne : le guichet garde qui elle est."""

    model_config = ConfigDict(extra="forbid")

    key: UUID = Field(description="Le même renvoyé redonne la même demande, sans en faire une autre.")
    kind: RequestKind
    profession: str = Field(
        default="",
        max_length=40,
        description="Clé d’une profession, comme « infirmier » ; rien pour un médecin traitant.",
    )
    commune: str = Field(max_length=5, description="Code Insee d’une commune de la structure.")
    due_at: AwareDatetime | None = Field(
        default=None,
        description="À faire avant, avec son décalage : 2026-12-05T12:00:00+01:00 ; rien pour un médecin traitant.",
    )
    is_agreed: bool = Field(description="La personne est d’accord ; sinon, la demande est refusée.")
    need: Need | None = None
    age: AgeBand | None = None
    flags: list[Flag] = Field(default=[], max_length=len(Flag))
    is_urgent: bool = False
    note: str = Field(
        default="", max_length=200, description="Sans rien qui nomme ; elle n’est dans aucun message."
    )


class TakerOut(Schema):
    name: str
    phone: str
    email: str


class RequestOut(Schema):
    """`code` : à écrire à côté du nom. `taker` : nul tant que personne ne l’a prise."""

    code: str
    state: str
    due_at: AwareDatetime | None
    taken_at: AwareDatetime | None
    taker: TakerOut | None


@router.post(
    "/{slug}/requests",
    auth=DeskKey(),
    response={200: RequestOut, 401: Refusals, 422: Refusals, 429: Refusals},
)
def ask_for_care(request: DeskRequest, slug: str, given: Body[RequestIn]) -> Any:  # noqa: ARG001 -- its key tells it
    """Chercher quelqu’un : les plus proches qui veulent être prévenus le sont aussitôt, le premier la prend."""
    desk, now = request.auth, timezone.now()
    known = CareRequest.objects.filter(key=given.key, desk=desk).exists()
    if not known and seconds_before_asking(f"desk {desk.pk}", now=now):
        return Status(429, {"errors": [{"field": "", "reason": CROWDED}]})
    if given.kind == RequestKind.DOCTOR:
        return told(ask_for_doctor(given, desk, request, is_known=known))
    if not known:
        judge(given, desk)
        judge_hour(given.due_at, now)
    is_seen = given.kind in {key for key, _ in OUTSIDE}
    asked = Asked(
        kind=given.kind, profession=given.profession, commune=given.commune, asked_by=desk.kind,
        need="" if is_seen else given.need or "", age=given.age or "", flags=list(given.flags),
        is_agreed=given.is_agreed, is_urgent=given.is_urgent, note=given.note.strip(), due_at=given.due_at,
    )  # fmt: skip
    site = request.build_absolute_uri("/")
    made = ringing.begin(desk.structure, asked, key=given.key, at=now, site=site, desk=desk)
    return told(made)


@router.get("/{slug}/requests/{code}", auth=DeskKey(), response={200: RequestOut, 401: Refusals, 404: Refusals})  # fmt: skip
def care_request(request: DeskRequest, slug: str, code: str) -> dict[str, Any]:  # noqa: ARG001 -- its key tells it
    """Où en est une demande de ce guichet, et qui l’a prise."""
    spoken = code.upper()
    rows = request.auth.requests.select_related("taker").filter(kind__in=[RequestKind.DOCTOR, *KINDS])
    found = rows.filter(code=spoken).first() if set(spoken) <= set(SPOKEN) else None
    if found is None:
        raise Http404
    return told(found)


def ask_for_doctor(given: RequestIn, desk: Desk, request: HttpRequest, *, is_known: bool) -> CareRequest:
    """As the page of a desk asks it: no deadline, no words. Raises BadInput."""
    if not is_known:
        judge_person(given, desk)
        if given.age is None:
            raise BadInput("Donnez une tranche d’âge : elle dit à quels médecins proposer.", field="age")
    asked = Asked(
        kind=given.kind, profession=DOCTOR, commune=given.commune, asked_by=desk.kind, age=given.age or "",
        flags=list(given.flags), is_agreed=given.is_agreed, is_urgent=given.is_urgent,
    )  # fmt: skip
    setting_for(desk.structure, site=request.build_absolute_uri("/"))
    made = requests.ask(desk.structure, asked, key=given.key, at=timezone.now(), desk=desk)
    if made.desk_id != desk.pk or made.kind != RequestKind.DOCTOR:  # the key of something else
        raise BadInput(SENT, field="key")
    return made


def judge_person(given: RequestIn, desk: Desk) -> None:
    """Raises BadInput without an agreement, and for a commune of elsewhere."""
    if not given.is_agreed:
        raise BadInput("Demandez d’abord son accord à la personne.", field="is_agreed")
    if given.commune not in desk.structure.territory.codes:
        raise BadInput(
            "Cette commune n’est pas de cette structure : vérifiez son code Insee.", field="commune"
        )


def judge(given: RequestIn, desk: Desk) -> None:
    """Raises BadInput for what the form would not propose."""
    judge_person(given, desk)
    if given.kind not in kinds_asked(desk.structure):
        raise BadInput(
            "Cette structure ne reçoit pas ces demandes ici : appelez-la, ou choisissez-en une autre.",
            field="kind",
        )
    if given.profession not in caring_professions():
        raise BadInput(
            "Cette profession n’est pas connue : donnez une clé comme « infirmier ».", field="profession"
        )


def judge_hour(due_at: datetime | None, now: datetime) -> None:
    """Raises BadInput without one, for one that is past, or further than the form takes."""
    if due_at is None:
        raise BadInput("Dites avant quand, avec son décalage horaire.", field="due_at")
    if due_at <= now:
        raise BadInput(EVENINGS["past"], field="due_at")
    if due_at > now + FURTHEST:
        raise BadInput(EVENINGS["far"], field="due_at")


def told(found: CareRequest) -> dict[str, Any]:
    reach = reach_of(found.taker) if found.taker else None
    return {
        "code": found.code,
        "state": found.state,
        "due_at": found.due_at,
        "taken_at": found.taken_at,
        "taker": {"name": reach.name, "phone": reach.phone, "email": reach.email} if reach else None,
    }
