"""Alerts, by the link of a card: signal a drug that misses, validate, read. A GET shows; only a POST acts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from maillage.care.enums import Applied, VersionState
from maillage.care.forms.alerts import SignalForm
from maillage.care.models import Reading, Validation
from maillage.care.queries.alerts import ANSM, reading_of
from maillage.care.queries.alerts_own import may_signal
from maillage.care.queries.modules import is_on
from maillage.care.services import alerts as services
from maillage.care.views.validating import answered
from maillage.kernel import BadInput
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.structures.queries.clocks import today_in, zone_of
from maillage.ui.forms import refusals_in
from maillage.ui.services import say


def own_signal(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """A drug that misses, said by who sees it."""
    if number or not may_signal(person):
        raise Http404
    is_sent = request.method == "POST"
    form = SignalForm(request.POST if is_sent else None, initial={"since": today_in(person.structure)})
    if is_sent and form.is_valid():
        with refusals_in(form):
            services.signal(
                person.structure, form.given(), key=form.cleaned_data["key"], at=timezone.now(), person=person,
                site=request.build_absolute_uri("/"),
            )  # fmt: skip
            say(request, "Merci, c’est signalé. Vous recevrez la conduite convenue.")
            return redirect(link.get_absolute_url())
    context = {
        "form": form,
        "link": link,
        "structure_name": person.structure.name,
        "here": link.step("rupture"),
        "ansm": ANSM,
    }
    return render(request, "care/alerts/own_signal.html", context, status=422 if is_sent else 200)


def own_validation(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """A version, and yes or no; a no says why."""
    if not is_on(person.structure):
        raise Http404
    rows = person.care_validations.select_related("version__alert", "version__proposed_by")
    found: Validation = get_object_or_404(rows, pk=int(number or 0))
    here = link.step(f"valider-{found.pk}")
    context, is_done = answered(
        request,
        found,
        lambda answer, reason: services.validate(found, answer, at=timezone.now(), reason=reason),
    )
    if is_done:
        return redirect(here)
    context |= {
        "version": found.version,
        "steps": found.version.steps.all(),
        "zone": zone_of(person.structure),
        "is_open": found.version.state == VersionState.ASKED,
        "ansm": ANSM,
        "here": here,
        "link": link,
        "structure_name": person.structure.name,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "care/alerts/own_validation.html", context, status=status)


def own_alert(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """What to do; « Lu » is a gesture, and a scanner that opens the link reads nothing."""
    if not is_on(person.structure):
        raise Http404
    found: Reading = get_object_or_404(reading_of(person, number))
    here, refusal_said = link.step(f"alerte-{found.pk}"), ""
    if request.method == "POST":
        said, now = request.POST.get("answer", ""), timezone.now()
        try:
            if said in Applied.values:
                services.answer(found, said, at=now)
            else:
                services.read(found, at=now)
        except BadInput as refusal:
            refusal_said = str(refusal)
        else:
            say(request, "Merci, c’est noté.")
            return redirect(here)
    alert = found.version.alert
    context = {
        "reading": found,
        "alert": alert,
        "version": found.version,
        "steps": found.version.steps.all(),
        "validations": found.version.validations.select_related("person"),
        "notes": alert.notes.all(),
        "zone": zone_of(person.structure),
        "is_replaced": found.version.state == VersionState.REPLACED,
        "is_past": bool(found.version.valid_until and found.version.valid_until < today_in(person.structure)),
        "refusal": refusal_said,
        "ansm": ANSM,
        "here": here,
        "link": link,
        "structure_name": person.structure.name,
    }
    return render(request, "care/alerts/own_alert.html", context, status=422 if refusal_said else 200)
