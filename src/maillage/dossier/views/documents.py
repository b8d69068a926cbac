"""The documents of a structure, and one of them section by section."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage import legislation
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.dossier.documents.review import copy_of
from maillage.dossier.enums import Ability
from maillage.dossier.forms.writing import TitleForm
from maillage.dossier.models import Document, Export, SectionText
from maillage.dossier.queries import documents as queries
from maillage.dossier.queries.parts import left_behind, parts_of, texts_of
from maillage.dossier.services import documents as services
from maillage.dossier.services import exporting
from maillage.files.services import response_of
from maillage.kernel import BadInput, plural
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries import gather
from maillage.structures.types import Request
from maillage.ui.services import say

#: Characters. A longer document is shown folded.
LONG = 12_000


@opens_examples
@require_safe
def documents(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    moments = queries.lines_of(structure, texts_of(structure))
    return render(request, "dossier/documents.html", {"moments": moments})


@opens_examples
@require_safe
def letter(request: Request, slug: str) -> HttpResponse:
    """The document with which its form begins."""
    structure = gather(find(request, slug, Ability.READ))
    return shown(request, queries.first_document(structure))


@opens_examples
@require_safe
def letter_section(request: Request, slug: str, key: str) -> HttpResponse:
    """Where a section of the first document was before documents were several."""
    first = queries.first_document(find(request, slug, Ability.READ))
    if first.pk:
        return redirect("dossier:section", slug, first.pk, key)
    return redirect("dossier:letter", slug)


@opens_examples
@require_safe
def document(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = gather(find(request, slug, Ability.READ))
    written = texts_of(structure)
    return shown(request, queries.document_at(structure, pk, beside=written), written=written)


def shown(
    request: Request,
    asked: Document,
    *,
    written: Iterable[SectionText] | None = None,
    form: TitleForm | None = None,
) -> HttpResponse:
    """The page of a document, begun or not; `written`: all the words of its structure, when they were read."""
    order = wanted_order(request, asked)
    written = list(texts_of(asked.structure) if written is None else written)
    parts = parts_of(asked, on=timezone.localdate(), correspondence=order, written=written)
    empty = [part for part in parts if part.is_empty]
    to_write = next((part for part in parts if part.is_empty), None)
    context = {
        "document": asked,
        "title": queries.title_of(asked),
        "plan": legislation.plan(asked.plan),
        "parts": parts,
        "empty": empty,
        "gaps": plural(len(empty), "partie vide", "parties vides"),
        "to_write": to_write,
        "is_long": sum(len(part.html) for part in parts) > LONG,
        "left_behind": left_behind(asked, written=written),
        "order": order,
        "asks_sources": "sources" in request.GET,
        "changed": sum(bool(part.changed) for part in parts) if "sources" in request.GET else 0,
        "title_form": form or TitleForm(initial={"title": asked.title}),
    }
    return render(request, "dossier/document.html", context, status=422 if form else 200)


@require_POST
def begin(request: Request, slug: str, key: str) -> HttpResponse:
    """Begun at one of its sections when it says which."""
    structure = find(request, slug, Ability.WRITE)
    plan = queries.plan_at(structure, key)
    begun = services.begin(structure, plan.key, by=request.user)
    section = request.POST.get("section", "")
    if section in {each.key for each in plan.sections}:
        return redirect("dossier:section", slug, begun.pk, section)
    return redirect("dossier:document", slug, begun.pk)


@require_POST
def name(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    named = queries.document_at(structure, pk)
    form = TitleForm(request.POST)
    if form.is_valid():
        try:
            services.name(named, form.cleaned_data["title"], by=request.user)
        except BadInput as refusal:
            form.add_error("title", str(refusal))
        else:
            say(request, f"Ce document s’appelle « {queries.title_of(named)} ».")
            return redirect("dossier:document", slug, pk)
    return shown(request, named, form=form)


@require_safe
def download(request: Request, slug: str, form: str) -> HttpResponse:
    """The file of the first document, begun or not."""
    structure = gather(find(request, slug, Ability.READ))
    return taken(request, queries.first_document(structure), form)


@require_safe
def file(request: Request, slug: str, pk: int, form: str) -> HttpResponse:
    structure = gather(find(request, slug, Ability.READ))
    return taken(request, queries.document_at(structure, pk), form)


@require_POST
def export(request: Request, slug: str, pk: int) -> HttpResponse:
    """A long one is made by the worker, as it stands now."""
    structure = gather(find(request, slug, Ability.READ))
    asked = queries.document_at(structure, pk)
    form = request.POST.get("form", "")
    if form not in set(Format):
        say(request, "Choisissez un format\N{NO-BREAK SPACE}: Word, ODT ou PDF.")
        return redirect("dossier:document", slug, pk)
    exporting.export_later(
        asked,
        Format(form),
        correspondence=wanted_order(request, asked),
        by=request.user,
        at=timezone.now(),
    )
    services.note_download(structure, queries.title_of(asked), form, by=request.user)
    say(request, "Le fichier se prépare, tel que le document est maintenant. Il arrive dans « Tâches ».")
    return redirect("structures:works", slug)


@require_safe
def exported(request: Request, slug: str, pk: int, export: int) -> HttpResponse:
    asked = queries.document_at(find(request, slug, Ability.READ), pk)
    made = get_object_or_404(Export.objects.select_related("file"), document=asked, pk=export)
    if made.file is None:  # not made yet, or forgotten
        raise Http404
    return response_of(made.file)


def taken(request: Request, asked: Document, form: str) -> HttpResponse:
    """The file. It leaves a trace, and changes nothing else."""
    if form not in set(Format):
        raise Http404
    on = timezone.localdate()
    whole = copy_of(asked, on=on, correspondence=wanted_order(request, asked))
    content = render_document(whole, Format(form))
    services.note_download(asked.structure, whole.title, form, by=request.user)
    called = filename(f"{whole.title} {asked.structure.name}", on, Format(form))
    headers = {"Content-Disposition": f'attachment; filename="{called}"'}
    return HttpResponse(content, content_type=Format(form).content_type, headers=headers)


def wanted_order(request: HttpRequest, asked: Document) -> str:
    """The region's order asked for, or ours."""
    order = request.GET.get("ordre", "")
    plan = legislation.plan(asked.plan)
    return order if order in {each.key for each in plan.correspondences} else ""
