"""Who is around the table, and how the territory was told."""

from collections.abc import Iterable
from typing import Any

from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.directory.perms import seconds_to_wait
from maillage.directory.queries.vintages import vintages
from maillage.kernel import BadInput, plural
from maillage.links.queries import handout_of
from maillage.people import services
from maillage.people.enums import Engagement
from maillage.people.forms import CardForm, CircumstancesForm, InformationForm, PersonForm, table_rows
from maillage.people.forms.belonging import AdhesionForm, EnterForm, LeaveForm
from maillage.people.forms.presence import AbsenceForm, ThemesForm
from maillage.people.queries import around_the_table, asked_beside, information_of, known_people, says_enough
from maillage.people.queries.card import door_to, state_of
from maillage.people.queries.coverage import ONCE
from maillage.people.queries.founding_group import founding_group
from maillage.people.queries.gathering import gather_card
from maillage.people.queries.in_step import national_of, practised_by, rereading_of
from maillage.people.queries.joining import kinds_without_parts, members_label
from maillage.people.queries.parts import has_parts
from maillage.people.queries.presence import coming, theme_words
from maillage.people.rules import doubts_on
from maillage.people.services import GivenPerson
from maillage.structures.enums import Ability
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries import founded_on, told_to
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, refuse
from maillage.ui.services import WRITES, refusals_said, render_part, say

#: Of an identifier: more is no number of ours.
MOST_DIGITS = 19


def numbers(texts: Iterable[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and len(text) < MOST_DIGITS]


@opens_examples
@WRITES
def team(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT if request.method == "POST" else Ability.VIEW)
    asked = asked_beside(structure, on=timezone.localdate()).of_members
    trade = {"profession": request.GET.get("profession", "")}
    form = PersonForm(request.POST or None, asked=asked, initial=trade)
    if request.method == "POST":
        if not form.is_valid():
            return show_team(request, structure, person_form=form, status=422)
        try:
            seated = services.seat(structure, form.given(), by=request.user)
        except BadInput as refusal:
            refuse(form, refusal)
            return show_team(request, structure, person_form=form, status=422)
        say(request, f"{seated.name} est autour de la table. {doubts_on([seated.commune])}".strip())
        if "HX-Request" not in request.headers:
            return redirect("people:team", slug)
        form = PersonForm.for_the_next(asked)
    return show_team(request, structure, person_form=form)


@opens_examples
@require_safe
def lacking(request: Request, slug: str) -> HttpResponse:
    """Who is at the table, and which professions miss there: by law, by habit, or by what the territory has. A sheet."""
    structure = find(request, slug, Ability.VIEW)
    today = timezone.localdate()
    context = {"group": founding_group(structure, on=today), "once": ONCE, "today": today}
    return render(request, "people/founding_group.html", context)


@require_safe
def directory_matches(request: Request, slug: str) -> HttpResponse:
    """People of the directory for the name being typed: a question to it, counted as those of its own page."""
    structure = find(request, slug, Ability.EDIT)
    if "HX-Request" not in request.headers:
        return redirect("people:team", slug)
    text, read = request.GET.get("name", ""), vintages()
    context: dict[str, Any] = {"source": read.rpps_words}
    if read.rpps and says_enough(text):
        if seconds_to_wait(request):
            context["is_crowded"] = True
        else:
            context["people"] = known_people(text, structure.territory.codes)
    return render(request, "people/_directory_matches.html", context)


@require_POST
def paste(request: Request, slug: str) -> HttpResponse:
    """A pasted list, already cut in rows by the page."""
    structure = find(request, slug, Ability.EDIT)
    try:
        rows = table_rows(request.POST.get("rows", "")).people
        seated = services.welcome_new(
            structure, [GivenPerson(**row.model_dump()) for row in rows], by=request.user
        )
    except BadInput as refusal:
        form = PersonForm({}, asked=asked_beside(structure, on=timezone.localdate()).of_members)
        form.add_error(None, str(refusal))
        return show_team(request, structure, person_form=form, status=422)
    told = [f"{plural(len(seated), 'personne')} en plus autour de la table."]
    if already := len(rows) - len(seated):
        told.append(f"{plural(already, 'ligne')} de personnes déjà là.")
    told.append(doubts_on(person.commune for person in seated))
    say(request, " ".join(filter(None, told)), saved=request.path)
    return redirect("people:team", slug)


@require_POST
def ticked(request: Request, slug: str) -> HttpResponse:
    """What the bar under the table does to the people ticked: another engagement, or away."""
    structure = find(request, slug, Ability.EDIT)
    chosen = numbers(request.POST.getlist("person"))
    if not chosen:
        say(request, "Cochez d’abord une ou plusieurs personnes.")
    elif "dismiss" in request.POST:
        gone = services.dismiss(structure, chosen, by=request.user)
        say(request, f"{plural(gone, 'personne')} en moins autour de la table.")
    else:
        with refusals_said(request):
            engagement = request.POST.get("engagement", "")
            changed = services.change_engagements(structure, chosen, engagement, by=request.user)
            say(request, f"{plural(changed, 'personne')} : {Engagement(engagement).label.lower()}.")
    return redirect("people:team", slug)


@WRITES
def card(request: Request, slug: str, pk: int) -> HttpResponse:
    """One person, to correct: who they are, how they are reached, since when they belong."""
    structure = find(request, slug, Ability.EDIT)
    person = get_object_or_404(structure.people.select_related("door__link"), pk=pk)
    person.structure = structure
    # What the rules of its form ask is read with the card.
    of_structure = ((structure, name) for name in ("legal_persons", "sites", "colleges"))
    gather_card(person, *of_structure, (structure.territory, "communes"))
    asked, before = asked_beside(structure, on=timezone.localdate()).of_members, model_to_dict(person)
    form = CardForm(request.POST if request.method == "POST" else None, asked=asked, initial=before)
    if form.is_valid():
        with refusals_in(form), form.reading_again():
            services.correct(person, form.given(before), by=request.user, seen=form.seen)
            said = form.cleaned_data
            say(request, f"{said['name']} est à jour. {doubts_on([said['commune']])}".strip())
            return redirect("people:team" if said["engagement"] else "people:members", slug)
    status = 422 if form.is_bound else 200
    today = timezone.localdate()
    adhesions, state = list(person.adhesions.all()), state_of(person, on=today)
    running = [each for each in adhesions if each.until is None or each.until > today]
    held = {adhesion.kind for adhesion in running}
    kinds = [kind for kind in kinds_without_parts(structure.form) if kind not in held]
    context = {
        "person": person,
        "form": form,
        "label": members_label(structure.form),
        "adhesions": [
            (
                adhesion,
                LeaveForm(initial={"until": today}, auto_id=f"leave-{adhesion.pk}-%s")
                if adhesion in running
                else None,
                AdhesionForm(adhesion, structure.colleges.all()),
            )
            for adhesion in adhesions
        ],
        "enter_form": EnterForm(structure.colleges.all(), kinds) if kinds else None,
        "has_parts": has_parts(structure),
        "again": rereading_of(person),
        "spots": practised_by(person),
        "national": national_of(person.rpps) if person.rpps else "",
        "stopped": state.stopped,
        "source": vintages().rpps_words,
        "absences": coming(person, on=timezone.localdate()),
        "absence_form": AbsenceForm(),
        "themes": theme_words(person.interests.all()),
        "themes_form": ThemesForm(person),
        "fees": state.fees,
        "lines": state.lines,
        "door": handout_of(request, door) if (door := door_to(person, on=timezone.localdate())) else None,
        "door_until": door.expires_on if door else None,
        "not_written": state.not_written,
    }
    return render(request, "people/person.html", context, status=status)


@require_POST
def own_page(request: Request, slug: str, pk: int) -> HttpResponse:
    """The link of somebody to their own page: sent to them, made so as to be handed over, or replaced."""
    structure, today = find(request, slug, Ability.EDIT), timezone.localdate()
    person = get_object_or_404(structure.people.select_related("structure"), pk=pk)
    if "send" in request.POST:
        with refusals_said(request):
            services.send_door(
                person,
                by=request.user,
                on=today,
                at=timezone.now(),
                address_of=lambda link: request.build_absolute_uri(link.get_absolute_url()),
            )
            say(request, f"Le lien de sa page part à {person.email}.")
    elif "replace" in request.POST and door_to(person, on=today):
        services.replace_door(person, by=request.user, on=today)
        say(request, "Le lien est remplacé : celui d’avant ne mène plus à rien.")
    else:
        services.doors_to([person], on=today)
        say(request, f"Le lien est prêt : donnez-le à {person.name}, et à personne d’autre.")
    return redirect(f"{reverse('people:card', args=[slug, pk])}#page")


@require_POST
def practising(request: Request, slug: str, pk: int) -> HttpResponse:
    """Who practises at a site: those who are ticked."""
    structure = find(request, slug, Ability.EDIT)
    site = get_object_or_404(structure.sites, pk=pk)
    services.say_who_practises(site, numbers(request.POST.getlist("person")), by=request.user)
    say(request, f"Qui exerce à {site.name} est enregistré.")
    return redirect("structures:sites", slug)


@require_POST
def answers(request: Request, slug: str) -> HttpResponse:
    """What the rules of the form ask beside its people."""
    structure, today = find(request, slug, Ability.EDIT), timezone.localdate()
    asked = asked_beside(structure, on=today).circumstances
    form = CircumstancesForm(request.POST, asked=asked, said=structure.circumstances)
    if form.is_valid():
        with refusals_in(form):
            services.answer_law(structure, form.answers(), by=request.user, on=today)
            say(request, "Vos réponses sont notées.")
            return redirect(f"{reverse('people:team', args=[slug])}#gaps")
    return show_team(request, structure, circumstances_form=form, status=422)


@require_POST
def information(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT)
    form = InformationForm(request.POST)
    if not form.is_valid():
        return show_team(request, structure, information_form=form, status=422)
    services.record_information(structure, form.given(), by=request.user)
    say(request, "L’information est notée.", saved=request.path)
    return redirect("people:team", slug)


@require_POST
def forget(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT)
    services.forget_information(get_object_or_404(structure.information_meetings, pk=pk), by=request.user)
    say(request, "L’information est retirée.")
    return redirect("people:team", slug)


def show_team(
    request: Request,
    structure: Structure,
    *,
    person_form: PersonForm | None = None,
    information_form: InformationForm | None = None,
    circumstances_form: CircumstancesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    asked = asked_beside(structure, on=timezone.localdate())
    person_form = person_form or PersonForm(asked=asked.of_members)
    person_form.ask_while_typed(reverse("people:directory_matches", args=[structure.slug]))
    context = {
        "around": around_the_table(structure),
        "founded_on": founded_on(structure.form),
        "told_to": told_to(structure.form),
        "meetings": information_of(structure),
        "engagements": Engagement.choices,
        "person_form": person_form,
        "circumstances_form": circumstances_form
        or CircumstancesForm(asked=asked.circumstances, said=structure.circumstances),
        "information_form": information_form or InformationForm(),
    }
    return render_part(request, "people/team.html", "around", context, status=status)
