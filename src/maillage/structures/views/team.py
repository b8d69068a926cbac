"""Who is around the table, and how the territory was told."""

from typing import Any

from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.directory.perms import seconds_to_wait
from maillage.directory.queries.vintages import vintages
from maillage.kernel import BadInput, plural
from maillage.structures import services
from maillage.structures.enums import Ability, Engagement
from maillage.structures.forms import (
    ActorForm,
    CircumstancesForm,
    InformationForm,
    table_rows,
)
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries import (
    around_the_table,
    asked_beside,
    founded_on,
    information_of,
    known_people,
    says_enough,
    told_to,
)
from maillage.structures.rules import doubts_on
from maillage.structures.services import GivenActor
from maillage.structures.types import Request
from maillage.ui.services import WRITES, render_part, say

#: Of an identifier: more is no number of ours.
MOST_DIGITS = 19


@opens_examples
@WRITES
def team(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT if request.method == "POST" else Ability.VIEW)
    asked = asked_beside(structure, on=timezone.localdate()).of_members
    form = ActorForm(request.POST or None, asked=asked)
    if request.method == "POST":
        if not form.is_valid():
            return show_team(request, structure, actor_form=form, status=422)
        try:
            seated = services.seat(structure, form.given(), by=request.user)
        except BadInput as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return show_team(request, structure, actor_form=form, status=422)
        say(request, f"{seated.name} est autour de la table. {doubts_on([seated.commune])}".strip())
        if "HX-Request" not in request.headers:
            return redirect("structures:team", slug)
        form = ActorForm.for_the_next(asked)
    return show_team(request, structure, actor_form=form)


@require_safe
def known(request: Request, slug: str) -> HttpResponse:
    """People of the directory for the name being typed: a question to it, counted as those of its own page."""
    structure = find(request, slug, Ability.EDIT)
    if "HX-Request" not in request.headers:
        return redirect("structures:team", slug)
    text, read = request.GET.get("name", ""), vintages()
    context: dict[str, Any] = {"source": read.rpps_words}
    if read.rpps and says_enough(text):
        if seconds_to_wait(request):
            context["is_crowded"] = True
        else:
            context["people"] = known_people(text, structure.territory.codes)
    return render(request, "structures/_known.html", context)


@require_POST
def paste(request: Request, slug: str) -> HttpResponse:
    """A pasted list, already cut in rows by the page."""
    structure = find(request, slug, Ability.EDIT)
    try:
        rows = table_rows(request.POST.get("rows", "")).people
        seated = services.welcome_new(
            structure, [GivenActor(**row.model_dump()) for row in rows], by=request.user
        )
    except BadInput as refusal:
        form = ActorForm({}, asked=asked_beside(structure, on=timezone.localdate()).of_members)
        form.add_error(None, str(refusal))
        return show_team(request, structure, actor_form=form, status=422)
    told = [f"{plural(len(seated), 'personne')} en plus autour de la table."]
    if already := len(rows) - len(seated):
        told.append(f"{plural(already, 'ligne')} de personnes déjà là.")
    told.append(doubts_on(actor.commune for actor in seated))
    say(request, " ".join(filter(None, told)), saved=request.path)
    return redirect("structures:team", slug)


@require_POST
def people(request: Request, slug: str) -> HttpResponse:
    """What the bar under the table does to the people ticked: another engagement, or away."""
    structure = find(request, slug, Ability.EDIT)
    ticked = [
        int(key) for key in request.POST.getlist("person") if key.isdecimal() and len(key) < MOST_DIGITS
    ]
    if not ticked:
        say(request, "Cochez d’abord une ou plusieurs personnes.")
    elif "dismiss" in request.POST:
        gone = services.dismiss(structure, ticked, by=request.user)
        say(request, f"{plural(gone, 'personne')} en moins autour de la table.")
    else:
        try:
            engagement = request.POST.get("engagement", "")
            changed = services.change_engagements(structure, ticked, engagement, by=request.user)
        except BadInput as refusal:
            say(request, str(refusal))
        else:
            say(request, f"{plural(changed, 'personne')} : {Engagement(engagement).label.lower()}.")
    return redirect("structures:team", slug)


@WRITES
def person(request: Request, slug: str, pk: int) -> HttpResponse:
    """One person, to correct."""
    structure = find(request, slug, Ability.EDIT)
    actor = get_object_or_404(structure.actors, pk=pk)
    asked, before = asked_beside(structure, on=timezone.localdate()).of_members, model_to_dict(actor)
    form = ActorForm(request.POST if request.method == "POST" else None, asked=asked, initial=before)
    if form.is_valid():
        try:
            services.correct(actor, form.given(before), by=request.user)
        except BadInput as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            said = form.cleaned_data
            say(request, f"{said['name']} est à jour. {doubts_on([said['commune']])}".strip())
            return redirect("structures:team", slug)
    status = 422 if form.is_bound else 200
    return render(request, "structures/person.html", {"actor": actor, "form": form}, status=status)


@require_POST
def answers(request: Request, slug: str) -> HttpResponse:
    """What the rules of the form ask beside its people."""
    structure, today = find(request, slug, Ability.EDIT), timezone.localdate()
    asked = asked_beside(structure, on=today).circumstances
    form = CircumstancesForm(request.POST, asked=asked, said=structure.circumstances)
    if form.is_valid():
        try:
            services.answer_law(structure, form.answers(), by=request.user, on=today)
        except BadInput as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            say(request, "Vos réponses sont notées.")
            return redirect(f"{reverse('structures:team', args=[slug])}#gaps")
    return show_team(request, structure, circumstances_form=form, status=422)


@require_POST
def information(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT)
    form = InformationForm(request.POST)
    if not form.is_valid():
        return show_team(request, structure, information_form=form, status=422)
    services.record_information(structure, form.given(), by=request.user)
    say(request, "L’information est notée.", saved=request.path)
    return redirect("structures:team", slug)


@require_POST
def forget(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT)
    services.forget_information(get_object_or_404(structure.information_meetings, pk=pk), by=request.user)
    say(request, "L’information est retirée.")
    return redirect("structures:team", slug)


def show_team(
    request: Request,
    structure: Structure,
    *,
    actor_form: ActorForm | None = None,
    information_form: InformationForm | None = None,
    circumstances_form: CircumstancesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    asked = asked_beside(structure, on=timezone.localdate())
    actor_form = actor_form or ActorForm(asked=asked.of_members)
    actor_form.ask_while_typed(reverse("structures:known", args=[structure.slug]))
    context = {
        "around": around_the_table(structure),
        "founded_on": founded_on(structure.form),
        "told_to": told_to(structure.form),
        "meetings": information_of(structure),
        "engagements": Engagement.choices,
        "actor_form": actor_form,
        "circumstances_form": circumstances_form
        or CircumstancesForm(asked=asked.circumstances, said=structure.circumstances),
        "information_form": information_form or InformationForm(),
    }
    return render_part(request, "structures/team.html", "around", context, status=status)
