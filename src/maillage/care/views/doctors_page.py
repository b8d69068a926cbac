"""The public page of a structure and its delay, its poster; and what a year amounts to."""

from datetime import UTC, date, datetime, time

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillage.care.enums import Ability
from maillage.care.forms.doctors import RulesForm
from maillage.care.queries.doctors import doctors_setting
from maillage.care.queries.doctors_counts import doctor_counts, years_of
from maillage.care.queries.settings import setting_of
from maillage.care.services import doctors as services
from maillage.kernel import hour
from maillage.links.queries import handout_of
from maillage.people.queries.desk import contact_line
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import WRITES, refusals_said, say


def clock(at: time) -> str:
    return hour(datetime.combine(date(2000, 1, 1), at, UTC))


@WRITES
def doctors_page_rules(request: Request, slug: str) -> HttpResponse:
    """Only who coordinates reads it; the link is public, the gestures are not."""
    structure = find(request, slug, Ability.COORDINATE)
    setting, hours = doctors_setting(structure), setting_of(structure)
    form = RulesForm(setting, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            services.change_rules(structure, **form.cleaned_data, by=request.user)
            say(request, "C’est enregistré.")
            return redirect("care:doctors_rules", slug)
    context = {
        "setting": setting,
        "opens": clock(hours.opens_at),
        "closes": clock(hours.closes_at),
        "form": form,
        "contact": contact_line(structure),
        "handout": handout_of(request, setting.link) if setting.pk and setting.is_open else None,
    }
    return render(request, "care/doctors/rules.html", context, status=422 if form.is_bound else 200)


@require_POST
def doctors_page_turn(request: Request, slug: str, gesture: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    with refusals_said(request):
        if gesture == "ouvrir":
            services.open_page(structure, site=request.build_absolute_uri("/"), by=request.user)
            say(request, "La page est ouverte. Envoyez son lien, ou imprimez son affiche.")
        elif gesture == "fermer":
            services.close_page(structure, by=request.user)
            say(request, "La page est fermée. Les demandes reçues restent.")
        elif gesture == "remplacer":
            services.renew_page(structure, by=request.user)
            say(request, "Le lien est remplacé. L’ancien, son QR code et ses affiches ne mènent plus à rien.")
    return redirect("care:doctors_rules", slug)


@require_safe
def doctors_poster(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    setting = doctors_setting(structure)
    if not (setting.pk and setting.is_open):
        return redirect("care:doctors_rules", slug)
    context = {"link": handout_of(request, setting.link), "contact": contact_line(structure)}
    return render(request, "care/doctors/poster.html", context)


@opens_examples
@require_safe
def doctors_year(request: Request, slug: str, year: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    years = years_of(structure, today=today_in(structure))
    if year not in years:
        return redirect("care:doctors_year", slug, years[0])
    found = doctor_counts(structure, year)
    return render(
        request, "care/doctors/year.html", {"counts": found, "years": years, "is_running": year == years[0]}
    )
