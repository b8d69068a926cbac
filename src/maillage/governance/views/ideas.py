"""Ideas: everyone who belongs proposes, upholds and says; whoever runs the structure answers."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.governance.enums import Ability
from maillage.governance.forms.ideas import (
    BindingForm,
    CommentForm,
    IdeaAnswerForm,
    IdeaForm,
    IdeaSearchForm,
    WeighingForm,
)
from maillage.governance.forms.meetings import TaskForm
from maillage.governance.models import Idea
from maillage.governance.queries import ideas as queries
from maillage.governance.services import ideas as services
from maillage.kernel import BadInput
from maillage.people.queries.naming import cards_by_label
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, refuse
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, as_spreadsheet, say


@opens_examples
@WRITES
def ideas(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.PROPOSE if request.method == "POST" else Ability.READ)
    form = IdeaForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        author = queries.author_of(request.user, structure)
        site, now = request.build_absolute_uri("/"), timezone.now()
        with refusals_in(form):
            key = form.cleaned_data["key"]
            made = services.propose(structure, form.given(), author, key=key, at=now, site=site)
            say(request, "Votre idée est proposée. Le bureau y répond, et vous le dit.")
            return redirect("governance:idea", slug, made.pk)
    return render(
        request, "governance/ideas.html", listed(request, structure) | {"form": form},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def listed(request: Request, structure: Structure) -> dict[str, Any]:
    search = IdeaSearchForm(request.GET)
    asked = search.cleaned_data if search.is_valid() else {}
    found = queries.ideas_of(
        structure, q=asked.get("q", ""), state=asked.get("state", ""), first=asked.get("first", "")
    )
    page = paged(found, request.GET.get("page"))
    return {
        "page": page,
        "ideas": [(each, queries.named(each), queries.followed(each)) for each in page.object_list],
        "search": search,
        "is_filtered": bool(asked.get("q") or asked.get("state")),
    }


@require_safe
def ideas_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    """It names people: it leaves a trace."""
    structure = find(request, slug, Ability.RUN)
    response = as_spreadsheet(
        queries.ideas_in_rows(structure), name=f"idees-{slug}-{timezone.localdate()}", suffix=suffix
    )
    said = f"Idées sorties en {suffix.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response


@opens_examples
@require_safe
def idea(request: Request, slug: str, pk: int) -> HttpResponse:
    return show(request, idea_of(find(request, slug, Ability.READ), pk))


def idea_of(structure: Structure, pk: int) -> Idea:
    found: Idea = get_object_or_404(structure.ideas.select_related("person", "account", "decision"), pk=pk)
    found.structure = structure
    return found


def show(request: Request, found: Idea, **refused: Any) -> HttpResponse:
    """Its page; `refused`: the form that was sent, under its name."""
    reader = None if request.is_visit else queries.author_of(request.user, found.structure)
    context: dict[str, Any] = {
        "shown": queries.idea_page(found, reader),
        "comment_form": CommentForm(auto_id="comment_%s"),
    }
    if Ability.RUN in request.abilities:
        cards, version = cards_by_label(found.structure), {"version": found.version}
        today = timezone.localdate()
        context |= {
            "cards": cards,
            "weighing_form": WeighingForm.of(found),
            "answer_form": IdeaAnswerForm(initial={**version, "answered_on": today}, auto_id="answer_%s"),
            "task_form": TaskForm(cards, auto_id="task_%s"),
            "binding_form": BindingForm(
                found, initial={**version, "decision": found.decision_id}, auto_id="bind_%s"
            ),
        }
    return render(request, "governance/idea.html", context | refused, status=422 if refused else 200)


def gesture(request: Request, slug: str, pk: int, ability: str = Ability.RUN) -> Idea:
    return idea_of(find(request, slug, ability), pk)


def back(request: Request, found: Idea, said: str) -> HttpResponse:
    say(request, said)
    return redirect("governance:idea", found.structure.slug, found.pk)


@require_POST
def uphold(request: Request, slug: str, pk: int) -> HttpResponse:
    found, is_for = gesture(request, slug, pk, Ability.PROPOSE), request.POST.get("support") != "non"
    services.uphold(found, queries.author_of(request.user, found.structure), is_for=is_for)
    return back(request, found, "Vous soutenez cette idée." if is_for else "Vous ne la soutenez plus.")


@require_POST
def comment(request: Request, slug: str, pk: int) -> HttpResponse:
    found = gesture(request, slug, pk, Ability.PROPOSE)
    form = CommentForm(request.POST, auto_id="comment_%s")
    if form.is_valid():
        author, said = queries.author_of(request.user, found.structure), form.cleaned_data
        with refusals_in(form):
            services.comment(found, said["words"], author, key=said["key"], at=timezone.now())
            return back(request, found, "Votre commentaire est écrit.")
    return show(request, found, comment_form=form)


@require_POST
def drop_comment(request: Request, slug: str, pk: int, comment: int) -> HttpResponse:
    """One's own; any, for the desk."""
    found = gesture(request, slug, pk, Ability.PROPOSE)
    if Ability.RUN in request.abilities:
        services.drop_comment(found, comment, None, by=request.user)
    else:
        services.drop_comment(found, comment, queries.author_of(request.user, found.structure))
    return back(request, found, "Le commentaire est retiré.")


@require_POST
def drop(request: Request, slug: str, pk: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    try:
        services.drop(found, by=request.user)
    except BadInput as refusal:
        return back(request, found, str(refusal))
    say(request, "L’idée est effacée.")
    return redirect("governance:ideas", slug)


@require_POST
def weigh(request: Request, slug: str, pk: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    form = WeighingForm(request.POST, auto_id="weigh_%s")
    if form.is_valid():
        try:
            services.weigh(found, form.given(), version=form.cleaned_data["version"], by=request.user)
        except BadInput as refusal:
            refuse_stale(request, form, found, refusal)
        else:
            return back(request, found, "C’est enregistré : tout le monde le lit.")
    return show(request, found, weighing_form=form)


@require_POST
def answer(request: Request, slug: str, pk: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    form = IdeaAnswerForm(request.POST, auto_id="answer_%s")
    if form.is_valid():
        version, now = form.cleaned_data["version"], timezone.now()
        try:
            services.answer(found, form.given(), version=version, by=request.user, at=now)
        except BadInput as refusal:
            refuse_stale(request, form, found, refusal)
        else:
            return back(request, found, "La réponse est écrite. Qui a proposé l’idée la reçoit.")
    return show(request, found, answer_form=form)


@require_POST
def entrust(request: Request, slug: str, pk: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    form = TaskForm(cards_by_label(found.structure), request.POST, auto_id="task_%s")
    if form.is_valid():
        key, now = form.cleaned_data["key"], timezone.now()
        with refusals_in(form):
            services.entrust(found, form.given(), key=key, version=found.version, by=request.user, at=now)
            return back(request, found, "La tâche est confiée. Elle est aussi dans « À faire ».")
    return show(request, found, task_form=form)


@require_POST
def bind(request: Request, slug: str, pk: int) -> HttpResponse:
    found = gesture(request, slug, pk)
    form = BindingForm(found, request.POST, auto_id="bind_%s")
    if form.is_valid():
        version, now = form.cleaned_data["version"], timezone.now()
        try:
            services.bind(found, form.given, version=version, by=request.user, at=now)
        except BadInput as refusal:
            refuse_stale(request, form, found, refusal)
        else:
            return back(request, found, "C’est enregistré.")
    return show(request, found, binding_form=form)


def refuse_stale(request: Request, form: Form, found: Idea, refusal: BadInput) -> None:
    """What was typed stays, with the version that its author now reads: sent again, it is meant."""
    refuse(form, refusal)
    fresh = Idea.objects.values_list("version", flat=True).get(pk=found.pk)
    form.data = request.POST.copy()
    form.data["version"] = str(fresh)
