"""The yearly *dialogue de gestion* of a contract: prepared, noted mission by mission, concluded."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.documents.types import Document
from maillage.dossier.documents.dialogue import conclusions, dialogue_file
from maillage.dossier.enums import Ability
from maillage.dossier.forms.dialogue import (
    ConclusionForm,
    DisputeForm,
    DoneForm,
    MeetingForm,
    MissionForm,
    YearForm,
)
from maillage.dossier.models import Dialogue, Position
from maillage.dossier.queries.dialogue import Told, dialogues_of, told_of, years_to_open
from maillage.dossier.services import dialogue as services
from maillage.dossier.services.documents import note_download
from maillage.funding.enums import Ability as Money
from maillage.funding.queries.contracts import signed_by
from maillage.kernel import BadInput
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, sentences_of
from maillage.ui.services import WRITES, as_file, refusals_said, say

#: In an address: the contract as a whole.
WHOLE = "ensemble"


def dialogue_in(structure: Structure, pk: int) -> Dialogue:
    dialogue = get_object_or_404(dialogues_of(structure), pk=pk)
    dialogue.contract.legal_person.structure = structure
    return dialogue


@WRITES
def dialogues(request: Request, slug: str) -> HttpResponse:
    """Each year that is prepared or concluded; a post begins another."""
    structure = find(request, slug, Ability.WRITE if request.method == "POST" else Money.READ)
    today = today_in(structure)
    opened = list(dialogues_of(structure))
    free = years_to_open(signed_by(structure), opened, on=today)
    form = YearForm(free, request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        contract, number, *_ = next(each for each in free if data["year"] == f"{each[0].pk}-{each[1]}")
        made = services.open_dialogue(contract, number, key=data["key"], by=request.user, on=today)
        return redirect("dossier:dialogue", slug, made.pk)
    context = {"dialogues": opened, "free": free, "form": form}
    return render(request, "dossier/dialogues.html", context, status=422 if form.is_bound else 200)


@require_safe
def dialogue(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Money.READ)
    told = told_of(dialogue_in(structure, pk), structure, today=today_in(structure))
    kept = told.dialogue
    context = {
        "told": told,
        "dialogue": kept,
        "today": today_in(structure),
        "meeting": MeetingForm(
            initial={"meets_on": kept.meets_on, "place": kept.place, "version": kept.version}
        ),
        "dispute": DisputeForm(),
    }
    return render(request, "dossier/dialogue.html", context)


@require_POST
def set_meeting(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    kept = dialogue_in(structure, pk)
    form = MeetingForm(request.POST)
    if not form.is_valid():
        say(request, sentences_of(form))
        return redirect("dossier:dialogue", slug, pk)
    data = form.cleaned_data
    with refusals_said(request):
        services.set_meeting(kept, data["meets_on"], data["place"], version=data["version"], by=request.user)
        say(request, "Le jour est noté : les étapes sont datées.")
    return redirect("dossier:dialogue", slug, pk)


@require_POST
def mark_step(request: Request, slug: str, pk: int, step: str) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    kept = dialogue_in(structure, pk)
    form = DoneForm(request.POST)
    if form.is_valid():
        with refusals_said(request):
            services.mark(kept, step, form.cleaned_data["done_on"], by=request.user, on=today_in(structure))
    else:
        say(request, sentences_of(form))
    return redirect("dossier:dialogue", slug, pk)


@WRITES
def mission(request: Request, slug: str, pk: int, key: str) -> HttpResponse:
    """What is proposed and kept of a mission, and its words."""
    structure = find(request, slug, Ability.WRITE)
    told = told_of(dialogue_in(structure, pk), structure, today=today_in(structure))
    wanted = "" if key == WHOLE else key
    thread = next((each for each in told.threads if each.key == wanted), None)
    if thread is None:
        raise Http404
    form = MissionForm(thread, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.note(told.dialogue, thread.key, form.positions(), form.sheet(), by=request.user)
        except BadInput as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, f"{thread.label} : c’est noté.")
            return redirect("dossier:dialogue", slug, pk)
    context = {"told": told, "dialogue": told.dialogue, "thread": thread, "form": form}
    return render(request, "dossier/dialogue_mission.html", context, status=422 if form.is_bound else 200)


@WRITES
def conclude(request: Request, slug: str, pk: int) -> HttpResponse:
    """What is kept becomes the rates of the contract: for whoever runs its money."""
    structure = find(request, slug, Money.RUN)
    kept, today = dialogue_in(structure, pk), today_in(structure)
    form = ConclusionForm(request.POST) if request.method == "POST" else ConclusionForm.of(today)
    if form.is_valid():
        with refusals_in(form):
            services.conclude(kept, form.given(), structure, by=request.user, today=today)
            say(request, "Le dialogue est conclu : les taux retenus sont notés sur le contrat.")
            return redirect("dossier:dialogue", slug, pk)
    context = {"told": told_of(kept, structure, today=today), "dialogue": kept, "form": form, "today": today}
    return render(request, "dossier/conclude.html", context, status=422 if form.is_bound else 200)


@require_POST
def dispute(request: Request, slug: str, pk: int, position: int) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE)
    kept = dialogue_in(structure, pk)
    found = get_object_or_404(Position.objects.filter(dialogue=kept), pk=position)
    found.dialogue = kept
    form = DisputeForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        with refusals_said(request):
            services.note_dispute(
                found, data["words"], data["on"], key=data["key"], by=request.user, today=today_in(structure)
            )
            say(request, "La suite du désaccord est notée.")
    else:
        say(request, sentences_of(form))
    return redirect("dossier:dialogue", slug, pk)


@require_safe
def dialogue_document(request: Request, slug: str, pk: int, form: str) -> HttpResponse:
    return leave(request, slug, pk, form, is_conclusion=False)


@require_safe
def conclusions_document(request: Request, slug: str, pk: int, form: str) -> HttpResponse:
    return leave(request, slug, pk, form, is_conclusion=True)


def leave(request: Request, slug: str, pk: int, form: str, *, is_conclusion: bool) -> HttpResponse:
    """A file that leaves; it names no one but who owns an action."""
    structure = find(request, slug, Money.READ)
    if form not in set(Format):
        raise Http404
    told = told_of(dialogue_in(structure, pk), structure, today=today_in(structure))
    made = written(told, structure, is_conclusion=is_conclusion, today=today_in(structure))
    note_download(structure, made.title, form, by=request.user)
    name = filename(f"{made.title} {structure.name}", made.date, Format(form))
    return HttpResponse(
        render_document(made, Format(form)), content_type=Format(form).content_type, headers=as_file(name)
    )


def written(told: Told, structure: Structure, *, is_conclusion: bool, today: Any) -> Document:
    return (conclusions if is_conclusion else dialogue_file)(told, structure, on=today)
