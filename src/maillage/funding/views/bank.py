"""The bank: accounts, a file seen before it is kept, what each line answers."""

from datetime import date
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.funding.enums import Ability, AnswerKind
from maillage.funding.forms.bank import AccountForm, OtherForm, StatementForm
from maillage.funding.models import BankLine, Receipt, Reconciliation
from maillage.funding.queries.bank import (
    accounts_of,
    claims_for,
    contract_at,
    lines_in_rows,
    lines_of,
    payments_for,
    read_told,
    told,
)
from maillage.funding.queries.bank_expenses import expenses_for
from maillage.funding.queries.settling import answers, as_read, batches_for, gone, why_told
from maillage.funding.queries.statements import foreseen
from maillage.funding.rules.transfers.accounts import masked
from maillage.funding.services import bank as services
from maillage.funding.services import reconciling
from maillage.funding.views.hours import chosen_of
from maillage.kernel import BadInput, euros, plural
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.queries import together
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, sentences_of
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, as_spreadsheet, say

#: Lines of a page; those of a file that are shown one by one.
SHOWN = 200
#: What a line answers that only who approves may say.
OF_WHO_APPROVES = {AnswerKind.CLAIMS, AnswerKind.EXPENSES, AnswerKind.BATCH, AnswerKind.RETURN}


@WRITES
def bank(request: Request, slug: str) -> HttpResponse:
    """The accounts; a post notes another."""
    structure = find(request, slug, Ability.RUN if request.method == "POST" else Ability.READ)
    form = AccountForm(structure, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            made = services.open_account(
                form.person(), form.given(), key=form.cleaned_data["key"], by=request.user
            )
            say(request, f"{made.label} : compte noté. Importez maintenant un relevé.")
            return redirect("funding:import_statement", slug, made.pk)
    accounts = [(each, masked(each.iban)) for each in accounts_of(structure)]
    context = {"accounts": accounts, "form": form, "has_person": bool(form.persons)}
    return render(request, "funding/bank.html", context, status=422 if form.is_bound else 200)


def account_in(structure: Structure, pk: int) -> Any:
    return get_object_or_404(accounts_of(structure), pk=pk)


@require_safe
def account(request: Request, slug: str, pk: int) -> HttpResponse:
    """What waits to be reconciled, the newest first, then what was."""
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    found = account_in(structure, pk)
    unsaid, said = lines_of(found).filter(reconciliation=None), lines_of(found).exclude(reconciliation=None)
    waiting = paged(unsaid, request.GET.get("attente"), count=found.left)
    page = paged(said, request.GET.get("page"), count=found.count - found.left)
    together(*(cast("QuerySet[BankLine]", each.object_list) for each in (waiting, page)))
    best = answers(structure, found, [as_read(each) for each in waiting], on=today)
    read_told(page)
    context = {
        "account": found,
        "iban": masked(found.iban),
        "waiting": waiting,
        "lines": list(zip(waiting, best, strict=True)),
        "page": page,
        "answered": [(each, told(each)) for each in page],
        "may_approve": Ability.APPROVE in request.abilities,
    }
    return render(request, "funding/account.html", context)


@require_safe
def bank_file(request: Request, slug: str, pk: int, suffix: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    found = account_in(structure, pk)
    response = as_spreadsheet(lines_in_rows(found), name=f"banque-{slug}-{today}", suffix=suffix)
    said = f"Opérations de {found.label} sorties en {suffix.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response


@WRITES
def import_statement(request: Request, slug: str, pk: int) -> HttpResponse:
    """A file is read, each of its lines shown with its fate, then kept."""
    structure = find(request, slug, Ability.RUN)
    today = today_in(structure)
    found = account_in(structure, pk)
    form = StatementForm(request.POST, request.FILES) if request.method == "POST" else StatementForm()
    seen = None
    if form.is_bound and form.is_valid() and form.found:
        try:
            if "keep" in request.POST:
                others = chosen_of(request.POST.getlist("other"))
                kept = services.keep(found, form.found, others=others, by=request.user, on=today)
                say(request, told_of(kept))
                return redirect("funding:account", slug, pk)
            seen = foreseen(structure, found, form.found, on=today)
        except BadInput as refusal:
            form.add_error("file", str(refusal))
    context = {"account": found, "form": form, "seen": seen}
    if seen:
        new = list(zip(seen.matches.new, seen.proposals, strict=True))
        context |= {
            "same": seen.matches.same[:SHOWN],
            "new": new[:SHOWN],
            "left": max(0, len(new) - SHOWN),
            "near": [*enumerate(seen.matches.near)],
        }
    return render(request, "funding/import_statement.html", context, status=422 if form.errors else 200)


def told_of(kept: services.Kept) -> str:
    doubles = kept.seen.doubles
    already = f", {plural(doubles, 'déjà là', 'déjà là')}" if doubles else ""
    if not kept.count:
        return "Rien de nouveau : toutes ces lignes étaient déjà là." if doubles else "Aucune ligne à garder."
    return f"{plural(kept.count, 'ligne gardée', 'lignes gardées')}{already}."


def line_in(structure: Structure, pk: int) -> BankLine:
    known = BankLine.objects.select_related(
        "account__legal_person__structure__territory", "reconciliation__receipt__contract"
    )
    return get_object_or_404(known, account__legal_person__structure=structure, pk=pk)


@WRITES
def bank_line(request: Request, slug: str, pk: int) -> HttpResponse:
    """What a line is; a post says it: `receipt`, `payment` (« contract:expected »), `claim`s, `expense`s, or `words`."""
    structure = find(request, slug, Ability.RUN if request.method == "POST" else Ability.READ)
    today = today_in(structure)
    line, form, refused = line_in(structure, pk), OtherForm(), ""
    if request.method == "POST":
        try:
            answer = answered(request, line, request.POST)
        except BadInput as refusal:
            refused, form = str(refusal), OtherForm(initial={"words": request.POST.get("words", "")})
        else:
            say(
                request,
                f"{euros(line.amount)} : {answer.get_kind_display().lower()}.",
                undo=reverse("funding:undo_line", args=[slug, pk]),
            )
            return redirect("funding:account", slug, line.account_id)
    context = {
        "line": line,
        "told": told(line),
        **({} if hasattr(line, "reconciliation") else may_be(structure, line, on=today)),
        "chosen": chosen_of(request.POST.getlist("claim")),
        "chosen_expenses": chosen_of(request.POST.getlist("expense")),
        "payment": request.POST.get("payment", ""),
        "form": form,
        "refused": refused,
        "may_approve": Ability.APPROVE in request.abilities,
    }
    return render(request, "funding/bank_line.html", context, status=422 if refused else 200)


def may_be(structure: Structure, line: BankLine, *, on: date) -> dict[str, Any]:
    """What a line that nobody answered may be, by its sign: the best first."""
    (best,) = answers(structure, line.account, [as_read(line)], on=on)
    if line.amount > 0:
        return {"best": best, "payments": payments_for(line, structure, on=on), "returns": gone(line)}
    # A line of these lists says the name that it keeps.
    claims = claims_for(line, structure).select_related(None)[:SHOWN]
    expenses = expenses_for(line, structure).select_related(None).prefetch_related(None)[:SHOWN]
    together(claims, expenses)
    return {"best": best, "claims": claims, "batches": batches_for(line), "expenses": expenses}


def answered(request: Request, line: BankLine, data: QueryDict) -> Reconciliation:
    """Who may not approve says nothing of claims, expenses nor transfers. Raises BadInput, PermissionDenied."""
    by, today = request.user, today_in(line.account.legal_person.structure)
    transfers = chosen_of(number for each in data.getlist("transfer") for number in each.split(","))
    returned = chosen_of(data.getlist("returned"))
    if (transfers or returned) and Ability.APPROVE not in request.abilities:
        raise PermissionDenied
    if transfers:
        return reconciling.is_transfers(line, transfers, by=by, on=today)
    if returned:
        transfer = get_object_or_404(gone(line), pk=min(returned))
        why = data.get("reason", "").strip()[:200] or why_told(line, transfer)
        return reconciling.is_return(line, transfer, why, by=by, at=timezone.now())
    for field, say_it in (("claim", reconciling.is_claims), ("expense", reconciling.is_expenses)):
        if chosen := chosen_of(data.getlist(field)):
            if Ability.APPROVE not in request.abilities:
                raise PermissionDenied
            return say_it(line, chosen, by=by, on=today)
    if receipts := chosen_of(data.getlist("receipt")):
        mine = Receipt.objects.filter(contract__legal_person=line.account.legal_person_id)
        return reconciling.is_receipt(line, get_object_or_404(mine, pk=min(receipts)), by=by, on=today)
    if payment := data.get("payment"):
        number, _, expects = payment.partition(":")
        contract = next((contract_at(line, pk) for pk in chosen_of([number])), None)
        if contract is None:
            raise BadInput("Ce versement n’est plus au calendrier : rechargez la page.")
        return reconciling.is_payment(line, contract, expects, by=by, on=today)
    form = OtherForm(data)
    if not form.is_valid():
        raise BadInput(f"Choisissez ce que c’est, ou dites-le en quelques mots. {sentences_of(form)}")
    return reconciling.is_other(line, form.cleaned_data["words"], by=by, on=today)


@require_POST
def undo_line(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    line = line_in(structure, pk)
    answer = getattr(line, "reconciliation", None)
    if answer and answer.kind in OF_WHO_APPROVES and Ability.APPROVE not in request.abilities:
        raise PermissionDenied
    try:
        is_undone = reconciling.undo(line, by=request.user, on=today_in(structure))
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("funding:bank_line", slug, pk)
    say(request, "Cette ligne attend de nouveau." if is_undone else "Cette ligne attend déjà.")
    return redirect("funding:account", slug, line.account_id)
