"""The diagnosis of a territory: of a drawing, for anyone; of a structure, with its file."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.diagnosis.documents import chapter
from maillage.diagnosis.enums import Ability
from maillage.diagnosis.queries.access import DIFFERENCES
from maillage.diagnosis.queries.chapters import open_chapters, own_chapters
from maillage.diagnosis.queries.diagnosis import Diagnosis, diagnosis_of, diagnosis_of_territory
from maillage.diagnosis.queries.figures import figures_by_key
from maillage.diagnosis.queries.in_brief import in_brief
from maillage.diagnosis.queries.levels import rule
from maillage.diagnosis.queries.surroundings import Surroundings, surroundings
from maillage.diagnosis.queries.tables import Tables
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.habits.queries.figures import habit_figure
from maillage.kernel import integer, plural
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries import modules_of
from maillage.structures.types import Request
from maillage.territories.queries import codes_in
from maillage.ui.services import say
from maillage.ui.types import Figure

#: More than any département has; a stranger may not keep the server busy with more.
MOST_COMMUNES = 1_000


@login_not_required
@require_safe
def open_diagnosis(request: HttpRequest) -> HttpResponse:
    """The open data of a drawing: nothing is written, nobody signs in."""
    codes = codes_in(request.GET.get("codes", ""))
    if len(codes) > MOST_COMMUNES:
        say(
            request,
            f"Ce dessin a {plural(len(codes), 'commune')}\N{NO-BREAK SPACE}: un diagnostic en prend "
            f"{integer(MOST_COMMUNES)} au plus. Retirez-en, ou dessinez moins grand.",
        )
        return redirect(f"{reverse('territories:draw')}?codes={','.join(codes)}")
    found = diagnosis_of(codes)
    if found is None:
        say(request, "Aucune commune connue dans cette adresse. Choisissez d’abord des communes.")
        return redirect("territories:draw")
    around = surroundings(found.codes, on=timezone.localdate())
    context = {
        **read_in(found, around, figures_by_key(found, around)),
        "codes": ",".join(found.codes),
        "chapters": open_chapters(found, around),
    }
    return render(request, "diagnosis/open_diagnosis.html", context)


def read_in(found: Diagnosis, around: Surroundings, figures: dict[str, Figure]) -> dict[str, Any]:
    """What both pages show of the open data."""
    return {
        "diagnosis": found,
        "around": around,
        "figures": figures,
        "in_brief": in_brief(found, around),
        "rule": rule(found.where),
        "tables": Tables(found, around, figures),
        "whole": found.counted_whole(found.codes),
        "differences": DIFFERENCES,
    }


@opens_examples
@require_safe
def diagnosis(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    found = diagnosis_of_territory(structure.territory)
    around = surroundings(structure.territory.codes, on=timezone.localdate(), structure=structure)
    own = own_chapters(around, modules=modules_of(structure))
    context: dict[str, Any] = {
        **(read_in(found, around, figures_by_key(found, around)) if found else {"around": around}),
        "chapters": [*(open_chapters(found, around) if found else ()), *own],
        "layers": [(layer, habit_figure(layer)) for layer in around.layers],
        "formats": list(Format),
    }
    return render(request, "diagnosis/diagnosis.html", context)


@require_safe
def download(request: Request, slug: str, suffix: str) -> HttpResponse:
    """The chapter as a file. It leaves a trace, and changes nothing else."""
    structure = find(request, slug, Ability.READ)
    found = diagnosis_of_territory(structure.territory)
    if suffix not in set(Format) or found is None:
        raise Http404
    on = timezone.localdate()
    document = chapter(found, structure, on=on)
    content = render_document(document, Format(suffix))
    record(
        f"{document.title} : sortie en {suffix.upper()}.",
        by=request.user.pk,
        subject=structure.pk,
        kind=Kind.DOWNLOAD,
    )
    name = filename(f"{document.title} {structure.name}", on, Format(suffix))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=Format(suffix).content_type, headers=headers)
