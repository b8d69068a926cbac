"""The pack of somebody who leaves: read, taken away in one click, and their tasks given to others."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.documents.enums import Format
from maillage.documents.services import render as render_document
from maillage.governance.documents.handover import pack as pack_of
from maillage.governance.enums import Ability
from maillage.governance.forms.handover import ReassignForm
from maillage.governance.queries.handover import open_tasks
from maillage.governance.services import handover as services
from maillage.kernel import plural
from maillage.people.models import Person
from maillage.people.queries.naming import cards_by_label, told_of_cards
from maillage.structures.perms import find
from maillage.structures.queries import together
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import ROWS, handed_over
from maillage.ui.services import WRITES, as_file, say

ZIP = "zip"


def find_person(request: Request, slug: str, pk: int) -> Person:
    structure = find(request, slug, Ability.RUN)
    found: Person = get_object_or_404(structure.people, pk=pk)
    found.structure = structure
    return found


@WRITES
def handover(request: Request, slug: str, pk: int) -> HttpResponse:
    person = find_person(request, slug, pk)
    tasks, names = open_tasks(person), told_of_cards(person.structure)
    together(tasks, names)
    cards = cards_by_label(person.structure, names)
    form = ReassignForm(tasks, cards, request.POST if request.method == "POST" else None)
    if form.is_valid():
        to = form.cleaned_data["owner"]
        with refusals_in(form):
            count = services.reassign(person, to, form.cleaned_data["tasks"], by=request.user)
            say(request, f"{plural(count, 'tâche')} : à {to.name}.")
            return redirect("governance:handover", slug, pk)
    pack = [
        (heading, lines[:ROWS], max(0, len(lines) - ROWS)) for heading, lines in handed_over(person).items()
    ]
    context = {"person": person, "pack": pack, "tasks": tasks, "cards": cards, "form": form}
    return render(request, "governance/handover.html", context, status=422 if form.is_bound else 200)


@require_safe
def handover_file(request: Request, slug: str, pk: int, suffix: str) -> HttpResponse:
    """On paper, or all in one archive; it names people: it leaves a trace."""
    if suffix not in {ZIP, Format.PDF}:
        raise Http404
    person, today = find_person(request, slug, pk), timezone.localdate()
    pack, name = handed_over(person), f"passation-{person.pk}-{today}.{suffix}"
    said = f"Passation de {person.name} sortie en {suffix.upper()}."
    record(said, by=request.user.pk, subject=person.structure_id, kind=Kind.DOWNLOAD)
    if suffix == ZIP:
        content, kind = services.archive(person, pack, on=today), "application/zip"
    else:
        content, kind = render_document(pack_of(person, pack, on=today), Format.PDF), Format.PDF.content_type
    return HttpResponse(content, content_type=kind, headers=as_file(name))
