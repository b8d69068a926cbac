"""The yearly declaration of an agreement: prerequisites, axes, rows, questions of the caisse."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from maillage.dossier.enums import Ability
from maillage.dossier.forms.declaration import AnswerForm, LineForm, QuestionForm, RowForm
from maillage.dossier.models import CaisseQuestion, DeclaredRow
from maillage.dossier.queries.declaration import declaration_of, evidences_of, has_declaration
from maillage.dossier.services import declaration as services
from maillage.funding.enums import Ability as Money
from maillage.funding.queries.accord import FORMS
from maillage.funding.queries.hours import payer_of
from maillage.people.queries.naming import cards_by_label
from maillage.structures.models import LegalPerson, Structure
from maillage.structures.perms import find
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, sentences_of
from maillage.ui.services import WRITES, refusals_said, say

FIRST_YEAR = 2017


def opened(request: Request, slug: str, ability: str) -> tuple[Structure, LegalPerson | None]:
    """404 for a form whose agreement is not declared by civil year."""
    structure = find(request, slug, ability)
    if not has_declaration(structure.form):
        raise Http404
    person = payer_of(structure)
    if person is not None:
        person.structure = structure
    return structure, person


def for_whom(request: Request, slug: str, year: int) -> tuple[Structure, LegalPerson]:
    """What is written is of somebody, in a year that may be declared."""
    structure, person = opened(request, slug, Ability.WRITE)
    if person is None or not FIRST_YEAR <= year <= today_in(structure).year + 1:
        raise Http404
    return structure, person


def year_asked(request: Request, today_year: int) -> int:
    """`?annee=`; the year of today when it is none."""
    asked = request.GET.get("annee", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else 0
    return year if FIRST_YEAR <= year <= today_year + 1 else today_year


def at_year(slug: str, year: int, anchor: str = "") -> str:
    return f"{reverse('dossier:declaration', args=[slug])}?annee={year}{anchor}"


@require_safe
def declaration(request: Request, slug: str) -> HttpResponse:
    structure, person = opened(request, slug, Money.READ)
    return show(request, structure, person, year_asked(request, today_in(structure).year))


def show(
    request: Request, structure: Structure, person: LegalPerson | None, year: int, **forms: Any
) -> HttpResponse:
    today = today_in(structure)
    context: dict[str, Any] = {
        "title": FORMS[structure.form],
        "year": year,
        "years": (year - 1, year, year + 1),
        "person": person,
        "row_form": forms.get("row_form") or RowForm(),
        "question_form": forms.get("question_form") or QuestionForm(),
        "answer_form": AnswerForm(initial={"answered_on": today}),
    }
    if person is not None:
        context["told"] = declaration_of(person, year, on=today)
    return render(request, "dossier/declaration.html", context, status=422 if forms else 200)


@WRITES
def line(request: Request, slug: str, year: int, name: str) -> HttpResponse:
    """Who looks after a line, what is said of it, what proves it."""
    structure, person = for_whom(request, slug, year)
    told = declaration_of(person, year, on=today_in(structure))
    found = next((each for each in told.lines if each.fact.name == name), None)
    if found is None:
        raise Http404
    cards, note = cards_by_label(structure), found.note
    said = {
        "owner": cards.label_of(note.owner) if note else "",
        "comment": note.comment if note else "",
        "evidences": [each.pk for each in found.evidences],
    }
    data = request.POST if request.method == "POST" else None
    form = LineForm(cards, evidences_of(structure, year), data, initial=said)
    if form.is_valid():
        with refusals_in(form):
            services.note_line(person, year, name, form.given(), by=request.user)
            say(request, "La ligne est à jour.")
            return redirect(at_year(slug, year, f"#{name}"))
    context = {"line": found, "form": form, "year": year, "cards": cards}
    return render(request, "dossier/declared_line.html", context, status=422 if form.is_bound else 200)


@require_POST
def add_row(request: Request, slug: str, year: int) -> HttpResponse:
    structure, person = for_whom(request, slug, year)
    form = RowForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            services.add_row(person, year, form.given(), key=form.cleaned_data["key"], by=request.user)
            say(request, "C’est ajouté.")
            return redirect(at_year(slug, year, "#un-par-un"))
    return show(request, structure, person, year, row_form=form)


@require_POST
def drop_row(request: Request, slug: str, year: int, pk: int) -> HttpResponse:
    structure, person = for_whom(request, slug, year)
    rows = DeclaredRow.objects.select_related("accord_year")
    row = get_object_or_404(rows, pk=pk, accord_year__legal_person__structure=structure)
    services.drop_row(row, person, by=request.user)
    say(request, "C’est retiré.")
    return redirect(at_year(slug, year, "#un-par-un"))


@require_POST
def ask(request: Request, slug: str, year: int) -> HttpResponse:
    structure, person = for_whom(request, slug, year)
    form = QuestionForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        with refusals_in(form):
            services.note_question(
                person, year, data["question"], data["asked_on"], key=data["key"], by=request.user,
                on=today_in(structure),
            )  # fmt: skip
            say(request, "La question est notée.")
            return redirect(at_year(slug, year, "#questions"))
    return show(request, structure, person, year, question_form=form)


@require_POST
def answer(request: Request, slug: str, year: int, pk: int) -> HttpResponse:
    structure, person = for_whom(request, slug, year)
    asked = get_object_or_404(CaisseQuestion, pk=pk, accord_year__legal_person__structure=structure)
    form = AnswerForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        with refusals_said(request):
            services.answer_question(
                asked, data["answer"], data["answered_on"], person, by=request.user, on=today_in(structure)
            )
            say(request, "La réponse est notée.")
    else:
        say(request, sentences_of(form))
    return redirect(at_year(slug, year, "#questions"))
