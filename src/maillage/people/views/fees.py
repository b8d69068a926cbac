"""Fees: who owes, who paid, what the statutes ask."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.kernel import joined, plural
from maillage.people import services
from maillage.people.documents import receipt as receipt_of
from maillage.people.enums import Ability
from maillage.people.forms.fees import FeesForm, FindForm, ReceiveForm
from maillage.people.models import Payment
from maillage.people.queries.fees import due, fee_rule, fee_rules, fees_on, of_them, payments_of, told
from maillage.people.queries.joining import members_label
from maillage.people.views.team import numbers
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.queries import together
from maillage.structures.types import Request
from maillage.ui.forms import sentences_of
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, refusals_said, say


@WRITES
def fees(request: Request, slug: str) -> HttpResponse:
    """Who owes and who paid; a post writes what the statutes ask."""
    structure = find(request, slug, Ability.FEES)
    if request.method != "POST":
        return show_fees(request, structure)
    form = FeesForm(fee_rule(structure), list(structure.colleges.all()), request.POST)
    if form.is_valid():
        data = form.cleaned_data
        services.set_fees(
            structure,
            basis=data["basis"],
            next_year_from=data["next_year_from"],
            amounts=form.amounts(),
            how_to_pay=data["how_to_pay"],
            by=request.user,
        )
        say(request, "Les cotisations sont réglées.")
        return redirect("people:fees", slug)
    return show_fees(request, structure, form=form, status=422)


def show_fees(
    request: Request, structure: Structure, *, form: FeesForm | None = None, status: int = 200
) -> HttpResponse:
    today, rules, colleges = timezone.localdate(), fee_rules(structure), structure.colleges.all()
    together(rules, colleges)
    rule = next(iter(rules), None)
    finding, every = FindForm(request.GET), fees_on(structure, today)
    q = finding.cleaned_data["q"] if finding.is_valid() else ""
    sums = told(every)
    page = paged(of_them(every, q), request.GET.get("page"), count=None if q else sums.asked)
    received = paged(payments_of(structure), request.GET.get("recus"))
    to_ask = due(structure, rule, on=today) if rule else []
    context: dict[str, Any] = {
        "rule": rule,
        "form": form or FeesForm(rule, list(colleges)),
        "page": page,
        "fees": page.object_list,
        "q": q,
        "find_form": finding,
        "told": sums,
        "to_ask": plural(len(to_ask), "cotisation") if to_ask else "",
        "received": received,
        "payments": received.object_list,
        "receive_form": ReceiveForm(),
        "label": members_label(structure.form),
    }
    return render(request, "people/fees.html", context, status=status)


@require_POST
def ask_fees(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.FEES)
    with refusals_said(request):
        asked = services.ask_fees(structure, by=request.user, on=timezone.localdate())
        say(request, f"{plural(asked, 'cotisation appelée', 'cotisations appelées')}.")
    return redirect("people:fees", slug)


@require_POST
def receive(request: Request, slug: str) -> HttpResponse:
    """One payer, one or several fees."""
    structure = find(request, slug, Ability.FEES)
    form, chosen = ReceiveForm(request.POST), numbers(request.POST.getlist("fee"))
    if not chosen:
        say(request, "Cochez d’abord une ou plusieurs cotisations.")
    elif not form.is_valid():
        say(request, sentences_of(form))
    else:
        with refusals_said(request):
            noted = services.receive_from_each(structure, chosen, **form.cleaned_data, by=request.user)
            receipts = joined(f"n° {payment.number}" for payment in noted)
            count = plural(len(noted), "reçu", "reçus") if len(noted) > 1 else "reçu"
            say(request, f"Paiement noté, {count} {receipts}.")
    return redirect("people:fees", slug)


@require_POST
def take_back(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.FEES)
    payment = get_object_or_404(Payment, structure=structure, pk=pk)
    services.take_back(payment, by=request.user)
    say(request, f"Le reçu n° {payment.number} est annulé : la cotisation est de nouveau due.")
    return redirect("people:fees", slug)


@require_safe
def receipt(request: Request, slug: str, pk: int) -> HttpResponse:
    """The receipt, in PDF. It leaves a trace."""
    structure = find(request, slug, Ability.FEES)
    payment = get_object_or_404(Payment, structure=structure, pk=pk)
    document = receipt_of(payment)
    record(f"{document.title} sorti en PDF.", by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    name = filename(f"recu-{payment.number} {structure.name}", payment.paid_on, Format.PDF)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = render_document(document, Format.PDF)
    return HttpResponse(content, content_type=Format.PDF.content_type, headers=headers)
