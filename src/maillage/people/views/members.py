"""Who belongs: the list, the demands, the rules of the statutes, who is covered."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.files.enums import PaperKind
from maillage.files.services import keep
from maillage.kernel import BadInput, plural
from maillage.links.queries import Handout, handout_at, handout_of
from maillage.mail.queries import addresses_stopped
from maillage.people import services
from maillage.people.forms.belonging import AdhesionForm, EnterForm, FilterForm, LeaveForm, RefusalForm
from maillage.people.forms.rules import RulesForm
from maillage.people.models import Adhesion, JoiningRules, JoinRequest, Person
from maillage.people.queries.coverage import coverage as coverage_of
from maillage.people.queries.coverage import map_of, table_of
from maillage.people.queries.doubles import pairs
from maillage.people.queries.gains import gains_of
from maillage.people.queries.in_step import rereadings, watched
from maillage.people.queries.joining import (
    TOGETHER,
    demands,
    kinds_of_belonging,
    kinds_without_parts,
    members_label,
    rules_of,
    waiting_requests,
)
from maillage.people.queries.leaving_list import TOLD, in_rows
from maillage.people.queries.members import SHOWN, Roll, Wanted, by_kind, counts_of, in_order, to_check
from maillage.people.queries.presence import away
from maillage.people.services.joining import give_statutes
from maillage.people.views.gains import told
from maillage.structures.enums import Ability
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries import read_parts, together
from maillage.structures.types import Request
from maillage.ui.forms import sentences_of
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, as_spreadsheet, refusals_said, say

#: What statutes are written in.
STATUTES = (PaperKind.PDF, PaperKind.DOCX, PaperKind.ODT)


@opens_examples
@require_safe
def members(request: Request, slug: str) -> HttpResponse:
    structure, today = find(request, slug, Ability.VIEW), timezone.localdate()
    kinds = kinds_of_belonging(structure.form)
    may_edit = Ability.EDIT in request.abilities
    read_parts([(structure, "colleges"), (structure, "own_themes"), (structure.territory, "communes")])
    form = FilterForm(structure, kinds, request.GET, may_edit=may_edit)
    wanted = Wanted(**form.cleaned_data) if form.is_valid() else Wanted()
    roll = Roll(structure, on=today)
    page = paged(roll.listed(wanted), request.GET.get("page"))
    numbers = [*page.object_list]
    shown, adhesions = structure.people.only(*SHOWN).filter(pk__in=numbers), roll.adhesions(numbers)
    absences, every_rule = away(numbers, on=today), JoiningRules.objects.filter(structure=structure)
    counts, stopped = counts_of(structure, on=today), addresses_stopped(structure.pk)
    waiting, followed = waiting_requests(structure), watched(roll)
    lists = (shown, adhesions, absences, every_rule, counts)
    together(*lists, *((stopped, waiting, followed) if may_edit else ()))
    people, held, rules = in_order(shown, numbers), roll.held(adhesions), next(iter(every_rule), None)
    absent = {absence.person_id: absence for absence in absences}
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "people": [(person, held.get(person.pk, ()), absent.get(person.pk)) for person in people],
        "colleges": form.colleges,
        "counts": [(TOGETHER[kind], count) for kind, count in by_kind(structure, counts).items()],
        "label": members_label(structure.form),
        "kinds": kinds,
        "rules": rules,
        "has_cards": bool(wanted.state) or bool(numbers) or not roll.is_empty,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "query": request.GET.urlencode(),
        "may_edit": may_edit,
        "stopped": set(stopped) if may_edit else (),
        "demands": demands(structure, rules, waiting, on=today) if may_edit else (),
        "doubles": len(pairs(roll)) if may_edit else 0,
        "to_reread": len(rereadings(structure, followed)) if may_edit else 0,
    }
    return render(request, "people/members.html", context)


@require_safe
def export(request: Request, slug: str, suffix: str) -> HttpResponse:
    """The list as it is filtered, for a spreadsheet. It leaves a trace."""
    structure = find(request, slug, Ability.EDIT)
    form = FilterForm(structure, kinds_of_belonging(structure.form), request.GET, may_edit=True)
    wanted = Wanted(**form.cleaned_data) if form.is_valid() else Wanted()
    today = timezone.localdate()
    numbers = [*Roll(structure, on=today).listed(wanted)]
    people = in_order(structure.people.filter(pk__in=numbers), numbers)
    prefetch_related_objects(people, *TOLD)
    record(
        f"Liste sortie en {suffix.upper()} : {plural(len(people), 'fiche')}.",
        by=request.user.pk,
        subject=structure.pk,
        kind=Kind.DOWNLOAD,
    )
    name = f"{members_label(structure.form).lower()}-{structure.slug}-{today}"
    return as_spreadsheet(in_rows(people, on=today), name=name, suffix=suffix)


@WRITES
def joining_rules(request: Request, slug: str) -> HttpResponse:
    """Who may join, and the link by which one asks."""
    structure = find(request, slug, Ability.RUN)
    rules = rules_of(structure)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RulesForm.of(structure, rules, *sent)
    if form.is_valid():
        try:
            write_rules(request, structure, form)
        except BadInput as refusal:
            form.add_error("statutes" if refusal.field == "file" else refusal.field or None, str(refusal))
        else:
            say(request, "Les règles d’adhésion sont enregistrées.")
            return redirect("people:rules", slug)
    context = {
        "form": form,
        "rules": rules,
        "link": handout_of(request, rules.link) if rules else None,
        "page": page_of(request, structure) if rules and rules.shows_page else None,
        "label": members_label(structure.form),
    }
    return render(request, "people/rules.html", context, status=422 if form.is_bound else 200)


def write_rules(request: Request, structure: Structure, form: RulesForm) -> None:
    """The statutes that come with them are kept first: refused, nothing is written. Raises BadInput."""
    given, statutes = form.cleaned_data["statutes"], None
    if given:
        statutes = keep(given, about=structure.pk, by=request.user, at=timezone.now(), only=STATUTES)
    rules = services.set_rules(structure, form.given(), by=request.user)
    if statutes or form.cleaned_data.get("without_statutes"):
        give_statutes(rules, statutes, by=request.user)


def page_of(request: Request, structure: Structure) -> Handout:
    """The public page, to hand out."""
    return handout_at(request.build_absolute_uri(reverse("people:public", args=[structure.slug])))


@require_safe
def joining_poster(request: Request, slug: str) -> HttpResponse:
    """To print; for one profession, with what it gains; or leading to the public page (`page`)."""
    structure = find(request, slug, Ability.VIEW)
    rules = rules_of(structure)
    to_page = rules is not None and rules.shows_page and "page" in request.GET
    if rules is None or not (rules.is_open or to_page):
        return redirect("people:members", slug)
    context = {"rules": rules, "label": members_label(structure.form)}
    if asked := request.GET.get("pour", ""):
        profession = told(asked)
        context |= {
            "gains": gains_of(structure, profession, on=timezone.localdate()),
            "link": handout_of(request, rules.link, step=profession.key),
        }
    elif to_page:
        context |= {"link": page_of(request, structure), "to_page": True}
    else:
        context["link"] = handout_of(request, rules.link)
    return render(request, "people/joining_poster.html", context)


@require_POST
def renew_joining(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    if rules := rules_of(structure):
        services.renew_door(rules, by=request.user)
        say(request, "Le lien est remplacé. L’ancien, son QR code et ses affiches ne mènent plus à rien.")
    return redirect("people:rules", slug)


@WRITES
def check_cards(request: Request, slug: str) -> HttpResponse:
    """Ask everybody whether their card is exact: who is written to, and who must be asked otherwise."""
    structure, today = find(request, slug, Ability.RUN), timezone.localdate()
    if request.method == "POST":
        asked = services.ask_to_check(
            structure,
            by=request.user,
            on=today,
            at=timezone.now(),
            address_of=lambda link: request.build_absolute_uri(link.get_absolute_url()),
        )
        say(request, f"{plural(len(asked.written), 'message part', 'messages partent')}.")
        return redirect("people:members", slug)
    context = {"asked": to_check(structure, on=today), "label": members_label(structure.form)}
    return render(request, "people/check.html", context)


@require_POST
def answer_demand(request: Request, slug: str, pk: int) -> HttpResponse:
    """The bureau answers a demand: on a card, on a new one, or no with its reason."""
    structure, today = find(request, slug, Ability.EDIT), timezone.localdate()
    demand = get_object_or_404(structure.join_requests, pk=pk)
    with refusals_said(request):
        if "refuse" in request.POST:
            form = RefusalForm(request.POST)
            reason = form.cleaned_data["reason"] if form.is_valid() else ""
            services.tell_refused(
                services.refuse(demand, reason, by=request.user, on=today), at=timezone.now()
            )
            say(request, f"La demande de {demand.name} est refusée : le motif part à {demand.email}.")
        else:
            card = card_chosen(request, demand)
            services.accept(demand, card, by=request.user, on=today)
            services.tell_accepted(demand, at=timezone.now())
            say(request, f"{demand.name} est dans la liste.")
    return redirect("people:members", slug)


def card_chosen(request: Request, demand: JoinRequest) -> Person | None:
    """The card the answer names; None for a new one. Raises BadInput when the choice was not made."""
    chosen = request.POST.get("card", "")
    if chosen == "new":
        return None
    if not chosen.isdecimal():
        raise BadInput("Dites d’abord si c’est une personne déjà connue, ou une nouvelle fiche.")
    return get_object_or_404(demand.structure.people, pk=int(chosen[:18]))


@require_POST
def enter(request: Request, slug: str, pk: int) -> HttpResponse:
    """Somebody known belongs from a day."""
    structure = find(request, slug, Ability.EDIT)
    person = get_object_or_404(structure.people, pk=pk)
    form = EnterForm(structure.colleges.all(), kinds_without_parts(structure.form), request.POST)
    if form.is_valid():
        data = form.cleaned_data
        with refusals_said(request):
            services.enter(
                person,
                data["kind"],
                college=data.get("college"),
                by=request.user,
                on=data["since"],
            )
            say(request, f"{person.name} : l’entrée est notée.")
    else:
        say(request, sentences_of(form))
    return redirect(f"{reverse('people:card', args=[slug, pk])}#adhesions")


@require_POST
def leave(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT)
    adhesion = get_object_or_404(Adhesion.objects.filter(person__structure=structure), pk=pk)
    form = LeaveForm(request.POST)
    if form.is_valid():
        with refusals_said(request):
            services.leave(adhesion, by=request.user, on=form.cleaned_data["until"])
            say(request, f"{adhesion.person.name} : le départ est noté.")
    else:
        say(request, sentences_of(form))
    return redirect(f"{reverse('people:card', args=[slug, adhesion.person_id])}#adhesions")


@require_POST
def correct_adhesion(request: Request, slug: str, pk: int) -> HttpResponse:
    """Its days and its college as they are, or nothing of it: it was noted by mistake."""
    structure = find(request, slug, Ability.EDIT)
    rows = Adhesion.objects.select_related("person").filter(person__structure=structure)
    adhesion = get_object_or_404(rows, pk=pk)
    name, form = adhesion.person.name, AdhesionForm(adhesion, structure.colleges.all(), request.POST)
    with refusals_said(request):
        if "withdraw" in request.POST:
            services.withdraw_adhesion(adhesion, by=request.user)
            say(request, f"{name} : cette entrée est retirée.")
        elif form.is_valid():
            said = {"college": None} | form.cleaned_data
            services.correct_adhesion(adhesion, **said, by=request.user)
            say(request, f"{name} : c’est corrigé.")
        else:
            say(request, sentences_of(form))
    return redirect(f"{reverse('people:card', args=[slug, adhesion.person_id])}#adhesions")


@opens_examples
@require_safe
def coverage(request: Request, slug: str) -> HttpResponse:
    """Who belongs, who is known, who was never reached, against who practises on the territory."""
    structure = find(request, slug, Ability.VIEW)
    label = members_label(structure.form)
    read = coverage_of(structure, on=timezone.localdate())
    context = {
        "coverage": read,
        "label": label,
        "map": map_of(read, label),
        "professions": table_of(
            read.professions, "Par profession, en ville", "Profession", label, read.source
        ),
        "communes": table_of(read.communes, "Par commune, en ville", "Commune", label, read.source),
    }
    return render(request, "people/coverage.html", context)
