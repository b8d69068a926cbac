"""The payroll of a month: read, seen, brought in, taken back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.funding.enums import Ability
from maillage.funding.forms.payroll import PayrollForm
from maillage.funding.queries.hours import payer_of
from maillage.funding.queries.payroll import imports_of, pay_in_rows
from maillage.funding.services import payroll as services
from maillage.funding.types.payroll import PayrollReading, PayrollSeen
from maillage.kernel import BadInput, plural
from maillage.structures.models import LegalPerson
from maillage.structures.perms import find
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.services import WRITES, as_spreadsheet, refusals_said, say

#: Files that were brought in, and lines, shown on the page.
LATEST, SHOWN = 12, 200


@WRITES
def import_payroll(request: Request, slug: str) -> HttpResponse:
    """A file is read, each of its lines shown with its fate, then kept as a whole."""
    structure = find(request, slug, Ability.RUN)
    person, is_sent = payer_of(structure), request.method == "POST"
    if person is None:
        return render(request, "funding/import_payroll.html", {}, status=422 if is_sent else 200)
    person.structure = structure
    form = PayrollForm(person, request.POST, request.FILES) if is_sent else PayrollForm(person)
    is_kept = form.is_bound and form.is_valid() and "keep" in request.POST
    if is_kept and form.reading and brought(request, person, form, form.reading):
        return redirect("funding:expenses", slug)
    context = {
        "person": person,
        "form": form,
        "imports": imports_of(structure)[:LATEST],
        "seen": seen(person, form, form.reading) if form.reading and not form.reading.why else None,
        "shown": SHOWN,
    }
    return render(request, "funding/import_payroll.html", context, status=422 if form.errors else 200)


def seen(person: LegalPerson, form: PayrollForm, reading: PayrollReading) -> PayrollSeen:
    return services.foreseen(person, reading, form.cleaned_data["post"], on=today_in(person.structure))


def brought(request: Request, person: LegalPerson, form: PayrollForm, reading: PayrollReading) -> bool:
    """Whether the file was brought in; when not, why is in the form."""
    try:
        made = services.bring_in(
            person,
            reading,
            form.cleaned_data["post"],
            name=form.cleaned_data["name"] or form.data["name"],
            by=request.user,
            on=today_in(person.structure),
        )
    except BadInput as refusal:
        form.add_error("file", str(refusal))
        return False
    count = made.lines.count()
    undo = reverse("funding:undo_payroll", args=[person.structure.slug, made.pk])
    words = plural(count, "ligne de paie notée", "lignes de paie notées")
    say(request, f"{words} : une autre personne les approuve.", undo=undo)
    return True


@require_POST
def undo_payroll(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    batch = get_object_or_404(imports_of(structure), pk=pk)
    with refusals_said(request):
        count = services.undo(batch, by=request.user, on=today_in(structure))
        words = plural(count, "ligne de paie annulée", "lignes de paie annulées")
        say(request, f"{words}." if count else "Cette paie est déjà annulée.")
    return redirect("funding:import_payroll", slug)


@require_safe
def payroll_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    """What each earns: for who brings it in, and it leaves a trace."""
    structure = find(request, slug, Ability.RUN)
    name = f"paie-{slug}-{today_in(structure)}"
    response = as_spreadsheet(pay_in_rows(structure), name=name, suffix=suffix)
    said = f"Lignes de paie sorties en {suffix.upper()}."
    record(said, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return response
