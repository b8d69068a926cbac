"""Documents opened to somebody outside, and filed; and who may open those pages (tests/dossier/access.py)."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from maillage.accounts.models import User
from maillage.dossier.models import Document, Opening, Remark, SectionText
from maillage.dossier.services import review, review_filing, review_saying
from maillage.dossier.services.review import GivenOpening
from maillage.files.services import keep
from maillage.structures.models import Structure

LETTER = "lettre_d_intention_cpts"
#: What stands in each section: one finds it nowhere but there.
OPENED, CLOSED = "Nos habitudes de voisins.", "Un secret du bureau."


def document_of(structure: Structure, *, texts: Iterable[tuple[str, str]] = ()) -> Document:
    """The letter, with these words."""
    document, _ = Document.objects.get_or_create(structure=structure, plan=LETTER)
    document.structure = structure
    for section, words in texts:
        SectionText.objects.update_or_create(
            structure=structure,
            document=document,
            plan=LETTER,
            section=section,
            defaults={"html": f"<p>{words}</p>", "version": 1},
        )
    return document


def opened(
    document: Document,
    by: User,
    *,
    sections: Iterable[str] = ("origine",),
    person: str = "Lou Fictif",
    email: str = "lou@ars.example",
    **given: Any,
) -> Opening:
    """To somebody of the ARS, for ninety days."""
    today = timezone.localdate()
    told = {"kind": "ars", "body": "ARS", "until": today + timedelta(days=90)} | given
    wanted = GivenOpening(person=person, email=email, sections=list(sections), **told)
    return review.open_to(document, wanted, key=uuid4(), by=by, at=timezone.now(), on=today)


def frozen(structure: Structure, by: User) -> Document:
    """Another plan, filed."""
    document, is_new = Document.objects.get_or_create(structure=structure, plan="projet_de_sante_msp")
    document.structure = structure
    if is_new:
        SectionText.objects.create(
            structure=structure,
            document=document,
            plan=document.plan,
            section=first_section(document),
            html="<p>Mot.</p>",
        )
        review_filing.freeze(document, by=by, at=timezone.now())
    return Document.objects.get(pk=document.pk)


def first_section(document: Document) -> str:
    from maillage import legislation

    return legislation.plan(document.plan).sections[0].key


def founder_of(structure: Any) -> User:
    return structure.memberships.order_by("pk")[0].user  # type: ignore[no-any-return]


def first_opening(structure: Any) -> Opening:
    found = structure.openings.order_by("pk").first()
    return found or opened(
        document_of(structure, texts=[("origine", OPENED)]), founder_of(structure), annexes=["fiche"]
    )


def first_remark(structure: Any) -> Remark:
    opening = first_opening(structure)
    found = opening.remarks.order_by("pk").first()
    today = timezone.localdate()
    given = review_saying.GivenRemark("Précisez.", section="origine", quotation="Nos habitudes")
    return found or review_saying.note_remark(
        opening, given, key=uuid4(), by=None, at=timezone.now(), on=today
    )


def first_paper(structure: Any) -> Any:
    opening, now = first_opening(structure), timezone.now()
    found = opening.opinions.exclude(paper=None).first()
    if found is None:
        founder = founder_of(structure)
        paper = keep(SimpleUploadedFile("avis.pdf", b"%PDF-1.7"), about=structure.pk, by=founder, at=now)
        today = timezone.localdate(now)
        given = review_saying.GivenOpinion("favorable", "Rien à redire.", "Lou Fictif", today, "courriel")
        found = review_saying.give_opinion(
            opening, given, key=uuid4(), by=founder, at=now, on=today, paper=paper
        )
    return found.paper_id


def of_document(structure: Any) -> dict[str, object]:
    return {"pk": document_of(structure).pk}


def of_opening(structure: Any) -> dict[str, object]:
    opening = first_opening(structure)
    return {"pk": opening.document_id, "opening": opening.pk}


def of_frozen(structure: Any) -> dict[str, object]:
    return {"pk": frozen(structure, founder_of(structure)).pk}


GESTURE = ("302 404 403 302", "302 404 403 302")
ACCESS = {
    "dossier:reviews": ("302 404 200 200", "302 405 405 405"),
    "dossier:open_review": ("302 404 403 200", "302 404 403 422"),
    "dossier:opening": ("302 404 200 200", "302 405 405 405"),
    "dossier:tell_opening": GESTURE,
    "dossier:close_opening": GESTURE,
    "dossier:extend_opening": ("302 404 403 302", "302 404 403 422"),
    "dossier:readdress": GESTURE,
    "dossier:note_opinion": ("302 404 403 200", "302 404 403 422"),
    "dossier:note_remark": ("302 404 403 200", "302 404 403 422"),
    "dossier:remark": ("302 404 403 200", "302 404 403 422"),
    "dossier:review_paper": ("302 404 200 200", "302 405 405 405"),
    "dossier:filing": ("302 404 200 200", "302 405 405 405"),
    "dossier:freeze": GESTURE,
    "dossier:note_receipt": ("302 404 403 302", "302 404 403 422"),
    "dossier:new_round": GESTURE,
    "dossier:frozen_file": ("302 404 200 200", "302 405 405 405"),
    "dossier:pack": ("302 404 403 200", "302 405 405 405"),
    "dossier:visibility": ("302 404 200 200", "302 405 405 405"),
    "dossier:relay": ("302 404 403 200", "302 404 403 422"),
    "dossier:partner_home": ("302 200 200 200", "302 405 405 405"),
    "dossier:partner_sheet": ("302 404 404 404", "302 405 405 405"),
    "dossier:partner_request": ("302 404 404 404", "302 404 404 404"),
}
ASKED = {
    "dossier:filing": {"digest": "0123"},
    "dossier:frozen_file": {"remarques": "1"},
    "dossier:pack": {"piece": "rien", "tout": "1"},
    "dossier:relay": {"voir": "1", "profession": "", "words": "Bonjour"},
}
POSTED = {
    "dossier:open_review": {
        "sections": "origine", "annexes": "fiche", "kind": "ars", "body": "ARS", "person": "Lou Fictif",
        "email": "lou@ars.example", "way": "lien", "until": "2027-01-01", "decided": "Bureau",
    },
    "dossier:extend_opening": {"until": "2027-01-01"},
    "dossier:note_opinion": {
        "verdict": "favorable", "name": "Lou Fictif", "given_on": "2026-03-02", "words": "Bien.",
        "channel": "courriel", "received_on": "2026-03-02",
    },
    "dossier:note_remark": {
        "kind": "remarque", "section": "origine", "words": "Précisez.", "channel": "appel",
        "received_on": "2026-03-02",
    },
    "dossier:remark": {"answer": "C’est fait.", "tells": "on"},
    "dossier:note_receipt": {"receipt_on": "2026-03-02"},
    "dossier:relay": {"words": "Bonjour"},
    "dossier:partner_request": {"words": "Une campagne de vaccination"},
}  # fmt: skip
ARGUMENTS: dict[str, Callable[[Any], dict[str, object]]] = {
    **dict.fromkeys(
        (f"dossier:{name}" for name in ("reviews", "open_review", "filing", "freeze", "pack")), of_document
    ),
    **dict.fromkeys(
        (
            f"dossier:{name}"
            for name in (
                "opening", "tell_opening", "close_opening", "extend_opening", "readdress", "note_opinion", "note_remark",
            )
        ),
        of_opening,
    ),
    "dossier:remark": lambda structure: {
        "pk": document_of(structure).pk,
        "remark": first_remark(structure).pk,
    },
    "dossier:review_paper": lambda structure: {
        "pk": document_of(structure).pk,
        "file": first_paper(structure),
    },
    "dossier:note_receipt": of_frozen,
    "dossier:new_round": of_frozen,
    "dossier:frozen_file": lambda structure: {**of_frozen(structure), "form": "pdf"},
    "dossier:relay": lambda structure: {"pk": structure.partners.all()[0].requests.all()[0].pk},
    "dossier:partner_sheet": lambda structure: {"pk": first_opening(structure).pk},
    "dossier:partner_request": lambda structure: {"pk": first_opening(structure).pk},
}  # fmt: skip
