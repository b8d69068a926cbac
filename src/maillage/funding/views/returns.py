"""The yearly return, and what members are told of the money."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.funding.enums import Ability
from maillage.funding.forms.transparency import TransparencyForm
from maillage.funding.models import TransparencyRule
from maillage.funding.queries.budget import budget_of
from maillage.funding.queries.hours import payer_of
from maillage.funding.queries.returns import Given, proved_in, return_of, shown_to_members
from maillage.funding.services import returns as services
from maillage.funding.types.returns import total_of
from maillage.funding.views.budget import year_asked
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import WRITES, as_file, say


@require_safe
def yearly_return(request: Request, slug: str) -> HttpResponse:
    """What the pack holds, before it leaves."""
    structure = find(request, slug, Ability.READ)
    person, year = payer_of(structure), year_asked(request, structure)
    told = unproved = None
    if person is not None:
        person.structure = structure
        unproved = proved_in(person, year).filter(papers=None).order_by().values_list("pk", flat=True)
        told = return_of(person, year, unproved, on=today_in(structure))
    context = {
        "told": told,
        "year": year,
        "years": (year - 1, year, year + 1),
        "time": total_of(told.by_office) if told else None,
        "unproved": len(unproved or ()),
    }
    return render(request, "funding/yearly_return.html", context)


@require_safe
def return_file(request: Request, slug: str, year: int) -> HttpResponse:
    """One archive, that works by mail; its papers name people: it leaves a trace."""
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    person = payer_of(structure)
    if person is None or not 2000 <= year <= today.year + 1:
        say(
            request,
            "Il n’y a rien à emporter : notez d’abord une personne morale, ou choisissez une autre année.",
        )
        return redirect("funding:yearly_return", slug)
    person.structure = structure
    content = services.archive(return_of(person, year, on=today), on=today)
    record(f"Restitution {year} sortie.", by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    name = f"restitution-{year}-{slug}-{today}.zip"
    return HttpResponse(content, content_type="application/zip", headers=as_file(name))


@opens_examples
@WRITES
def transparency(request: Request, slug: str) -> HttpResponse:
    """Rules, sums by mission and by function, for every member; a post says whether people are named."""
    structure = find(request, slug, Ability.APPROVE if request.method == "POST" else Ability.NOTE)
    person, year = payer_of(structure), year_asked(request, structure)
    if person is None:
        status = 422 if request.method == "POST" else 200
        return render(request, "funding/transparency.html", {"year": year}, status=status)
    person.structure = structure
    rule = TransparencyRule.objects.select_related("decision").filter(legal_person=person).first()
    form = TransparencyForm(
        structure,
        request.POST if request.method == "POST" else None,
        initial={
            "way": "personne" if rule and rule.names_people else "fonction",
            "decision": rule.decision if rule else None,
        },
    )
    if form.is_valid():
        names, decision = form.cleaned_data["way"] == "personne", form.cleaned_data["decision"]
        with refusals_in(form):
            services.say_transparency(
                person, names_people=names, decision=decision, by=request.user, on=today_in(structure)
            )
            say(request, "C’est enregistré.")
            return redirect("funding:transparency", slug)
    given, scale = Given(person, year), person.scale.select_related("decision")
    shown = budget_of(person, year, *given.lists, scale, on=today_in(structure))
    lines = shown_to_members(given.read(shown.held), rule)
    context = {
        "person": person,
        "year": year,
        "years": (year - 1, year, year + 1),
        "rule": rule,
        "form": form,
        "shown": shown,
        "scale": scale,
        "lines": lines,
        "total": total_of(lines),
    }
    return render(request, "funding/transparency.html", context, status=422 if form.is_bound else 200)
