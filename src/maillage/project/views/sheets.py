"""A *fiche-action*: read, written part by part, moved, followed, taken away."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.documents.types import Document
from maillage.kernel import BadInput
from maillage.people.queries.naming import cards_by_label
from maillage.project.documents.sheets import all_sheets, one_sheet
from maillage.project.enums import Ability
from maillage.project.forms import actions as forms
from maillage.project.models import Action
from maillage.project.queries.missions import groups_of
from maillage.project.queries.sheet import action_of, read_around, sheet_of, whole
from maillage.project.services import actions as services
from maillage.project.services.locking import WrittenMeanwhile
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, refuse
from maillage.ui.services import WRITES, as_file, say


@opens_examples
@require_safe
def action(request: Request, slug: str, number: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    return show(request, action_of(structure, number))


def labels_of(structure: Structure) -> dict[str, str]:
    return {each.key: each.label for each in groups_of(structure, on=timezone.localdate())}


def show(request: Request, found: Action, **refused: Any) -> HttpResponse:
    """Its page; `refused`: the form that was sent, under its name."""
    structure, today = found.structure, timezone.localdate()
    writes = Ability.WRITE in request.abilities and not request.is_visit
    around = read_around(found, writes=writes)
    context: dict[str, Any] = {
        "sheet": sheet_of(found, labels_of(structure), on=today),
        "partners": around.partners,
        "notes": around.notes,
        "tasks": around.tasks,
        "indicators": around.indicators,
        "evidences": around.evidences,
        "meetings": around.meetings,
    }
    if writes:
        cards = cards_by_label(structure, around.cards)
        partner_form = forms.PartnerForm(around.known_partners)
        context |= {
            "cards": cards,
            "state_form": forms.StateForm(found),
            "step_form": forms.StepForm(cards, auto_id="step_%s"),
            "task_form": forms.ActionTaskForm(cards, auto_id="task_%s"),
            "partner_form": partner_form if partner_form.partners else None,
            "note_form": forms.NoteForm(auto_id="note_%s", initial={"noted_on": today}),
        }
    return render(request, "project/action.html", context | refused, status=422 if refused else 200)


def gesture(request: Request, slug: str, number: int) -> Action:
    return action_of(find(request, slug, Ability.WRITE), number)


def back(request: Request, found: Action, said: str) -> HttpResponse:
    say(request, said)
    return redirect("project:action", found.structure.slug, found.number)


@WRITES
def write_part(request: Request, slug: str, number: int, part: str) -> HttpResponse:
    """A part of the sheet; what somebody wrote meanwhile is shown beside what was typed."""
    if part not in forms.FORMS:
        raise Http404
    found = gesture(request, slug, number)
    cards, groups = cards_by_label(found.structure), groups_of(found.structure, on=timezone.localdate())
    sent, theirs = request.POST if request.method == "POST" else None, []
    form = forms.FORMS[part](found, groups, cards, sent)
    if form.is_valid():
        columns, needs, version = form.columns(), form.needs_said(), form.cleaned_data["version"]
        try:
            services.write_part(found, columns, version=version, by=request.user, needs=needs)
        except WrittenMeanwhile as refusal:
            refuse(form, refusal, found)
            theirs = differing(form, found)
        except BadInput as refusal:
            refuse(form, refusal)
        else:
            return back(request, found, "La fiche est enregistrée.")
    context = {"form": form, "action": found, "cards": cards, "theirs": theirs}
    return render(request, "project/write_part.html", context, status=422 if form.is_bound else 200)


def differing(form: forms.PartForm, found: Action) -> list[tuple[str, str]]:
    """What stands now, where it is not what was typed: label → words."""
    now = action_of(found.structure, found.number)
    return [
        (str(form.fields[name].label or name), str(getattr(now, name) or "rien"))
        for name, said in form.columns().items()
        if getattr(now, name) != said
    ]


@require_POST
def move(request: Request, slug: str, number: int) -> HttpResponse:
    found = gesture(request, slug, number)
    form = forms.StateForm(found, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            moved = services.move(
                found,
                said["state"],
                said["reason"],
                version=said["version"],
                by=request.user,
                on=timezone.localdate(),
            )
        except WrittenMeanwhile as refusal:
            refuse(form, refusal, found)
        except BadInput as refusal:
            refuse(form, refusal)
        else:
            return back(request, found, f"L’action est notée « {moved.get_state_display().lower()} ».")
    return show(request, found, state_form=form)


@require_POST
def share(request: Request, slug: str, number: int) -> HttpResponse:
    found = gesture(request, slug, number)
    shared = request.POST.get("share") != "non"
    services.share(found, shared=shared, by=request.user)
    said = (
        "Les autres structures de cette instance peuvent lire cette fiche et la reprendre."
        if shared
        else "Cette fiche n’est plus partagée. Celles qui l’ont reprise gardent la leur."
    )
    return back(request, found, said)


@require_POST
def note(request: Request, slug: str, number: int) -> HttpResponse:
    found = gesture(request, slug, number)
    form = forms.NoteForm(request.POST, auto_id="note_%s")
    if form.is_valid():
        said = form.cleaned_data
        with refusals_in(form):
            services.note(found, said["words"], on=said["noted_on"], key=said["key"], by=request.user)
            return back(request, found, "La note est écrite.")
    return show(request, found, note_form=form)


@require_POST
def drop_note(request: Request, slug: str, number: int, pk: int) -> HttpResponse:
    found = gesture(request, slug, number)
    services.drop_note(found, pk, by=request.user)
    return back(request, found, "La note est retirée.")


@require_POST
def drop_action(request: Request, slug: str, number: int) -> HttpResponse:
    found = gesture(request, slug, number)
    try:
        services.drop_action(found, by=request.user)
    except BadInput as refusal:
        return back(request, found, str(refusal))
    say(request, "L’action est effacée.")
    return redirect("project:actions", slug)


@require_safe
def sheet_file(request: Request, slug: str, number: int, suffix: str) -> HttpResponse:
    structure, today = find(request, slug, Ability.READ), timezone.localdate()
    format_ = format_of(suffix)
    action_of(structure, number)
    found = whole(structure.project_actions.filter(number=number)).get()
    found.structure = structure
    document = one_sheet(sheet_of(found, labels_of(structure), on=today), structure, on=today)
    return file_of(request, document, structure, format_, f"fiche {number} {found.title}")


@require_safe
def sheets_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    """All the sheets, one after the other."""
    structure, today = find(request, slug, Ability.READ), timezone.localdate()
    format_, labels = format_of(suffix), labels_of(structure)
    sheets = [sheet_of(each, labels, on=today) for each in whole(structure.project_actions.all())]
    return file_of(request, all_sheets(sheets, structure, on=today), structure, format_, "fiches-action")


def format_of(suffix: str) -> Format:
    if suffix not in set(Format):
        raise Http404
    return Format(suffix)


def file_of(
    request: Request, document: Document, structure: Structure, format_: Format, name: str
) -> HttpResponse:
    """It leaves a trace, and changes nothing else."""
    content = render_document(document, format_)
    said = f"{document.title} : sortie en {format_.value.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    headers = as_file(filename(f"{name} {structure.name}", timezone.localdate(), format_))
    return HttpResponse(content, content_type=format_.content_type, headers=headers)
