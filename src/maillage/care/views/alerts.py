"""Alerts: signalled, written, validated, sent, followed, over."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.care.enums import Ability, AlertState, VersionState
from maillage.care.forms import alerts as forms
from maillage.care.models import Alert, AlertStep
from maillage.care.queries import alerts as queries
from maillage.care.services import alerts as services
from maillage.kernel import BadInput, plural
from maillage.people.queries.naming import cards_by_label, told_of_cards
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in, zone_of
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, as_spreadsheet, say


@opens_examples
@WRITES
def alerts(request: Request, slug: str) -> HttpResponse:
    """The list, the last first; a POST writes one."""
    is_sent = request.method == "POST"
    structure = find(request, slug, Ability.COORDINATE if is_sent else Ability.READ)
    form = forms.AlertForm(request.POST if is_sent else None, initial={"since": today_in(structure)})
    if is_sent and form.is_valid():
        with refusals_in(form):
            made = services.signal(
                structure, form.given(), key=form.cleaned_data["key"], at=timezone.now(), by=request.user
            )
            say(request, "L’alerte est notée. Écrivez ce qu’il faut faire, puis diffusez-la.")
            return redirect("care:alert", slug, made.pk)
    state = request.GET.get("state", "")
    context = {
        "page": paged(queries.alerts_of(structure, state=state), request.GET.get("page")),
        "states": AlertState.choices,
        "state": state,
        "form": form,
    }
    return render(request, "care/alerts/alerts.html", context, status=422 if is_sent else 200)


@require_safe
def alerts_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    rows = queries.rows_of(queries.alerts_of(structure), zone_of(structure))
    return as_spreadsheet(rows, name=f"alertes-{slug}", suffix=suffix)


def alert_of(structure: Structure, pk: int) -> Alert:
    found: Alert = get_object_or_404(structure.alerts.select_related("person", "by"), pk=pk)
    found.structure = structure
    return found


@opens_examples
@require_safe
def alert(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    return show(request, alert_of(structure, pk))


def show(request: Request, found: Alert, **refused: Any) -> HttpResponse:
    """Its page; `refused`: the form that was sent, under its name."""
    structure = found.structure
    writes = Ability.COORDINATE in request.abilities and not request.is_visit
    told = told_of_cards(structure)
    shown = queries.shown(found, *([told] if writes else []))
    context: dict[str, Any] = {
        "shown": shown,
        "ansm": queries.ANSM,
        "today": today_in(structure),
        "zone": zone_of(structure),
    }
    if writes:
        cards, professions = cards_by_label(structure, told), {profession for _, _, _, profession, _ in told}
        last = shown.last
        initial = {"asks_answer": last.asks_answer, "valid_until": last.valid_until}
        proposed = {"proposed_by": cards.label_of(last.proposed_by)}
        choices = queries.professions_among(professions)
        context |= {
            "cards": cards,
            "step_form": forms.StepForm(auto_id="step_%s"),
            "validators_form": forms.ValidatorsForm(cards, initial=proposed, auto_id="validators_%s"),
            "send_form": forms.SendForm(choices, initial=initial, auto_id="send_%s"),
            "note_form": forms.AlertNoteForm(auto_id="note_%s"),
            "end_form": forms.EndForm(auto_id="end_%s"),
            "dismiss_form": forms.EndForm(auto_id="dismiss_%s"),
        }
    return render(request, "care/alerts/alert.html", context | refused, status=422 if refused else 200)


def gesture(request: Request, slug: str, pk: int) -> Alert:
    return alert_of(find(request, slug, Ability.COORDINATE), pk)


def back(request: Request, found: Alert, said: str) -> HttpResponse:
    say(request, said)
    return redirect("care:alert", found.structure.slug, found.pk)


def refused_to(request: Request, found: Alert, refusal: BadInput) -> HttpResponse:
    """A gesture without form was refused: why, on its page."""
    return show(request, found, refusal=str(refusal))


@require_POST
def add_step(request: Request, slug: str, pk: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    form = forms.StepForm(request.POST, auto_id="step_%s")
    if form.is_valid():
        said = form.cleaned_data
        with refusals_in(form):
            services.add_step(
                queries.shown(found).last, said["words"], source=said["source"], url=said["url"]
            )
            return back(request, found, "La conduite est ajoutée.")
    return show(request, found, step_form=form)


@require_POST
def drop_step(request: Request, slug: str, pk: int, step: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    known = get_object_or_404(AlertStep.objects.select_related("version"), pk=step, version__alert=found)
    try:
        services.drop_step(known)
    except BadInput as refusal:
        return refused_to(request, found, refusal)
    return back(request, found, "La conduite est retirée.")


@require_POST
def ask_validators(request: Request, slug: str, pk: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    form = forms.ValidatorsForm(cards_by_label(found.structure), request.POST, auto_id="validators_%s")
    if form.is_valid():
        with refusals_in(form):
            services.ask_validators(
                queries.shown(found).last,
                form.validators(),
                proposed_by=form.cleaned_data["proposed_by"],
                by=request.user,
                at=timezone.now(),
                site=request.build_absolute_uri("/"),
            )
            return back(request, found, "Les validateurs vont recevoir un lien.")
    return show(request, found, validators_form=form)


@require_POST
def write_again(request: Request, slug: str, pk: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    try:
        made = services.write_again(found, by=request.user)
    except BadInput as refusal:
        return refused_to(request, found, refusal)
    return back(request, found, f"Version {made.number} : changez-la, puis faites-la valider.")


@require_POST
def send(request: Request, slug: str, pk: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    form = forms.SendForm(queries.professions_here(found.structure), request.POST, auto_id="send_%s")
    if form.is_valid():
        with refusals_in(form):
            count = services.send(
                queries.shown(found).last,
                form.given(),
                by=request.user,
                at=timezone.now(),
                site=request.build_absolute_uri("/"),
            )
            return back(request, found, f"Diffusée : {count} professionnels vont recevoir leur lien.")
    return show(request, found, send_form=form)


@require_POST
def write_to_validators(request: Request, slug: str, pk: int) -> HttpResponse:
    """Those who said nothing receive their link again."""
    found = gesture(request, slug, pk)
    try:
        count = services.ask_validators_again(queries.shown(found).last, by=request.user, at=timezone.now())
    except BadInput as refusal:
        return refused_to(request, found, refusal)
    return back(request, found, again_said(count))


@require_POST
def remind(request: Request, slug: str, pk: int) -> HttpResponse:
    """Those who did not read it receive it again."""
    found = gesture(request, slug, pk)
    sent = queries.shown(found).sent
    if sent is None:
        raise Http404
    try:
        count = services.remind(sent, by=request.user, at=timezone.now())
    except BadInput as refusal:
        return refused_to(request, found, refusal)
    return back(request, found, again_said(count))


def again_said(count: int) -> str:
    if not count:
        return "Personne à relancer : chacun a répondu, vient de recevoir son lien, ou n’a pas de courriel."
    return f"{plural(count, 'personne va', 'personnes vont')} recevoir un rappel."


@require_safe
def readings(request: Request, slug: str, pk: int) -> HttpResponse:
    """Who read it, who did not, with their telephone: for who calls them."""
    structure = find(request, slug, Ability.COORDINATE)
    found = alert_of(structure, pk)
    sent = get_object_or_404(found.versions, state=VersionState.SENT)
    who = request.GET.get("qui", "")
    who = who if who in queries.WHO else "attendus"
    context = {
        "alert": found,
        "version": sent,
        "zone": zone_of(structure),
        "page": paged(queries.readings_of(sent, who), request.GET.get("page")),
        "choices": [(key, label) for key, (label, _) in queries.WHO.items()],
        "who": who,
    }
    return render(request, "care/alerts/readings.html", context)


@require_POST
def note(request: Request, slug: str, pk: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    form = forms.AlertNoteForm(request.POST, auto_id="note_%s")
    if form.is_valid():
        with refusals_in(form):
            services.note(found, form.cleaned_data["words"], at=timezone.now(), by=request.user)
            return back(request, found, "Le suivi est noté.")
    return show(request, found, note_form=form)


@require_POST
def end(request: Request, slug: str, pk: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    form = forms.EndForm(request.POST, auto_id="end_%s")
    if form.is_valid():
        with refusals_in(form):
            services.end(found, form.cleaned_data["ending"], by=request.user, at=timezone.now())
            return back(request, found, "Terminée : ceux qui l’ont reçue vont l’apprendre, une fois.")
    return show(request, found, end_form=form)


@require_POST
def dismiss(request: Request, slug: str, pk: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    form = forms.EndForm(request.POST, auto_id="dismiss_%s")
    if form.is_valid():
        with refusals_in(form):
            services.dismiss(found, form.cleaned_data["ending"], by=request.user, at=timezone.now())
            return back(request, found, "Sans suite : c’est noté.")
    return show(request, found, dismiss_form=form)


@require_POST
def take_up(request: Request, slug: str, pk: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    services.take_up(found, by=request.user)
    return back(request, found, "L’alerte est reprise.")
