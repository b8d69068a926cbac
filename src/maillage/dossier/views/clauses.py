"""The clauses of a section, chosen by a form that works without script."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.dossier.enums import Ability
from maillage.dossier.models import Document
from maillage.dossier.queries.clauses import (
    blanks_of,
    choices_of,
    known_blanks,
    seats_by_trade,
    values_of,
)
from maillage.dossier.queries.documents import document_at, title_of
from maillage.dossier.queries.parts import Part
from maillage.dossier.rules.differences import differences
from maillage.dossier.services import clauses as services
from maillage.dossier.views.sections import part_at
from maillage.kernel import BadInput
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries import gather
from maillage.structures.types import Request
from maillage.ui.services import WRITES, say

LONGEST_BLANK = 600


@opens_examples
@WRITES
def clauses(request: Request, slug: str, pk: int, key: str) -> HttpResponse:
    writes = request.method == "POST"
    structure = gather(find(request, slug, Ability.WRITE if writes else Ability.READ))
    document = document_at(structure, pk)
    part, _ = part_at(document, key)
    if not part.section.clauses:
        raise Http404
    refusal = ""
    if writes:
        try:
            if "replace" in request.POST:
                return _replaced(request, document, part)
            done = _chosen(request, document, part)
        except BadInput as refused:
            refusal = str(refused)
        else:
            if done:
                say(request, f"« {part.section.title} » est écrit d’après vos choix.")
                return redirect("dossier:section", slug, pk, key)
            say(
                request,
                "Vos choix sont gardés. Le texte a été changé à la main\N{NO-BREAK SPACE}: rien n’y est défait.",
            )
            return redirect("dossier:clauses", slug, pk, key)
    return _shown(request, document, part, refusal)


def _chosen(request: Request, document: Document, part: Part) -> bool:
    options = {clause.key: request.POST.getlist(f"clause-{clause.key}") for clause in part.section.clauses}
    asked = blanks_of(part.section, document, {})
    blanks = {each.key: request.POST.get(f"blank-{each.key}", "").strip()[:LONGEST_BLANK] for each in asked}
    return services.choose(
        document, part.section, options=options, blanks=blanks, by=request.user, at=timezone.now()
    )


def _replaced(request: Request, document: Document, part: Part) -> HttpResponse:
    written = request.POST.get("version", "")
    version = int(written) if written.isdecimal() and len(written) < 10 else -1
    services.write(document, part.section, version=version, by=request.user, at=timezone.now())
    say(
        request,
        "Le texte des clauses est en place\N{NO-BREAK SPACE}; celui d’avant reste parmi les versions.",
    )
    return redirect("dossier:section", document.structure.slug, document.pk, part.section.key)


def _shown(request: Request, document: Document, part: Part, refusal: str) -> HttpResponse:
    known = known_blanks(document.structure)
    proposed = services.proposed(document, part.section, part.row)
    differs = bool(part.html and proposed and proposed != part.html)
    context = {
        "document": document,
        "title": title_of(document),
        "part": part,
        "choices": choices_of(part.section, part.row, values_of(document, known)),
        "blanks": blanks_of(part.section, document, known),
        "paragraphs": differences(part.html, proposed) if differs else [],
        "seats": seats_by_trade(document.structure, on=timezone.localdate()),
        "refusal": refusal,
        "may_write": Ability.WRITE in request.abilities and not request.is_visit,
    }
    return render(request, "dossier/clauses.html", context, status=422 if refusal else 200)
