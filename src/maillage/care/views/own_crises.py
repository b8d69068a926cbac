"""A roll-call, by the link of a card: one tap answers, another takes a post. A GET shows; only a POST acts."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from maillage.care.documents.crises import ONLY_AUTHORITIES
from maillage.care.forms.crises import AnswerForm, LogForm
from maillage.care.models import Called, Post
from maillage.care.queries.crises import call_of, own_board
from maillage.care.queries.modules import is_on
from maillage.care.services import crises as services
from maillage.kernel import BadInput, moment
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.structures.queries.clocks import zone_of
from maillage.ui.forms import refuse
from maillage.ui.services import say


def own_crisis(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """`number`: of their own call."""
    if not is_on(person.structure):
        raise Http404
    found: Called = get_object_or_404(call_of(person, number))
    found.crisis.structure = person.structure
    is_in_cell = person.crisis_roles.exists()
    forms: dict[str, Any] = {
        "form": AnswerForm(found, zone_of(person.structure)),
        "log_form": LogForm(initial={"key": uuid4()}) if is_in_cell else None,
    }
    if request.method == "POST":
        try:
            said = act(request, person, found, forms)
        except BadInput as refusal:
            forms["refusal"] = str(refusal)
        else:
            if said:
                say(request, said)
                return redirect(link.step(f"crise-{found.pk}"))
        return show(request, person, link, found, forms, status=422)
    return show(request, person, link, found, forms)


def act(request: HttpRequest, person: Person, found: Called, forms: dict[str, Any]) -> str:
    """What was done, in words; empty when a form says what is wrong. Raises BadInput."""
    now, said = timezone.now(), request.POST
    if "hold" in said:
        services.hold(post_of(found, said["hold"]), person, at=now)
        return "Le poste est à vous, merci."
    if "free" in said:
        for place in post_of(found, said["free"]).places.filter(person=person):
            services.free(place)
        return "C’est noté : la place est libre."
    if "words" in said and forms["log_form"] is not None:
        return write(found, person, forms, said)
    return answer(found, person, forms, said)


def write(found: Called, person: Person, forms: dict[str, Any], said: Any) -> str:
    """A line of the log, by somebody of the cell."""
    form = forms["log_form"] = LogForm(said)
    if not form.is_valid():
        return ""
    words, key = form.cleaned_data["words"], form.cleaned_data["key"]
    services.write_line(found.crisis, words, key=key, at=timezone.now(), person=person)
    return "La ligne est écrite."


def answer(found: Called, person: Person, forms: dict[str, Any], said: Any) -> str:
    form = forms["form"] = AnswerForm(found, zone_of(person.structure), said)
    if not form.is_valid():
        return ""
    try:
        services.answer(found, form.given(), at=timezone.now())
    except BadInput as refusal:
        if not refusal.field:
            raise
        refuse(form, refusal)
        return ""
    return "Merci, c’est noté. Vous pouvez changer d’avis ici."


def post_of(found: Called, number: str) -> Post:
    is_number = number.isdecimal() and len(number) < 19
    post: Post = get_object_or_404(found.crisis.posts.all(), pk=number if is_number else None)
    return post


def show(
    request: HttpRequest,
    person: Person,
    link: Link,
    found: Called,
    forms: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    crisis, zone = found.crisis, zone_of(person.structure)
    if request.method == "POST":
        found.refresh_from_db(fields=["answer", "answered_at", "available_from", "hours", "skills"])
    board = own_board(crisis, person)
    context = {
        "called": found,
        "crisis": crisis,
        "posts": board.posts,
        "total": board.total,
        "sheet": board.sheet,
        "begins": moment(found.available_from, zone=zone) if found.available_from else "",
        "told": moment(crisis.told_at, zone=zone) if crisis.told_at else "",
        "only_authorities": ONLY_AUTHORITIES,
        "log": board.log,
        "zone": zone,
        "link": link,
        "here": link.step(f"crise-{found.pk}"),
        "structure_name": person.structure.name,
    }
    return render(request, "care/crises/own_crisis.html", context | forms, status=status)
