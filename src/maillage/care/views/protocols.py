"""The library of protocols, and the teams that carry them out."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage import legislation
from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.care.documents.protocols import declaration, trade
from maillage.care.enums import Ability
from maillage.care.forms.protocols import EnrolForm, EnrolmentForm, TeamForm
from maillage.care.models import Enrolled, Enrolment
from maillage.care.queries.protocols import (
    Team,
    enrolments_of,
    national,
    read_text,
    team_of,
    teams_of,
    texts_of,
    trees_for,
)
from maillage.care.queries.protocols_counts import of_enrolment
from maillage.care.services import protocols as services
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.files.services import keep, response_of
from maillage.kernel import BadInput
from maillage.people.queries.naming import cards_by_label
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refuse
from maillage.ui.queries import paged
from maillage.ui.services import as_file, refusals_said, say


def refused(form: Any, refusal: BadInput) -> None:
    """What was typed stays, with the sentence in its place."""
    refuse(form, refusal)


@opens_examples
@require_safe
def protocols(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    texts = texts_of(structure)
    teams = teams_of(structure, texts, year=today.year)
    engaged = {each.enrolment.protocol for each in teams if not each.enrolment.ended_on}
    context = {
        "teams": teams,
        "changed": [each for each in teams if each.is_changed],
        "library": [(each, each.key in engaged) for each in legislation.protocols()],
        "texts": paged(texts, request.GET.get("page")),
        "trees": list(trees_for(texts)),
        "today": today,
        "year": today.year,
    }
    return render(request, "care/protocols/protocols.html", context)


@opens_examples
@require_safe
def protocol(request: Request, slug: str, key: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    found, today = national(key), today_in(structure)
    held = structure.enrolments.filter(protocol=key, ended_on=None).first()
    context = {
        "protocol": found,
        "delegating": [(each, trade(each.profession), is_over(each, today)) for each in found.delegating],
        "delegated": [(each, trade(each.profession), is_over(each, today)) for each in found.delegated],
        "structures": [
            (each, legislation.form(each.form, on=today).label, is_over(each, today))
            for each in found.structures
        ],
        "indicators": [legislation.indicator(each) for each in found.indicators],
        "tree": legislation.tree(found.tree) if found.tree else None,
        "held": held,
        "form": EnrolForm() if Ability.COORDINATE in request.abilities and not request.is_visit else None,
        "is_here": any(each.form == structure.form and not is_over(each, today) for each in found.structures),
    }
    return render(request, "care/protocols/protocol.html", context)


def is_over(line: Any, today: Any) -> bool:
    return line.until is not None and line.until <= today


@require_POST
def enrol(request: Request, slug: str, key: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    form = EnrolForm(request.POST)
    back = redirect("care:protocols", slug)
    try:
        read = read_text(structure, key)
        if not form.is_valid():
            raise BadInput("Rouvrez la page du protocole, puis recommencez.")
        made = services.enrol(
            structure, read, key=form.cleaned_data["key"], on=today_in(structure), by=request.user
        )
    except BadInput as refusal:
        say(request, str(refusal))
        return back
    say(request, "L’équipe est engagée : dites qui, et depuis quand.")
    return redirect("care:enrolment", slug, made.pk)


def enrolment_at(structure: Structure, pk: int) -> Team:
    return team_of(structure, get_object_or_404(enrolments_of(structure), pk=pk))


@opens_examples
@require_safe
def enrolment(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    return show(request, enrolment_at(structure, pk))


def show(request: Request, team: Team, **refusals: Any) -> HttpResponse:
    """Its page; `refusals`: the form that was sent, under its name."""
    held, structure = team.enrolment, team.enrolment.structure
    today = today_in(structure)
    rows = list(held.team.all())
    context: dict[str, Any] = {
        "team": team,
        "rows": [(each, trade(each.person.profession)) for each in rows],
        "counts": of_enrolment(held, today.year),
        "year": today.year,
        "untrained": [each for each in rows if each.role == "delegue" and not each.certificate],
    }
    if Ability.COORDINATE in request.abilities and not request.is_visit:
        cards = cards_by_label(structure)
        said = {name: getattr(held, name) for name in ("declared_on", "starts_on", "ended_on", "version")}
        context |= {
            "cards": cards,
            "form": EnrolmentForm(cards, initial=said | {"referent": cards.label_of(held.referent)}),
            "team_form": TeamForm(cards, auto_id="team_%s"),
        }
    return render(
        request, "care/protocols/enrolment.html", context | refusals, status=422 if refusals else 200
    )


@require_POST
def change_enrolment(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    team = enrolment_at(structure, pk)
    form = EnrolmentForm(cards_by_label(structure), request.POST)
    if form.is_valid():
        try:
            services.change_enrolment(
                team.enrolment, form.cleaned_data, version=form.cleaned_data["version"], title=team.title,
                by=request.user,
            )  # fmt: skip
        except BadInput as refusal:
            refused(form, refusal)
        else:
            say(request, "C’est noté.")
            return redirect(team.path)
    return show(request, team, form=form)


@require_POST
def put_in_team(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    team = enrolment_at(structure, pk)
    form = TeamForm(cards_by_label(structure), request.POST, request.FILES, auto_id="team_%s")
    if form.is_valid():
        data = form.cleaned_data
        try:
            given = data["certificate"]
            # Before the transaction: writing a file is slow. What is refused after goes within a day.
            paper = keep(given, about=structure.pk, by=request.user, at=timezone.now()) if given else None
            services.put_in_team(
                team.enrolment, data["person"], data["role"], trained_on=data["trained_on"], certificate=paper
            )
        except BadInput as refusal:
            refused(form, refusal)
        else:
            say(request, "L’équipe est à jour. Un changement d’équipe se déclare à l’ARS.")
            return redirect(team.path)
    return show(request, team, team_form=form)


def member_at(structure: Structure, pk: int, who: int) -> Enrolled:
    rows = Enrolled.objects.select_related("person", "certificate")
    return get_object_or_404(rows, pk=who, enrolment=pk, enrolment__structure=structure)


@require_POST
def take_off_team(request: Request, slug: str, pk: int, who: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    services.take_off_team(member_at(structure, pk, who))
    say(request, "Retiré de l’équipe. Un changement d’équipe se déclare à l’ARS.")
    return redirect("care:enrolment", slug, pk)


@require_safe
def certificate(request: Request, slug: str, pk: int, who: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    found = member_at(structure, pk, who)
    if found.certificate is None:
        raise Http404
    try:
        return response_of(found.certificate)
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("care:enrolment", slug, pk)


@require_POST
def confirm_text(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    team = enrolment_at(structure, pk)
    if team.text is None:
        raise Http404
    sent = request.POST.get("fingerprint", "")
    with refusals_said(request):
        services.confirm_text(team.enrolment, team.text, sent, on=today_in(structure), by=request.user)
        say(request, "C’est noté : l’équipe a relu le texte.")
    return redirect(team.path)


@require_safe
def declaration_file(request: Request, slug: str, pk: int, suffix: str) -> HttpResponse:
    """What the application of the ministry asks, as far as it is known here. It names people: it leaves a trace."""
    structure = find(request, slug, Ability.COORDINATE)
    if suffix not in {each.value for each in Format}:
        raise Http404
    team, today = enrolment_at(structure, pk), today_in(structure)
    carrier = structure.legal_persons.filter(until=None).last()
    held: Enrolment = team.enrolment
    page = declaration(team, structure, carrier, list(held.team.all()), on=today)
    chosen = Format(suffix)
    content = render_document(page, chosen)
    record(
        f"Déclaration de « {team.title} » sortie.",
        by=request.user.pk,
        subject=structure.pk,
        kind=Kind.DOWNLOAD,
    )
    headers = as_file(filename(f"{page.title} {team.title}", today, chosen))
    return HttpResponse(content, content_type=chosen.content_type, headers=headers)
