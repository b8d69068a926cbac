"""Whom the structure pays: typed by one, checked by another."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillage.funding.enums import Ability
from maillage.funding.forms.paying import CheckForm, PayeeForm
from maillage.funding.models import Payee
from maillage.funding.queries.hours import payer_of
from maillage.funding.queries.payees import payees_of, people_to_pay, unpayable
from maillage.funding.queries.transfers import approvers_in
from maillage.funding.rules.transfers.accounts import masked
from maillage.funding.services import payees as services
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, say


@require_safe
def payees(request: Request, slug: str) -> HttpResponse:
    """Those in quarantine first; whoever waits for a payment and has no account here."""
    structure = find(request, slug, Ability.READ)
    page = paged(payees_of(structure), request.GET.get("page"))
    context = {
        "page": page,
        "payees": [(each, masked(each.iban)) for each in page],
        "without": unpayable(structure),
        "person": payer_of(structure),
    }
    return render(request, "funding/payees.html", context)


@WRITES
def add_payee(request: Request, slug: str) -> HttpResponse:
    """`personne` in the query: whom the page proposes."""
    structure = find(request, slug, Ability.RUN)
    person = payer_of(structure)
    if person is None:
        return redirect("funding:payees", slug)
    people = {each.pk: each for each in people_to_pay(structure)}
    form = PayeeForm(people, request.POST if request.method == "POST" else None)
    asked = request.GET.get("personne", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 10 and int(asked) in people:
        form.fields["person"].initial = int(asked)
        form.fields["name"].initial = people[int(asked)].name
    if form.is_valid():
        whom = people[form.cleaned_data["person"]]
        with refusals_in(form):
            made = services.add_payee(
                person,
                whom,
                form.given(),
                key=form.cleaned_data["key"],
                by=request.user,
                on=today_in(structure),
            )
            say(request, f"{made.name} : noté. Une deuxième personne rappelle et le vérifie.")
            return redirect("funding:payee", slug, made.pk)
    return render(request, "funding/write_payee.html", {"form": form}, status=422 if form.is_bound else 200)


def payee_in(structure: Structure, pk: int) -> Payee:
    return get_object_or_404(
        payees_of(structure).select_related(
            "legal_person__structure__territory", "person", "typed_by", "checked_by"
        ),
        pk=pk,
    )


@WRITES
def payee(request: Request, slug: str, pk: int) -> HttpResponse:
    """One of them, with what happened to its account; a post changes it."""
    structure = find(request, slug, Ability.RUN if request.method == "POST" else Ability.READ)
    found = payee_in(structure, pk)
    form = PayeeForm({}, request.POST if request.method == "POST" else None, payee=found)
    if form.is_valid():
        with refusals_in(form):
            kept = services.change_payee(found, form.given(), by=request.user, on=today_in(structure))
            say(
                request,
                "Le nouvel IBAN attend qu’une deuxième personne rappelle."
                if kept.is_stopped
                else "Le bénéficiaire est modifié.",
            )
            return redirect("funding:payee", slug, pk)
    return show(request, structure, found, form=form, status=422 if form.is_bound else 200)


def show(
    request: Request,
    structure: Structure,
    found: Payee,
    *,
    form: PayeeForm | None = None,
    check: CheckForm | None = None,
    status: int = 200,
) -> HttpResponse:
    changes = list(found.changes.select_related("by"))
    today = today_in(structure)
    initial = {"called_on": today, "seen": changes[0].pk if changes else 0}
    context: dict[str, Any] = {
        "payee": found,
        "iban": masked(found.iban),
        "changes": changes,
        "form": form or PayeeForm({}, payee=found),
        "check": check or CheckForm(initial=initial),
        "may_check": Ability.APPROVE in request.abilities,
        "why_not": services.why_not_check(found, request.user) if found.is_stopped else "",
        "is_alone": found.is_stopped and approvers_in(structure) < 2,
    }
    return render(request, "funding/payee.html", context, status=status)


@require_POST
def check_payee(request: Request, slug: str, pk: int) -> HttpResponse:
    """« J’ai rappelé »."""
    structure = find(request, slug, Ability.APPROVE)
    found, check = payee_in(structure, pk), CheckForm(request.POST)
    if check.is_valid():
        data = check.cleaned_data
        with refusals_in(check):
            services.check_payee(
                found, data["called_on"], seen=data["seen"], by=request.user, on=today_in(structure)
            )
            say(request, f"{found.name} : IBAN vérifié, ses virements peuvent partir.")
            return redirect("funding:payee", slug, pk)
    return show(request, structure, found, check=check, status=422)
