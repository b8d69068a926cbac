"""The years of books: opened, read, closed; their chart of accounts; the files that leave for an accountant or the State."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillage import legislation
from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.funding.enums import Ability, Journal
from maillage.funding.forms.books import BalancesForm, BookAccountForm, CloseForm, YearForm
from maillage.funding.models import Account, BooksYear
from maillage.funding.queries.books.cash import cash_in_rows
from maillage.funding.queries.books.lines import left_to_range
from maillage.funding.queries.books.reports import entries_in_rows, report, year_of_books
from maillage.funding.queries.books.years import accounts_of, person_opening, years_of
from maillage.funding.rules.chart import ASSOCIATIONS
from maillage.funding.rules.fec import fec
from maillage.funding.services.books import chart, entries, years
from maillage.funding.views.books import year_asked
from maillage.kernel import BadInput, plural
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, refuse
from maillage.ui.services import WRITES, as_file, as_spreadsheet, refusals_said, say

THRESHOLD = "association.auditor_threshold"
FEC_TYPE = "text/plain; charset=iso-8859-15"


def year_in(structure: Structure, pk: int) -> BooksYear:
    return get_object_or_404(years_of(structure), pk=pk)


@WRITES
def opening(request: Request, slug: str) -> HttpResponse:
    """The first year, then what it opens with; a post of `legal_person` opens a year, any other gives balances."""
    structure = find(request, slug, Ability.RUN)
    today = today_in(structure)
    opens = "legal_person" in request.POST
    year = None if opens else year_asked(structure, request.GET, on=today)
    year_form, balances, is_refused = None, None, False
    if opens:
        year_form = YearForm(structure, request.POST)
        is_refused = not (year_form.is_valid() and opened(request, year_form))
        if not is_refused:
            return redirect("funding:books_opening", slug)
    elif year is None and (person := person_opening(structure)):
        year_form = YearForm.empty(structure, person, on=today)
    if year is not None:
        year_form = YearForm.empty(structure, year.legal_person, on=today)
        balances = balances_form(year, request)
        is_refused = balances.is_bound
        if balances.is_valid() and balanced(request, year, balances):
            return redirect("funding:books", slug)
    context = {
        "year": year,
        "year_form": year_form,
        "balances": balances,
        "carried": year is not None and years_before(year),
    }
    return render(request, "funding/books_opening.html", context, status=422 if is_refused else 200)


def years_before(year: BooksYear) -> bool:
    return BooksYear.objects.filter(legal_person=year.legal_person_id, since__lt=year.since).exists()


def opened(request: Request, form: YearForm) -> bool:
    try:
        made = years.open_year(form.person(), form.given(), key=form.cleaned_data["key"], by=request.user)
    except BadInput as refusal:
        refuse(form, refusal)
        return False
    say(request, f"Exercice {made} ouvert. Notez maintenant ce que vous aviez.")
    return True


def balances_form(year: BooksYear, request: Request) -> BalancesForm:
    """What is known already comes first: a draft, else the accounts at the bank."""
    if request.method == "POST":
        return BalancesForm(year.legal_person, request.POST)
    initial: dict[str, Any] = {"on": year.since, "key": uuid4()}
    draft = year.entries.filter(journal=Journal.OPENING, reverses=None, reversed_by=None).first()
    if draft:
        initial["on"] = draft.on
        for line in draft.lines.all():
            initial[f"{'d' if line.debit else 'c'}-{line.account_id}"] = line.debit or line.credit
    else:
        for account in accounts_of(year.legal_person):
            if account.bank and account.bank.opened_on < year.since and account.bank.opening:
                side = "d" if account.bank.opening > 0 else "c"
                initial[f"{side}-{account.pk}"] = abs(account.bank.opening)
    return BalancesForm(year.legal_person, initial=initial)


def balanced(request: Request, year: BooksYear, form: BalancesForm) -> bool:
    data = form.cleaned_data
    try:
        years.open_balances(year, data["on"], form.given(), key=data["key"], by=request.user)
    except BadInput as refusal:
        refuse(form, refusal)
        return False
    say(request, "Soldes de départ notés.")
    return True


@WRITES
def accounts(request: Request, slug: str) -> HttpResponse:
    """The chart; a post adds an account."""
    structure = find(request, slug, Ability.RUN if request.method == "POST" else Ability.READ)
    year = year_asked(structure, request.GET, on=today_in(structure))
    if year is None:
        return redirect("funding:books", slug)
    person, is_sent = year.legal_person, request.method == "POST"
    form = BookAccountForm(request.POST if is_sent else None)
    if form.is_valid():
        with refusals_in(form):
            made = chart.add_account(person, form.given(), by=request.user)
            say(request, f"Compte {made} ajouté.")
            return redirect("funding:books_accounts", slug)
    context = {
        "year": year,
        "person": person,
        "accounts": accounts_of(person),
        "form": form,
        "is_proposed": person.kind in ASSOCIATIONS,
    }
    return render(request, "funding/books_accounts.html", context, status=422 if is_sent else 200)


def account_of(structure: Structure, pk: int) -> Account:
    known = Account.objects.select_related("legal_person__structure__territory", "bank")
    return get_object_or_404(known, legal_person__structure=structure, pk=pk)


@WRITES
def account(request: Request, slug: str, pk: int) -> HttpResponse:
    found = account_of(find(request, slug, Ability.RUN), pk)
    is_sent = request.method == "POST"
    initial = {"number": found.number, "label": found.label, "use": found.use}
    form = BookAccountForm(request.POST if is_sent else None, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            chart.change_account(found, form.given(), by=request.user)
            say(request, "Compte modifié.")
            return redirect("funding:books_accounts", slug)
    context = {"account": found, "form": form, "is_used": bool(found.bank_id) or found.lines.exists()}
    return render(request, "funding/books_account.html", context, status=422 if is_sent else 200)


@require_POST
def drop_account(request: Request, slug: str, pk: int) -> HttpResponse:
    found = account_of(find(request, slug, Ability.RUN), pk)
    with refusals_said(request):
        chart.drop_account(found, by=request.user)
        say(request, f"Compte {found.number} retiré.")
    return redirect("funding:books_accounts", slug)


@require_safe
def year(request: Request, slug: str, pk: int) -> HttpResponse:
    return shown(request, year_in(find(request, slug, Ability.READ), pk))


def shown(
    request: Request, found: BooksYear, *, refused: str = "", form: CloseForm | None = None
) -> HttpResponse:
    today = today_in(found.legal_person.structure)
    is_association = found.legal_person.kind in ASSOCIATIONS
    context = {
        "year": found,
        "report": report(found, on=today),
        "until": min(today, found.closes_on),
        "left": left_to_range(found).count() if found.closed_on is None else 0,
        "is_over": found.closes_on < today,
        "threshold": legislation.rule(THRESHOLD).at(found.closes_on) if is_association else None,
        "refused": refused,
        "form": form or CloseForm(),
        "may_approve": Ability.APPROVE in request.abilities,
        "has_siren": bool(found.legal_person.siret),
    }
    return render(request, "funding/books_year.html", context, status=422 if refused or form else 200)


@require_POST
def validate_all(request: Request, slug: str, pk: int) -> HttpResponse:
    found = year_in(find(request, slug, Ability.RUN), pk)
    today = today_in(found.legal_person.structure)
    count = entries.validate_all(found, today, by=request.user, today=today)
    say(
        request,
        f"{plural(count, 'écriture validée', 'écritures validées')}." if count else "Tout est déjà validé.",
    )
    return redirect("funding:books_year", slug, pk)


@require_POST
def close(request: Request, slug: str, pk: int) -> HttpResponse:
    found, form = year_in(find(request, slug, Ability.APPROVE), pk), CloseForm(request.POST)
    if not form.is_valid():
        return shown(request, found, form=form)
    try:
        made = years.close(found, by=request.user, on=today_in(found.legal_person.structure))
    except BadInput as refusal:
        return shown(request, found, refused=str(refusal))
    say(request, f"Exercice {made} clos : ses à-nouveaux sont dans le suivant.")
    return redirect("funding:books_year", slug, pk)


@require_safe
def cash_file(request: Request, slug: str, pk: int, suffix: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    found = year_in(structure, pk)
    response = as_spreadsheet(cash_in_rows(found), name=f"livre-{slug}-{found}", suffix=suffix)
    taken(request, structure, f"Livre de {found} sorti en {suffix.upper()}.")
    return response


@require_safe
def entries_file(request: Request, slug: str, pk: int, suffix: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    found = year_in(structure, pk)
    response = as_spreadsheet(entries_in_rows(found), name=f"ecritures-{slug}-{found}", suffix=suffix)
    taken(request, structure, f"Écritures de {found} sorties en {suffix.upper()}.")
    return response


@require_safe
def fec_file(request: Request, slug: str, pk: int) -> HttpResponse:
    """The file of the State, or the page with the reason why there is none yet."""
    structure = find(request, slug, Ability.READ)
    found = year_in(structure, pk)
    try:
        file = fec(year_of_books(found))
    except BadInput as refusal:
        return shown(request, found, refused=str(refusal))
    taken(request, structure, f"FEC de {found} sorti : {file.name}.")
    return HttpResponse(file.content, content_type=FEC_TYPE, headers=as_file(file.name))


def taken(request: Request, structure: Structure, said: str) -> None:
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
