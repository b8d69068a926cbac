"""What the law gives, counted: a form, a fee, a signed contract; each answer opens into its explanation."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage import legislation
from maillage.guide.forms import ContractForm, FactsForm
from maillage.guide.queries import ExplainedLine, contract_page, money_lines
from maillage.kernel import BadInput
from maillage.ui.forms import refusals_in


@login_not_required
@require_safe
def simulators(request: HttpRequest) -> HttpResponse:
    """What may be counted, and the forms to whose money our sources give no scale."""
    counted = legislation.form_subjects()
    context = {
        "forms": counted,
        "fees": legislation.FEES,
        "uncounted": [
            entry for entry in legislation.forms(on=timezone.localdate()) if entry.key not in counted
        ],
    }
    return render(request, "guide/simulators.html", context)


@login_not_required
@require_safe
def compute(request: HttpRequest, subject: str) -> HttpResponse:
    """The money of a form or of a fee, from facts in the URL; nothing given, everything unknown."""
    known = legislation.form_subjects() | legislation.FEES
    if subject not in known:
        raise Http404
    form = FactsForm(known[subject], request.GET or {})
    lines: list[ExplainedLine] = []
    cautions: tuple[legislation.Caution, ...] = ()
    if form.is_valid() and request.GET:
        with refusals_in(form):
            on = form.cleaned_data["on"] or timezone.localdate()
            lines = money_lines(subject, form.facts(), on=on)
            cautions = legislation.cautions(subject, legislation.read_facts(subject, form.facts()), on=on)
    if not request.GET:
        form = FactsForm(known[subject])
    details = [line for line in lines if line.is_detail]
    context = {
        "key": subject,
        "subject": known[subject],
        "form": form,
        "lines": lines,
        "details": details,
        "cautions": cautions,
    }
    return render(request, "guide/compute.html", context, status=422 if request.GET and form.errors else 200)


@login_not_required
@require_safe
def contract(request: HttpRequest) -> HttpResponse:
    """Five years of a signed contract: what each is due, and the payments one by one."""
    form = ContractForm(request.GET or None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        try:
            context["found"] = contract_page(legislation.read_contract(form.contract()))
        except BadInput as refusal:
            form.add_error(None, str(refusal))
    return render(request, "guide/contract.html", context, status=422 if form.errors else 200)
