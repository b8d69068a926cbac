"""What was opened of documents, for the program of a partner: by the token of its link, and no further."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from ninja.security import HttpBearer

from maillage.documents.services import as_data
from maillage.dossier.models import Opening
from maillage.dossier.queries.review_content import Content
from maillage.dossier.queries.review_visible import Visible, opening_by_token, visible_to
from maillage.ui.endpoints import Refusals

router = Router(tags=["Relecture"])


class ReviewKey(HttpBearer):
    """The token of a link of review, in three groups of four signs."""

    openapi_description = (
        "Le lien de relecture qu’une structure a ouvert\N{NO-BREAK SPACE}: ses trois groupes de signes."
    )

    def authenticate(self, request: HttpRequest, token: str) -> Opening | None:  # noqa: ARG002
        return opening_by_token(token[:40], on=timezone.localdate())


class ReviewRequest(HttpRequest):
    """A request of the program of a partner, that the token of its link let in."""

    auth: Opening


class SectionOut(Schema):
    key: str
    title: str
    version: int
    changed_at: datetime | None


class SectionTextOut(SectionOut):
    """`blocks`: what fills itself, each says what it is."""

    html: str
    blocks: list[dict[str, Any]]


class DocumentOut(Schema):
    title: str
    structure: str
    state: str
    wanted_on: date | None
    sections: list[SectionOut]
    annexes: list[str]


@router.get("", auth=ReviewKey(), response={200: DocumentOut, 401: Refusals})
def opened_document(request: ReviewRequest) -> dict[str, Any]:
    """Ce qui vous est ouvert : les parties, leur version, les annexes."""
    visible = seen_by(request)
    return {
        "title": visible.title,
        "structure": visible.structure,
        "state": visible.opening.document.get_state_display(),
        "wanted_on": visible.opening.wanted_on,
        "sections": [told(each) for each in visible.parts],
        "annexes": [each.label for each in visible.annexes],
    }


@router.get("/{section}", auth=ReviewKey(), response={200: SectionTextOut, 401: Refusals, 404: Refusals})
def opened_section(request: ReviewRequest, section: str) -> dict[str, Any]:
    """Une partie qui vous est ouverte ; les autres n’existent pas à cette adresse."""
    part = seen_by(request).part(section)
    return told(part) | {"html": part.html, "blocks": as_data(part.blocks)}


def seen_by(request: ReviewRequest) -> Visible:
    return visible_to(request.auth, on=timezone.localdate())


def told(part: Content) -> dict[str, Any]:
    return {
        "key": part.key,
        "title": part.title,
        "version": part.version,
        "changed_at": part.changed_at,
    }
