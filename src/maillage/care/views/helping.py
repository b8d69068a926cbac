"""« Qui peut aider ? »: asked with an account, by the link of a card, by the link handed out; the book behind it."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.care.documents.helping import directory
from maillage.care.enums import Ability, HelpEvent, HelpFault
from maillage.care.forms.helping import NewOfferForm, OfferForm, QuestionForm
from maillage.care.models import HelpDoor, HelpOffer
from maillage.care.queries.helping import answer, book, open_reports, whole
from maillage.care.queries.helping_counts import help_year
from maillage.care.queries.modules import is_on, takes_part_in_care
from maillage.care.services import helping as services
from maillage.care.views.behind import is_of
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.limits.services import HOUR, Limit, address_of, seconds_to_wait
from maillage.links.models import Link
from maillage.links.queries import handout_of
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries import together
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import WRITES, as_file, refusals_said, say

#: A whole hospital may ask behind one address.
PER_ADDRESS = Limit(300, HOUR)
CROWDED = "Trop de questions viennent d’ici en ce moment : attendez une minute, puis recommencez."
#: What is said of an answer, in one tap.
SAID = {
    HelpEvent.FOUND: "Merci, c’est compté.",
    HelpEvent.UNMET: "C’est noté : la structure le saura, sans savoir pour qui.",
}
#: Steps of the link handed out.
PAPER = "annuaire"


@opens_examples
@WRITES
def ask_help(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    here = reverse("care:help", args=[slug])
    return asked(request, structure, here, "care/helping/ask.html", may_count=not request.is_visit)


def own_help(request: HttpRequest, person: Person, link: Link, _number: str) -> HttpResponse:
    """By the link of a card."""
    if not takes_part_in_care(person):
        raise Http404
    here = link.step("aide")
    paper_url = link.step(PAPER)
    return asked(
        request, person.structure, here, "care/helping/own.html", person=person, link=link, paper=paper_url
    )


def own_directory(_request: HttpRequest, person: Person, _link: Link, _number: str) -> HttpResponse:
    """By the link of a card: the directory to print."""
    if not takes_part_in_care(person):
        raise Http404
    return paper(person.structure)


def help_by_link(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """By the link handed out: the question, or the directory to print."""
    rows = Structure.objects.select_related("territory").filter(help_door__link=link)
    structure = get_object_or_404(rows)
    if not is_on(structure):
        raise Http404
    if step == PAPER:
        return paper(structure)
    if step:
        raise Http404
    is_of(request, structure)
    here = link.get_absolute_url()
    return asked(request, structure, here, "care/helping/door.html", paper=link.step(PAPER))


def asked(
    request: HttpRequest,
    structure: Structure,
    here: str,
    template: str,
    *,
    person: Person | None = None,
    may_count: bool = True,
    **context: Any,
) -> HttpResponse:
    """A GET shows the question or its answer; a POST counts the question, or says something of the answer."""
    shown: dict[str, Any] = {
        "here": here, "structure_name": structure.name, "may_count": may_count, "faults": HelpFault,
        **context,
    }  # fmt: skip
    today = today_in(structure)
    if request.method == "POST":
        form = QuestionForm(structure, request.POST)
        if seconds_to_wait("care-help", address_of(request), PER_ADDRESS, now=timezone.now()):
            form.is_valid()
            form.add_error(None, CROWDED)
            return render(request, template, shown | {"form": form}, status=429)
        if not form.is_valid():
            return render(request, template, shown | {"form": form}, status=422)
        question = form.question()
        back = f"{here}?{urlencode({name: value for name, value in form.cleaned_data.items() if value})}"
        if wrong := request.POST.get("faux", ""):
            return reported(request, structure, wrong, person, back)
        if (event := request.POST.get("dit", "")) in SAID:
            services.count(structure, question.situation, event, on=today)
            say(request, SAID[HelpEvent(event)])
            return redirect(back)
        found = answer(structure, question, on=today)
        services.count(structure, question.situation, HelpEvent.ASKED, on=today)
        if not found.helpers:
            services.count(structure, question.situation, HelpEvent.NOTHING, on=today)
        return redirect(f"{back}#reponse")
    form = QuestionForm(structure, request.GET if request.GET.get("situation") else None)
    if form.is_bound and form.is_valid():
        shown["answer"] = answer(structure, form.question(), on=today)
    return render(request, template, shown | {"form": form})


def reported(
    request: HttpRequest, structure: Structure, wrong: str, person: Person | None, back: str
) -> HttpResponse:
    """« 12-numero »: what is wrong of which."""
    number, _, fault = wrong.partition("-")
    if fault not in HelpFault or not number.isdecimal() or len(number) > 12:
        raise Http404
    offer = get_object_or_404(structure.help_offers.select_related("partner"), pk=int(number), is_on=True)
    services.report(offer, fault, at=timezone.now(), person=person)
    say(request, f"Merci : « {offer} » est signalé, quelqu’un va vérifier.")
    return redirect(f"{back}#reponse")


def paper(structure: Structure) -> HttpResponse:
    today = today_in(structure)
    content = render_document(directory(structure, on=today), Format.PDF)
    name = filename(f"qui peut aider {structure.name}", today, Format.PDF)
    return HttpResponse(content, content_type=Format.PDF.content_type, headers=as_file(name))


@opens_examples
@require_safe
def help_book(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    today = today_in(structure)
    doors, reports = (
        HelpDoor.objects.filter(structure=structure).select_related("link"),
        open_reports(structure),
    )
    together(doors, reports)
    door = doors[0].link if doors else None
    may_write = Ability.COORDINATE in request.abilities and not request.is_visit
    context = {
        "shelves": book(structure, reports, on=today, is_on=None if may_write else True),
        "counted": help_year(structure, today.year),
        "handout": handout_of(request, door) if door and not request.is_visit else None,
        "may_write": may_write,
    }
    return render(request, "care/helping/book.html", context)


@require_safe
def help_file(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    response = paper(structure)
    record(
        "Annuaire « Qui peut aider ? » sorti en PDF.",
        by=request.user.pk,
        subject=structure.pk,
        kind=Kind.DOWNLOAD,
    )
    return response


@WRITES
def add_help(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    form = NewOfferForm(structure, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            made = services.add_offer(structure, form.given(), key=form.cleaned_data["key"], by=request.user)
            say(request, f"« {made} » est proposé à qui cherche.")
            return redirect("care:help_book", slug)
    context = {"form": form, "has_partners": bool(form.partners)}
    return render(request, "care/helping/write.html", context, status=422 if form.is_bound else 200)


@WRITES
def edit_help(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    offer = get_object_or_404(whole(structure), pk=pk)
    form = OfferForm(structure, request.POST if request.method == "POST" else None, row=offer)
    if form.is_valid():
        version = form.cleaned_data["version"]
        with refusals_in(form, offer):
            services.write_offer(offer, form.given(), version=version, by=request.user)
            say(request, "C’est corrigé.")
            return redirect("care:help_book", slug)
    context = {"form": form, "offer": offer, "has_partners": True}
    return render(request, "care/helping/write.html", context, status=422 if form.is_bound else 200)


def offer_of(structure: Structure, pk: int) -> HelpOffer:
    return get_object_or_404(structure.help_offers.select_related("partner"), pk=pk)


@require_POST
def check_help(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    offer = offer_of(structure, pk)
    services.check(offer, by=request.user, at=timezone.now(), on=today_in(structure))
    say(request, f"« {offer} » : vérifié aujourd’hui.")
    return redirect("care:help_book", slug)


@require_POST
def show_help(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    offer, is_on = offer_of(structure, pk), request.POST.get("on") == "oui"
    with refusals_said(request):
        services.show(offer, is_on=is_on, by=request.user)
        say(
            request,
            f"« {offer} » est {'de nouveau proposé' if is_on else 'retiré : il reste dans le carnet'}.",
        )
    return redirect("care:help_book", slug)


@require_POST
def help_door(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    if request.POST.get("gesture") == "changer":
        services.renew_door(structure, by=request.user)
        say(request, "Le lien est changé : l’ancien ne mène plus nulle part.")
    else:
        services.open_door(structure, by=request.user)
        say(request, "Le lien est ouvert : donnez-le, ou affichez son code.")
    return redirect("care:help_book", slug)
