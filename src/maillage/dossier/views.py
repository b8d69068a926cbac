"""The first document of a structure, section by section."""

import re
from html import unescape

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import strip_tags
from django.views.decorators.http import require_safe

from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.dossier import queries, services
from maillage.dossier.documents import letter as letter_document
from maillage.dossier.enums import Ability
from maillage.dossier.forms import SectionForm
from maillage.kernel import BadInput, plural
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries import gather
from maillage.structures.types import Request
from maillage.ui.services import WRITES, say


@opens_examples
@require_safe
def letter(request: Request, slug: str) -> HttpResponse:
    structure = gather(find(request, slug, Ability.READ))
    order = wanted_order(request, structure)
    states = queries.letter_sections(structure, on=timezone.localdate(), correspondence=order)
    context = {
        "states": states,
        "gaps": plural(sum(state.is_empty for state in states), "partie vide", "parties vides"),
        "is_complete": not any(state.is_empty for state in states),
        "plan": queries.plan_of(structure),
        "left_behind": queries.left_behind(structure),
        "order": order,
        "formats": list(Format),
    }
    return render(request, "dossier/letter.html", context)


@require_safe
def download(request: Request, slug: str, form: str) -> HttpResponse:
    """The file. It leaves a trace, and changes nothing else."""
    structure = gather(find(request, slug, Ability.READ))
    if form not in set(Format):
        raise Http404
    on = timezone.localdate()
    document = letter_document(structure, on=on, correspondence=wanted_order(request, structure))
    content = render_document(document, Format(form))
    services.note_download(structure, document.title, form, by=request.user)
    name = filename(f"{document.title} {structure.name}", on, Format(form))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=Format(form).content_type, headers=headers)


@WRITES
def section(request: Request, slug: str, key: str) -> HttpResponse:
    structure = gather(find(request, slug, Ability.WRITE))
    states = queries.letter_sections(structure, on=timezone.localdate())
    place = next((index for index, state in enumerate(states) if state.section.key == key), None)
    if place is None:
        raise Http404
    state = states[place]
    following = states[place + 1].section if place + 1 < len(states) else None
    theirs, status = "", 200
    if request.method == "POST":
        form = SectionForm(request.POST)
        try:
            if form.is_valid():
                data = form.cleaned_data
                services.write_section(
                    structure,
                    queries.plan_of(structure).key,
                    key,
                    data["text"],
                    rich=data["rich"],
                    version=data["version"],
                    by=request.user,
                )
                say(request, f"« {state.section.title} » est enregistré.", saved=request.path)
                if "next" in request.POST and following:
                    return redirect("dossier:section", slug, following.key)
                return redirect("dossier:letter", slug)
        except services.WrittenMeanwhile as refusal:
            form.add_error("text", str(refusal))
            # The text sent back is joined with theirs: saving it again is on purpose.
            form.data = {**request.POST.dict(), "version": str(refusal.theirs.version)}
            theirs = refusal.theirs.html
        except BadInput as refusal:
            form.add_error(refusal.field or None, str(refusal))
        status = 422
    else:
        form = SectionForm(initial={"text": as_plain_text(state.html), "version": state.version})
    context = {
        "plan": queries.plan_of(structure),
        "state": state,
        "form": form,
        "following": following,
        "theirs": theirs,
        "html": state.html,
    }
    return render(request, "dossier/section.html", context, status=status)


def as_plain_text(html: str) -> str:
    """What a browser without script edits; the editor takes the HTML instead."""
    lines = re.sub(r"</p>\s*", "\n\n", html)
    lines = lines.replace("<br>", "\n").replace("<li>", "- ").replace("</li>", "\n")
    return unescape(strip_tags(lines)).strip()


def wanted_order(request: HttpRequest, structure: Structure) -> str:
    """The region's order asked for, or ours."""
    order = request.GET.get("ordre", "")
    return order if order in {each.key for each in queries.plan_of(structure).correspondences} else ""
