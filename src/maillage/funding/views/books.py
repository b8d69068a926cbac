"""The cash book, and its entries: noted, ranged from the bank, put right, validated, undone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillage.funding.enums import Ability
from maillage.funding.forms.books import MovementForm, Options, ReverseForm
from maillage.funding.models import BankLine, BooksYear, JournalEntry
from maillage.funding.queries.books.cash import cash_page, is_money, is_undone
from maillage.funding.queries.books.entries import HELD, movement_in
from maillage.funding.queries.books.lines import left_to_range, waiting_in
from maillage.funding.queries.books.years import accounts_of, among, mission_names, year_shown, years_of
from maillage.funding.services.books import entries as services
from maillage.funding.services.books.ranging import range_all
from maillage.funding.views.hours import chosen_of
from maillage.kernel import BadInput, plural
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.queries import together
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, refuse
from maillage.ui.services import WRITES, refusals_said, say

#: Rows of a page; lines of the bank that are shown to range.
WAITING = 20
#: Before the key of a movement noted by hand, among categories.
NOTED = "e"


def number_in(text: str | None) -> int | None:
    """The key that a query or a form bears; None for what is none."""
    return next(iter(chosen_of([text or ""])), None)


def year_asked(structure: Structure, data: QueryDict, *, on: date) -> BooksYear | None:
    return year_shown(structure, number_in(data.get("exercice")), on=on)


@require_safe
def books(request: Request, slug: str) -> HttpResponse:
    """The newest first, each with what is held after it; above, the lines of the bank to range."""
    structure = find(request, slug, Ability.READ)
    today, years = today_in(structure), list(years_of(structure))
    year = among(years, number_in(request.GET.get("exercice")), on=today)
    if year is None:
        return render(request, "funding/books.html", {"has_person": structure.legal_persons.exists()})
    accounts = accounts_of(year.legal_person)
    lines = left_to_range(year, years) if year.closed_on is None else BankLine.objects.none()
    waiting = lines[:WAITING]
    together(accounts, waiting)
    held = next((each for each in accounts if each.pk == number_in(request.GET.get("compte"))), None)
    page, balance = cash_page(year, request.GET.get("page"), held=held.pk if held else None)
    options = Options(list(accounts))
    context = {
        "year": year,
        "years": years,
        "held": held,
        "holders": [each for each in accounts if each.number.startswith(HELD)],
        "balance": balance,
        "page": page,
        "waiting": [
            (each, options.chosen(each.category)) for each in waiting_in(year, list(waiting), accounts)
        ]
        if waiting
        else [],
        "left": len(waiting) if len(waiting) < WAITING else lines.count(),
    }
    return render(request, "funding/books.html", context)


@WRITES
def note(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    today = today_in(structure)
    year = year_asked(structure, request.GET, on=today)
    if year is None:
        return redirect("funding:books_opening", slug)
    is_sent = request.method == "POST"
    day = min(today, year.closes_on)
    form = MovementForm(year.legal_person, request.POST if is_sent else None, initial={"on": day})
    if form.is_valid():
        with refusals_in(form):
            made = services.note(
                year.legal_person, form.given(), key=form.cleaned_data["key"], by=request.user, today=today
            )
            say(request, f"Mouvement noté, n° {made.number}.")
            return redirect("funding:books_entry", slug, made.pk)
    context = {"form": form, "year": year}
    return render(request, "funding/books_note.html", context, status=422 if is_sent else 200)


@require_POST
def range_lines_of(request: Request, slug: str) -> HttpResponse:
    """`ligne-<key>`: the key of a category, or of a movement that the line is; `seule`: this line alone."""
    structure = find(request, slug, Ability.RUN)
    today = today_in(structure)
    year = year_asked(structure, request.POST, on=today)
    if year is None:
        raise Http404
    chosen = lines_in(request.POST)
    if (alone := number_in(request.POST.get("seule"))) is not None:
        chosen = {pk: value for pk, value in chosen.items() if pk == alone}
    with refusals_said(request):
        noted = [linked(structure, pk, value) for pk, value in chosen.items() if is_link(value)]
        to_range = {pk: int(value) for pk, value in chosen.items() if value.isdecimal()}
        count = range_all(year, to_range, noted, by=request.user)
        said = f"{plural(count, 'ligne rangée', 'lignes rangées')}." if count else ""
        say(request, said or "Choisissez une catégorie : sans elle, une ligne attend.")
    response = redirect("funding:books", slug)
    response["Location"] += f"?exercice={year.pk}"
    return response


def lines_in(data: QueryDict) -> dict[int, str]:
    """Line → what was chosen for it; what is no number of ours is left."""
    found = {}
    for name, value in data.items():
        pk = number_in(name.removeprefix("ligne-")) if name.startswith("ligne-") else None
        is_known = number_in(str(value).removeprefix(NOTED)) is not None
        if pk is not None and is_known:
            found[pk] = str(value)
    return found


def is_link(value: str) -> bool:
    return value.startswith(NOTED)


def linked(structure: Structure, pk: int, value: str) -> tuple[BankLine, JournalEntry]:
    """A line, and the movement noted by hand that it is said to be."""
    known = BankLine.objects.select_related("account__legal_person__structure__territory")
    line = get_object_or_404(known, account__legal_person__structure=structure, pk=pk)
    return line, found_entry(structure, number_in(value.removeprefix(NOTED)) or 0)


def found_entry(structure: Structure, pk: int) -> JournalEntry:
    known = JournalEntry.objects.select_related(
        "year__legal_person__structure__territory", "reverses", "reversed_by", "author", "bank_line__account"
    )
    return get_object_or_404(known, year__legal_person__structure=structure, pk=pk)


@require_safe
def entry(request: Request, slug: str, pk: int) -> HttpResponse:
    return shown(request, found_entry(find(request, slug, Ability.READ), pk))


def shown(request: Request, found: JournalEntry, *, form: ReverseForm | None = None) -> HttpResponse:
    """An entry; a form that was refused comes back with its sentence."""
    today, lines = today_in(found.year.legal_person.structure), list(found.lines.select_related("account"))
    day = max(found.on, min(today, found.year.closes_on))
    names = mission_names()
    context = {
        "entry": found,
        "year": found.year,
        "lines": [(each, names.get(each.mission, each.mission), is_money(each)) for each in lines],
        "total": sum(each.debit for each in lines),
        "is_open": found.year.closed_on is None,
        "is_undone": is_undone(found),
        "changes": found.validated_on is None and movement_in(found) is not None,
        "form": form or ReverseForm(initial={"on": day}),
    }
    return render(request, "funding/books_entry.html", context, status=422 if form else 200)


@WRITES
def change(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    today = today_in(structure)
    found = found_entry(structure, pk)
    known, is_sent = movement_in(found), request.method == "POST"
    if known is None or found.validated_on:
        say(request, "Cette écriture ne change plus : extournez-la, puis notez la bonne.")
        return redirect("funding:books_entry", slug, pk)
    initial: Mapping[str, Any] = {name: getattr(known, name) for name in type(known).__slots__}
    form = MovementForm(found.year.legal_person, request.POST if is_sent else None, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            services.change(found, form.given(), by=request.user, today=today)
            say(request, "Mouvement corrigé.")
            return redirect("funding:books_entry", slug, pk)
    context = {"form": form, "year": found.year, "entry": found}
    return render(request, "funding/books_note.html", context, status=422 if is_sent else 200)


@require_POST
def validate(request: Request, slug: str, pk: int) -> HttpResponse:
    found = found_entry(find(request, slug, Ability.RUN), pk)
    services.validate(found, by=request.user, today=today_in(found.year.legal_person.structure))
    say(request, "Écriture validée.")
    return redirect("funding:books_entry", slug, pk)


@require_POST
def reverse_entry(request: Request, slug: str, pk: int) -> HttpResponse:
    found, form = found_entry(find(request, slug, Ability.RUN), pk), ReverseForm(request.POST)
    if not form.is_valid():
        return shown(request, found, form=form)
    data, today = form.cleaned_data, today_in(found.year.legal_person.structure)
    try:
        made = services.reverse(found, data["on"], key=data["key"], by=request.user, today=today)
    except BadInput as refusal:
        refuse(form, refusal)
        return shown(request, found, form=form)
    say(request, f"Écriture extournée par la n° {made.number}.")
    return redirect("funding:books_entry", slug, made.pk)
