"""What becomes of an expense, and what is voted for expenses."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from maillage.funding.enums import Ability, ExpenseState, VotedKind
from maillage.funding.forms.claims import RefusalForm
from maillage.funding.forms.expenses import ApprovalForm, PaymentForm, SplitForm, VotedForm
from maillage.funding.models import SplitKey
from maillage.funding.queries.expenses import post_of
from maillage.funding.queries.hours import payer_of
from maillage.funding.queries.posts import posts_named, words_of
from maillage.funding.services import approving, spending_rules
from maillage.funding.services import expenses as services
from maillage.funding.views.expenses import expense_in, show
from maillage.kernel import BadInput, euros
from maillage.structures.models import LegalPerson
from maillage.structures.perms import find
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, refuse
from maillage.ui.services import WRITES, refusals_said, say


@require_POST
def approve_expense(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.APPROVE)
    found = expense_in(request, structure, pk)
    form = ApprovalForm(found.legal_person, (post_of(found), ""), request.POST)
    if form.is_valid():
        with refusals_in(form):
            kept = approving.approve(
                found, post=form.cleaned_data["post"], by=request.user, on=today_in(structure)
            )
            is_done = kept.state == ExpenseState.APPROVED
            say(
                request,
                f"{kept.name} : dépense approuvée."
                if is_done
                else f"{kept.name} : approuvée une première fois, une autre personne l’approuve aussi.",
            )
            return redirect("funding:expense", slug, pk)
    return show(request, structure, found, approval_form=form)


@require_POST
def refuse_expense(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.APPROVE)
    found = expense_in(request, structure, pk)
    form = RefusalForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            approving.refuse(found, form.cleaned_data["reason"], by=request.user)
            say(request, f"{found.name} : la dépense est refusée.")
            return redirect("funding:expenses", slug)
    return show(request, structure, found, refusal_form=form)


@require_POST
def pay_expense(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.APPROVE)
    found = expense_in(request, structure, pk)
    form = PaymentForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            approving.pay(
                structure, [pk], form.cleaned_data["paid_on"], by=request.user, on=today_in(structure)
            )
            undo = reverse("funding:unpay_expense", args=[slug, pk])
            say(request, f"{euros(found.amount or 0)} : paiement noté.", undo=undo)
            return redirect("funding:expense", slug, pk)
    return show(request, structure, found, payment_form=form)


@require_POST
def unpay_expense(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.APPROVE)
    found = expense_in(request, structure, pk)
    with refusals_said(request):
        approving.unpay(structure, [found.pk], by=request.user)
        say(request, "Cette dépense attend d’être payée.")
    return redirect("funding:expense", slug, pk)


@require_POST
def cancel_expense(request: Request, slug: str, pk: int) -> HttpResponse:
    """By who approves, or by who noted it."""
    structure = find(request, slug, Ability.NOTE)
    found = expense_in(request, structure, pk)
    if Ability.APPROVE not in request.abilities and found.author_id != request.user.pk:
        raise PermissionDenied
    with refusals_said(request):
        services.cancel(found, by=request.user)
        say(request, "La dépense est annulée.")
    return redirect("funding:expense", slug, pk)


@WRITES
def spending_rules_page(request: Request, slug: str) -> HttpResponse:
    """What was voted; a post notes a number, or a split key (`shares`)."""
    structure = find(request, slug, Ability.APPROVE if request.method == "POST" else Ability.READ)
    person = payer_of(structure)
    if person is None:
        return render(request, "funding/spending_rules.html", {}, status=422 if request.POST else 200)
    person.structure = structure
    is_split = "shares" in request.POST
    sent = request.POST if request.method == "POST" else None
    voted_form = VotedForm(person, None if is_split else sent)
    split_form = SplitForm(person, sent if is_split else None)
    if (told := voted(request, person, voted_form)) or (told := splitted(request, person, split_form)):
        say(request, told)
        return redirect("funding:spending_rules", slug)
    context: dict[str, Any] = {
        "person": person,
        "voted": person.voted_amounts.select_related("decision"),
        "keys": keys_told(person),
        "voted_form": voted_form,
        "split_form": split_form,
    }
    return render(request, "funding/spending_rules.html", context, status=422 if sent is not None else 200)


def keys_told(person: LegalPerson) -> list[tuple[SplitKey, list[tuple[str, Decimal]]]]:
    """Each with its shares, in words."""
    posts = posts_named(person)
    found = person.split_keys.select_related("decision").prefetch_related("shares")
    return [(each, [(words_of(one.post, posts), one.percent) for one in each.shares.all()]) for each in found]


def voted(request: Request, person: LegalPerson, form: VotedForm) -> str:
    """What was done, in words; empty when the form comes back."""
    if not (form.is_bound and form.is_valid()):
        return ""
    data = form.cleaned_data
    try:
        spending_rules.vote_amount(
            person, VotedKind(data["kind"]), data["amount"], data["since"], decision=data["decision"],
            by=request.user,
        )  # fmt: skip
    except BadInput as refusal:
        refuse(form, refusal)
        return ""
    return "C’est noté. Ce qui est déjà approuvé garde son montant."


def splitted(request: Request, person: LegalPerson, form: SplitForm) -> str:
    if not (form.is_bound and form.is_valid()):
        return ""
    data = form.cleaned_data
    try:
        spending_rules.set_split(
            person, form.given(), key=data["key"], decision=data["decision"], by=request.user
        )
    except BadInput as refusal:
        refuse(form, refusal)
        return ""
    return f"Clé « {data['name']} » notée."
