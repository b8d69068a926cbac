"""The home of somebody without account, by the link of their card: what awaits them, their card, how to leave."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.links.models import Link
from maillage.people import services
from maillage.people.documents import copy_of_card
from maillage.people.documents import receipt as receipt_of
from maillage.people.forms.joining import OwnCardForm
from maillage.people.forms.presence import AbsenceForm, ThemesForm
from maillage.people.models import Person
from maillage.people.queries.contents import told_of
from maillage.people.queries.desk import contact_at, desks_of
from maillage.people.queries.gathering import gather_card
from maillage.people.queries.own_home import own_home, own_receipt
from maillage.people.queries.presence import coming, theme_words
from maillage.people.queries.reaching import stopped_at, stops_at
from maillage.people.queries.retention import kept_in_books, retention
from maillage.people.views.presence import absence_told
from maillage.ui.forms import refusals_in
from maillage.ui.queries import card_data, diary_of, own_steps
from maillage.ui.services import CALENDAR, as_calendar, say


def own_card(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """A GET shows; only a POST acts, and each act is a choice between two."""
    rows = Person.objects.select_related("structure__territory", "door__link", "door__diary")
    person = rows.filter(door__link=link).first()
    if person is None:
        raise Http404
    if step.startswith(RECEIPT):
        return take_receipt(person, step.removeprefix(RECEIPT))
    if step in STEPS:
        return STEPS[step](request, person, link)
    name, _, number = step.partition("-")
    steps: Mapping[str, Callable[[HttpRequest, Person, Link, str], HttpResponse]] = own_steps()
    if name not in steps or (number and not (number.isdecimal() and len(number) < MOST_DIGITS)):
        raise Http404
    return steps[name](request, person, link, number)


def read(request: HttpRequest, person: Person, link: Link) -> HttpResponse:
    """The card; a post says that it is exact, or corrects it."""
    if request.method != "POST":
        return show(request, person, link)
    if "exact" in request.POST:
        services.say_exact(person, on=timezone.localdate())
        say(request, "Merci, c’est noté : votre fiche est exacte.")
        return redirect("links:enter", link.token)
    if "undo" in request.POST:
        services.unsay_exact(person)
        say(request, "C’est annulé : personne n’a dit que cette fiche est exacte.")
        return redirect("links:enter", link.token)
    form = OwnCardForm(person, request.POST)
    if form.is_valid():
        with refusals_in(form), form.reading_again():
            services.mend(person, form.given(), on=timezone.localdate(), seen=form.seen)
            say(request, "Votre fiche est à jour.")
            return redirect("links:enter", link.token)
    return show(request, person, link, status=422, form=form)


def away(request: HttpRequest, person: Person, link: Link) -> HttpResponse:
    if request.method == "POST":
        form, said = absence_told(person, request.POST, by=None)
        if not said:
            return show(request, person, link, status=422, absence_form=form)
        say(request, said)
    return redirect("links:enter", link.token)


def interested(request: HttpRequest, person: Person, link: Link) -> HttpResponse:
    if request.method == "POST":
        form = ThemesForm(person, request.POST)
        if not form.is_valid():
            return show(request, person, link, status=422, themes_form=form)
        services.say_interests(person, form.cleaned_data["theme"], by=None)
        say(request, "Vos thèmes sont notés.")
    return redirect("links:enter", link.token)


def leaving(request: HttpRequest, person: Person, link: Link) -> HttpResponse:
    if request.method != "POST":
        context = {"person": person, "link": link, "structure_name": person.structure.name}
        return render(request, "people/own_leaving.html", context)
    if request.POST.get("choice") == "partir":
        services.go(person, on=timezone.localdate(), at=timezone.now())
        say(request, "C’est noté : vous n’en faites plus partie.")
    return redirect("links:enter", link.token)


def take_away(_request: HttpRequest, person: Person, _link: Link) -> HttpResponse:
    """All that the structure keeps of its holder, for another program."""
    told = told_of(person) | {"rooms": card_data(person)}
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="ma-fiche.json"'
    return response


def take_copy(_request: HttpRequest, person: Person, _link: Link) -> HttpResponse:
    """The same, to read."""
    today = timezone.localdate()
    content = render_document(copy_of_card(person, card_data(person), on=today), Format.PDF)
    name = filename(f"ma-fiche {person.structure.name}", today, Format.PDF)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=Format.PDF.content_type, headers=headers)


def take_receipt(person: Person, number: str) -> HttpResponse:
    """Theirs, in PDF; that of somebody else is not there."""
    found = own_receipt(person, int(number)) if number.isdecimal() and len(number) < MOST_DIGITS else None
    if found is None or found.payment is None:
        raise Http404
    content = render_document(receipt_of(found.payment), Format.PDF)
    name = filename(f"recu-{found.payment.number} {person.structure.name}", found.payment.paid_on, Format.PDF)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=Format.PDF.content_type, headers=headers)


def erasing(request: HttpRequest, person: Person, link: Link) -> HttpResponse:
    """What goes and what stays, then a choice between two; once done, the link leads nowhere."""
    context = {"person": person, "link": link, "structure_name": person.structure.name}
    if request.method != "POST":
        kept = {"fees": kept_in_books(person), "retention": retention().values()}
        return render(request, "people/own_erasing.html", context | kept)
    if request.POST.get("choice") != "effacer":
        return redirect("links:enter", link.token)
    erased = services.erase_person(person, by=None)
    return render(request, "people/own_erased.html", context | {"erased": erased})


def show(
    request: HttpRequest, person: Person, link: Link, *, status: int = 200, **forms: Any
) -> HttpResponse:
    today, structure = timezone.localdate(), person.structure
    territory = structure.territory
    gather_card(person, (structure, "module_choices"), (territory, "communes"), (territory, "parts"))
    stops, desks = stops_at(person), desks_of(structure)
    home = own_home(person, stops, desks, on=today)
    context = {
        "person": person,
        "link": link,
        "diary_url": diary_url(request, person),
        "structure_name": person.structure.name,
        "contact": contact_at(structure, next(iter(desks), None)),
        "home": home,
        "absences": coming(person, on=today),
        "themes": theme_words(person.interests.all()),
        "stopped": stopped_at(person, stops),
        "form": OwnCardForm(person),
        "absence_form": AbsenceForm(),
        "themes_form": ThemesForm(person),
    }
    return render(request, "people/own_card.html", context | forms, status=status)


def diary_url(request: HttpRequest, person: Person) -> str:
    """Empty as long as they did not ask for it."""
    followed = person.door.diary
    return request.build_absolute_uri(reverse("links:diary", args=[followed.token])) if followed else ""


def to_follow(request: HttpRequest, person: Person, link: Link) -> HttpResponse:
    """Opens the address that their diary follows."""
    if request.method == "POST":
        services.own_card.open_diary(person)
        return redirect(f"{link.get_absolute_url()}#agenda")
    return redirect("links:enter", link.token)


def diary(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """Their dates, for a diary that follows them: it opens nothing else, and never asks who reads."""
    person = Person.objects.select_related("structure").filter(door__diary=link).first()
    if person is None or step not in {"", "agenda"}:
        raise Http404
    content = as_calendar(
        diary_of(person),
        name=person.structure.name,
        site=request.build_absolute_uri("/").rstrip("/"),
        at=timezone.now(),
    )
    return HttpResponse(content, content_type=CALENDAR)


#: Begins the step that takes a receipt: « recu-12 ».
RECEIPT, MOST_DIGITS = "recu-", 10
#: Steps, in the address.
STEPS: dict[str, Callable[[HttpRequest, Person, Link], HttpResponse]] = {
    "": read,
    "absences": away,
    "themes": interested,
    "donnees": take_away,
    "copie": take_copy,
    "suivre": to_follow,
    "effacer": erasing,
    "partir": leaving,
}
