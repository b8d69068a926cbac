"""Files of transfers: prepared, validated by another, taken to the bank, followed until the statement."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.funding.enums import Ability, BatchState, ClaimState, TransferState
from maillage.funding.forms.paying import AloneForm, BankWantsForm, DayForm, PrepareForm, ReturnForm
from maillage.funding.models import BankAccount, TransferBatch
from maillage.funding.queries.bank import accounts_of
from maillage.funding.queries.hours import payer_of
from maillage.funding.queries.payees import one_each
from maillage.funding.queries.sharing import sharings_of
from maillage.funding.queries.transfers import (
    batches_of,
    first_day,
    payable,
    planned,
    rule_of,
    share_payees,
    taken_at,
    transfers_of,
    why_not_leave,
)
from maillage.funding.rules.paying import HERE, total_of
from maillage.funding.rules.transfers.accounts import bic_of, masked
from maillage.funding.services import batches as services
from maillage.funding.services import preparing
from maillage.funding.views.bank import account_in
from maillage.funding.views.gestures import GESTURES
from maillage.funding.views.hours import chosen_of
from maillage.kernel import BadInput
from maillage.structures.enums import Ability as Held
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, refuse
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, as_file, say


@require_safe
def batches(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    return show_batches(request, structure)


def show_batches(request: Request, structure: Structure, *, form: AloneForm | None = None) -> HttpResponse:
    person = payer_of(structure)
    rule = rule_of(person) if person else None
    page = paged(batches_of(structure), request.GET.get("page"))
    context = {
        "batches": page.object_list,
        "page": page,
        "person": person,
        "rule": rule,
        "waiting": payable(structure).count(),
        "form": form or AloneForm(initial={"alone_up_to": rule.alone_up_to if rule else None}),
        "may_set": Held.KEYS in request.abilities and Ability.APPROVE in request.abilities,
    }
    return render(request, "funding/batches.html", context, status=422 if form else 200)


@require_POST
def set_alone(request: Request, slug: str) -> HttpResponse:
    """Who holds the key of the structure says it, not who holds its purse alone."""
    structure = find(request, slug, Ability.APPROVE)
    if Held.KEYS not in request.abilities:
        raise PermissionDenied
    person, form = payer_of(structure), AloneForm(request.POST)
    if person is None or not form.is_valid():
        return show_batches(request, structure, form=form)
    preparing.set_alone(person, form.cleaned_data["alone_up_to"], by=request.user)
    say(request, "Qui valide est enregistré.")
    return redirect("funding:batches", slug)


@WRITES
def prepare(request: Request, slug: str) -> HttpResponse:
    """What a batch would hold; a post with a `key` prepares it, one without comes from the list of claims."""
    structure, now = find(request, slug, Ability.APPROVE), timezone.now()
    data = request.POST if request.method == "POST" else request.GET
    chosen = chosen_of(data.getlist("claim"))
    accounts = {each.pk: each for each in accounts_of(structure)}
    first = ready_in(accounts)
    first = next((accounts[pk] for pk in chosen_of(data.getlist("compte")) if pk in accounts), first)
    asked = request.POST if request.method == "POST" and "key" in request.POST else None
    form = PrepareForm(accounts, first_day(first, now) if first else None, asked)
    if first:
        form.fields["account"].initial = first.pk
    if form.is_valid() and (
        made := prepared(request, form, accounts, partial(preparing.prepare, chosen=chosen))
    ):
        return redirect("funding:batch", slug, made.pk)
    claims = payable(structure)
    groups, without = planned(claims.filter(pk__in=chosen) if chosen else claims)
    context = {
        "groups": [(each, masked(each.payee.iban)) for each in groups],
        "claims": [claim.pk for each in groups for claim in each.claims],
        "total": total_of(each.amount for each in groups),
        "without": one_each(without),
        "form": form,
        "account": first,
    }
    return render(request, "funding/prepare_batch.html", context, status=422 if form.is_bound else 200)


def ready_in(accounts: Mapping[int, BankAccount]) -> BankAccount | None:
    """The first whose bank is known, else the first."""
    return next((each for each in accounts.values() if each.bic), next(iter(accounts.values()), None))


def prepared(
    request: Request,
    form: PrepareForm,
    accounts: Mapping[int, BankAccount],
    writes: Callable[..., TransferBatch],
) -> TransferBatch | None:
    """The batch of a valid form; None when it was refused, with why in the form."""
    said = form.cleaned_data
    try:
        made = writes(
            accounts[said["account"]], executes_on=said["executes_on"], key=said["key"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except BadInput as refusal:
        refuse(form, refusal)
        return None
    say(request, "Le lot est préparé : une deuxième personne le valide.")
    return made


@WRITES
def pay_shares(request: Request, slug: str, pk: int) -> HttpResponse:
    """A batch that pays the shares of a sum; a post prepares it."""
    structure, now = find(request, slug, Ability.APPROVE), timezone.now()
    sharing = get_object_or_404(sharings_of(structure), pk=pk)
    accounts = {
        each.pk: each for each in accounts_of(structure) if each.legal_person_id == sharing.legal_person_id
    }
    first = ready_in(accounts)
    form = PrepareForm(
        accounts, first_day(first, now) if first else None, request.POST if request.method == "POST" else None
    )
    if first:
        form.fields["account"].initial = first.pk
    writes = partial(preparing.prepare_shares, sharing=sharing)
    if form.is_valid() and (made := prepared(request, form, accounts, writes)):
        return redirect("funding:batch", slug, made.pk)
    pairs = share_payees(sharing)
    context = {
        "sharing": sharing,
        "shares": [(each, payee, masked(payee.iban)) for each, payee in pairs if payee],
        "without": [each for each, payee in pairs if payee is None],
        "total": total_of(each.amount for each, payee in pairs if payee),
        "form": form,
        "account": first,
    }
    return render(request, "funding/pay_shares.html", context, status=422 if form.is_bound else 200)


@WRITES
def bank_wants(request: Request, slug: str, pk: int) -> HttpResponse:
    """What the bank of an account takes: found from its IBAN, confirmed here."""
    structure = find(request, slug, Ability.APPROVE)
    account = account_in(structure, pk)
    form = BankWantsForm(account, request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        with refusals_in(form):
            preparing.say_bank(
                account, data["bic"], data["pain_version"], data["lead_days"], data["cutoff"], by=request.user
            )
            say(request, f"{account.label} : ce que prend la banque est noté.")
            return redirect("funding:prepare_batch", slug)
    context = {"account": account, "form": form, "iban": masked(account.iban), "found": bic_of(account.iban)}
    return render(request, "funding/bank_wants.html", context, status=422 if form.is_bound else 200)


def batch_in(structure: Structure, pk: int) -> TransferBatch:
    found: TransferBatch = get_object_or_404(batches_of(structure), pk=pk)
    found.legal_person.structure = structure
    found.account.legal_person = found.legal_person
    return found


@WRITES
def batch(request: Request, slug: str, pk: int) -> HttpResponse:
    """A batch and what keeps it; a post makes the gesture `act` of it."""
    structure = find(request, slug, Ability.APPROVE if request.method == "POST" else Ability.READ)
    found, refused = batch_in(structure, pk), ""
    if request.method == "POST":
        gesture = GESTURES.get(request.POST.get("act", ""))
        try:
            if gesture is None:
                raise BadInput("Ce geste n’existe pas : rechargez la page.")
            said = gesture(request, found, request.POST)
        except BadInput as refusal:
            refused = str(refusal)
        else:
            undo = reverse("funding:unsend", args=[slug, pk]) if request.POST["act"] == "send" else ""
            say(request, said, undo=undo)
            return redirect("funding:batch", slug, pk)
    return show(request, found, refused)


def show(request: Request, found: TransferBatch, refused: str = "") -> HttpResponse:
    now = timezone.now()
    transfers = list(transfers_of(found))
    why = why_not_leave(found, at=now, known=transfers) if found.state in HERE else []
    taken = taken_at(found) if found.state in HERE else None
    sent = request.POST if refused and request.POST.get("act") == "redate" else None
    context: dict[str, Any] = {
        "batch": found,
        "account": masked(found.account.iban),
        "transfers": [(each, masked(each.iban)) for each in transfers],
        "faults": why,
        "refused": refused,
        "is_here": found.state in HERE,
        "taken_at": taken,
        "may_approve": Ability.APPROVE in request.abilities,
        "why_not": services.why_not_validate_by(found, request.user)
        if found.state == BatchState.PREPARED
        else "",
        "day_form": DayForm(
            sent, is_taken=taken is not None, initial={"executes_on": first_day(found.account, now)}
        ),
        "return_form": ReturnForm(initial={"on": today_in(found.legal_person.structure)}),
        "may_return": found.state in {BatchState.SENT, BatchState.PARTLY, BatchState.EXECUTED}
        and any(each.state in {TransferState.WAITING, TransferState.EXECUTED} for each in transfers),
        "is_untouched": all(
            each.state in {TransferState.WAITING, TransferState.DROPPED} for each in transfers
        ),
        "to_pay": sum(
            part.claim is not None and part.claim.state == ClaimState.APPROVED
            for each in transfers
            if each.state == TransferState.RETURNED
            for part in each.parts.all()
        ),
    }
    return render(request, "funding/batch.html", context, status=422 if refused else 200)


@require_POST
def unsend(request: Request, slug: str, pk: int) -> HttpResponse:
    """« Annuler », from the message that says it was deposited."""
    structure = find(request, slug, Ability.APPROVE)
    try:
        said = GESTURES["unsend"](request, batch_in(structure, pk), request.POST)
    except BadInput as refusal:
        said = str(refusal)
    say(request, said)
    return redirect("funding:batch", slug, pk)


@require_POST
def batch_file(request: Request, slug: str, pk: int) -> HttpResponse:
    """The file that the bank takes; what keeps it from leaving is told on the page of the batch. To take it locks the batch."""
    structure = find(request, slug, Ability.APPROVE)
    found = batch_in(structure, pk)
    try:
        content = services.file_of(found, by=request.user, at=timezone.now())
    except BadInput as refusal:
        return show(request, found, str(refusal))
    name = as_file(f"{found.reference}.xml")
    return HttpResponse(content, content_type="application/xml", headers=name)
