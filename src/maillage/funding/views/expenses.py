"""Expenses: noted by anybody who belongs, read by who keeps the money, or by whom they are of."""

from typing import Any, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.files.enums import PaperKind
from maillage.files.models import File
from maillage.files.services import keep, response_of
from maillage.funding.enums import Ability, ExpenseKind, ExpenseState
from maillage.funding.forms.claims import RefusalForm
from maillage.funding.forms.expenses import ApprovalForm, ExpenseForm, PaperForm, PaymentForm
from maillage.funding.models import Expense
from maillage.funding.queries.expenses import (
    expenses_in_rows,
    expenses_of,
    likenesses,
    needs_two,
    own_expenses,
    parts_named,
    post_of,
    why_not,
)
from maillage.funding.queries.hours import payer_of, payers_of
from maillage.funding.queries.posts import posts_named, words_of
from maillage.funding.services import expenses as services
from maillage.funding.types.spending import Doubled
from maillage.kernel import BadInput
from maillage.structures.models import LegalPerson, Structure
from maillage.structures.perms import SAFE, find, opens_examples
from maillage.structures.queries import sizes, together
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refuse
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, as_spreadsheet, say

PAPERS = (PaperKind.PDF, PaperKind.JPEG, PaperKind.PNG)
#: Who only notes their own chooses among these.
OWN_KINDS = (ExpenseKind.FEES, ExpenseKind.MILEAGE)
#: What one may still attach a paper to.
LASTS = (ExpenseState.COMMITTED, ExpenseState.APPROVED, ExpenseState.PAID, ExpenseState.BILLED)


def seen_by(request: Request, structure: Structure) -> QuerySet[Expense]:
    """All for who keeps the money, else one's own; a visitor of an example has none."""
    if request.is_visit:
        return Expense.objects.none()
    if Ability.READ in request.abilities:
        return expenses_of(structure)
    return own_expenses(structure, request.user)


def expense_in(request: Request, structure: Structure, pk: int) -> Expense:
    """Who only notes their own changes no other, whether it is there or not."""
    seen = seen_by(request, structure)
    if request.method not in SAFE and Ability.READ not in request.abilities and not seen.filter(pk=pk):
        raise PermissionDenied
    found = get_object_or_404(seen, pk=pk)
    found.legal_person.structure = structure
    return found


@opens_examples
@require_safe
def expenses(request: Request, slug: str) -> HttpResponse:
    """By what they wait for, then the others."""
    structure = find(request, slug, Ability.NOTE)
    # A line says the name that its expense keeps.
    every = seen_by(request, structure).select_related(None).prefetch_related(None)
    waits = (ExpenseState.COMMITTED, ExpenseState.APPROVED)
    waiting, over, payers = (
        every.filter(state__in=waits),
        every.exclude(state__in=waits),
        payers_of(structure),
    )
    page = paged(over, request.GET.get("page"), count=sizes(over=over)["over"])
    together(waiting, payers, cast("QuerySet[Expense]", page.object_list))
    context = {
        "has_person": bool(payers),
        "asked": [each for each in waiting if each.state == ExpenseState.COMMITTED],
        "approved": [each for each in waiting if each.state == ExpenseState.APPROVED],
        "page": page,
        "expenses": page.object_list,
        "is_all": Ability.READ in request.abilities,
    }
    return render(request, "funding/expenses.html", context)


@require_safe
def expenses_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    person = payer_of(structure)
    rows = expenses_in_rows(expenses_of(structure), posts_named(person) if person else {})
    response = as_spreadsheet(rows, name=f"depenses-{slug}-{today}", suffix=suffix)
    said = f"Dépenses sorties en {suffix.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response


@WRITES
def add_expense(request: Request, slug: str) -> HttpResponse:
    """The form of a kind (`?nature=`); what may be there already is told before it is written."""
    structure = find(request, slug, Ability.NOTE)
    person, may_choose = payer_of(structure), Ability.RUN in request.abilities
    kinds = tuple(ExpenseKind) if may_choose else OWN_KINDS
    asked = request.GET.get("nature", "")
    kind = ExpenseKind(asked) if asked in kinds else (kinds[0] if may_choose else ExpenseKind.FEES)
    form = None
    if person is not None:
        person.structure = structure
        sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        form = ExpenseForm(person, kind, request.user, *sent, may_choose=may_choose)
        if form.is_bound and (noted := written(request, person, form)):
            say(request, f"{noted.name} : dépense notée. Elle attend d’être approuvée.")
            return redirect("funding:expense", slug, noted.pk)
    context = {"form": form, "kind": kind, "kinds": kinds}
    status = 422 if request.method == "POST" else 200
    return render(request, "funding/write_expense.html", context, status=status)


def written(request: Request, person: LegalPerson, form: ExpenseForm) -> Expense | None:
    """None when the form comes back, with why, and with the paper that it brought."""
    is_valid = form.is_valid()
    if is_valid and (kept := person.expenses.filter(key=form.cleaned_data["key"]).first()):
        return kept
    paper = paper_of(request, person.structure, form)
    if is_valid and not form.errors:
        try:
            return services.note(
                person, form.given(), paper, key=form.cleaned_data["key"], by=request.user,
                on=today_in(person.structure), is_another=form.cleaned_data["is_another"],
            )  # fmt: skip
        except Doubled as told:
            form.ask_again(str(told))
        except BadInput as refusal:
            refuse(form, refusal)
    if paper:
        form.remember(paper)
    return None


def paper_of(request: Request, structure: Structure, form: ExpenseForm) -> File | None:
    """The paper that comes now, kept; else the one that came with the form before."""
    if given := form.cleaned_data.get("file"):
        try:
            return keep(given, about=structure.pk, by=request.user, at=timezone.now(), only=PAPERS)
        except BadInput as refusal:
            form.add_error("file", str(refusal))
            return None
    return form.waiting_paper(structure.pk)


@require_safe
def expense(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.NOTE)
    return show(request, structure, expense_in(request, structure, pk))


def show(request: Request, structure: Structure, found: Expense, **forms: Any) -> HttpResponse:
    """The page of an expense; a form that was refused comes back where it was."""
    may_approve, waits = Ability.APPROVE in request.abilities, found.state == ExpenseState.COMMITTED
    posts = posts_named(found.legal_person)
    parts = parts_named(found, posts)
    words = f"Clé « {found.split_key.name} »" if found.split_key else words_of(found.post, posts)
    context: dict[str, Any] = {
        "expense": found,
        "parts": parts,
        "post": words,
        "two": needs_two(found),
        "why_not": why_not(found, request.user, structure) if may_approve and waits else "",
        "likenesses": likenesses(found) if waits else [],
        "may_approve": may_approve,
        "may_cancel": found.state in (ExpenseState.COMMITTED, ExpenseState.APPROVED)
        and (may_approve or found.author_id == request.user.pk),
        "may_attach": found.state in LASTS and not request.is_visit,
        "can_be_paid": found.kind != ExpenseKind.QUOTE,
        "approval_form": ApprovalForm(found.legal_person, (post_of(found), words)),
        "payment_form": PaymentForm(initial={"paid_on": today_in(structure)}),
        "refusal_form": RefusalForm(),
        "paper_form": PaperForm(),
        **forms,
    }
    return render(request, "funding/expense.html", context, status=422 if forms else 200)


@require_POST
def attach_paper(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.NOTE)
    found = expense_in(request, structure, pk)
    form = PaperForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            given = form.cleaned_data["file"]
            file = keep(given, about=structure.pk, by=request.user, at=timezone.now(), only=PAPERS)
            services.attach(found, file, by=request.user)
        except BadInput as refusal:
            form.add_error("file", str(refusal))
        else:
            say(request, f"La pièce est ajoutée : {file.name}.")
            return redirect("funding:expense", slug, pk)
    return show(request, structure, found, paper_form=form)


@require_safe
def expense_paper(request: Request, slug: str, pk: int, file: UUID) -> HttpResponse:
    structure = find(request, slug, Ability.NOTE)
    found = expense_in(request, structure, pk)
    paper = next((each for each in found.papers.all() if each.file_id == file), None)
    if paper is None:
        raise Http404
    try:
        return response_of(paper.file)
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("funding:expense", slug, pk)
