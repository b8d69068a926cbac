"""Before a workspace: the tour de table, and the founding."""

from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage import legislation
from maillage.kernel import BadInput
from maillage.people import services
from maillage.people.enums import Channel, Engagement
from maillage.people.forms import FoundForm
from maillage.people.queries import (
    around_a_table,
    around_the_table,
    checked_team,
    counts_in,
    counts_in_words,
    team_told,
)
from maillage.people.rules import doubts_on
from maillage.structures.enums import Ability
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.queries import has_missions
from maillage.structures.types import Request
from maillage.territories.queries import codes_in, drawing_of
from maillage.ui.services import WRITES, say


@login_not_required
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The tour de table before any account: names live in the browser, the page holds none."""
    form = form_meant(request.GET)
    context = {
        "professions": legislation.professions(),
        "engagements": Engagement.choices,
        "channels": Channel.choices,
        "forms": legislation.forms(on=timezone.localdate()),
        "form": form,
        "around": around_a_table(form, ()),
    }
    return render(request, "people/table.html", context)


@login_not_required
@require_POST
def gaps(request: HttpRequest) -> HttpResponse:
    """Which professions miss for a form: receives professions and engagements, never a name."""
    form = form_meant(request.POST)
    people = zip(request.POST.getlist("profession"), request.POST.getlist("engagement"), strict=False)
    context = {"form": form, "around": around_a_table(form, people)}
    return render(request, "people/_table_gaps.html", context)


def form_meant(fields: QueryDict) -> str:
    """The form the team has in mind; a CPTS when nobody said, 404 for what is none today."""
    key = fields.get("forme", "cpts")
    if key not in {entry.key for entry in legislation.forms(on=timezone.localdate())}:
        raise Http404
    return key


@login_not_required
@require_POST
def reading(request: HttpRequest) -> JsonResponse:
    """Words for trades and counts, understood for the page that keeps the names to itself.

    By POST: proxies refuse an address as long as a list of two hundred people.
    """
    trades = [legislation.profession_of(trade) for trade in request.POST.getlist("trade")[:500]]
    present: dict[str, int] | None
    try:
        present = counts_in(request.POST.get("present", "")[:2_000])
    except BadInput:
        present = None
    return JsonResponse(
        {"professions": [trade.key if trade else None for trade in trades], "present": present}
    )


@WRITES
def found(request: Request) -> HttpResponse:
    """Name the project and keep everything: the last page before the workspace."""
    if request.method == "GET" and "pour" in request.GET:
        structure = find(request, request.GET["pour"], Ability.EDIT)
        return redirect(f"{reverse('structures:redraw', args=[structure.slug])}?{request.GET.urlencode()}")
    if request.method == "GET" and not (request.GET.get("forme") or request.GET.get("codes")):
        return redirect(f"{reverse('structures:mine')}?{request.GET.urlencode()}#formes")  # which form, first
    given = request.POST if request.method == "POST" else request.GET
    try:
        entry = legislation.form(given.get("forme") or "cpts", on=timezone.localdate())
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("guide:choose")
    if request.method == "GET":
        start = {name: request.GET.get(name, "") for name in ("codes", "signed", "equipe")}
        form = FoundForm(entry=entry, initial={**start, "forme": entry.key, "key": uuid4()})
        return show_founding(request, entry, form, start["codes"])
    form = FoundForm(request.POST, entry=entry)
    if not form.is_valid():
        return show_founding(request, entry, form, request.POST.get("codes", ""), status=422)
    data = form.cleaned_data
    try:
        structure = services.found(
            name=data["name"],
            form=entry.key,
            codes=[code for code in data["codes"].split(",") if code],
            sites=form.sites(),
            by=request.user,
            on=timezone.localdate(),
            people=form.people(),
            meetings=form.meetings(),
            key=data["key"],
            signature_hoped_on=data["signed"],
        )
    except BadInput as refusal:
        shown = {field.name for field in form.visible_fields()}
        form.add_error(refusal.field if refusal.field in shown else None, str(refusal))
        return show_founding(request, entry, form, request.POST.get("codes", ""), status=422)
    doubts = doubts_on(person.commune for person in structure.people.all())
    say(request, f"« {structure.name} » est enregistrée. {doubts}".strip())
    # Nobody to find, nothing to create: no other page would say it so soon.
    for finding in legislation.misses(entry.key, around_the_table(structure).expected).hopeless:
        say(request, f"À savoir : {finding.sentence}")
    return redirect(f"{structure.get_absolute_url()}?nouvelle=1")


def show_founding(
    request: Request, entry: legislation.FormEntry, form: FoundForm, codes: str, *, status: int = 200
) -> HttpResponse:
    """One who has a structure of this form already is first asked whether the drawing is for it."""
    today = timezone.localdate()
    told = team_told(form["equipe"].value() or "")
    mine = Structure.objects.visible_to(request.user).filter(form=entry.key)
    context = {
        "form": form,
        "entry": entry,
        "drawing": drawing_of(codes_in(codes), signed=today),
        "is_sized": has_missions(entry.key),
        "codes": codes,
        "mine": mine if codes else (),
        "told": counts_in_words((member.profession, member.count) for member in told),
        "findings": checked_team(entry.key, told, on=today, region=request.GET.get("region", ""))
        if told
        else (),
        "can_be_saved": bool(codes) or entry.founded_on != "territory",
    }
    return render(request, "people/found.html", context, status=status)
