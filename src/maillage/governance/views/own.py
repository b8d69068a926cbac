"""What somebody does in governance by the link of their card: no account, no script; a GET shows, only a POST acts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from maillage.governance.forms.ideas import CommentForm, IdeaForm
from maillage.governance.forms.interests import InterestForm
from maillage.governance.models import Idea
from maillage.governance.queries import ideas as queries
from maillage.governance.queries.ideas import Author
from maillage.governance.queries.interests import comperage, in_words, told_on
from maillage.governance.queries.own import is_on
from maillage.governance.services import ideas as services
from maillage.governance.services.interests import declare, say_whole, withdraw
from maillage.kernel import BadInput
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.ui.forms import refusals_in, refuse
from maillage.ui.services import say

#: The most upheld and the last, for somebody who comes by their link.
SHOWN = 50


def may_speak(person: Person) -> None:
    """A module that is off, or somebody who left: nothing is there."""
    if not is_on(person) or not queries.takes_part(person):
        raise Http404


def own_ideas(request: HttpRequest, person: Person, link: Link, _number: str) -> HttpResponse:
    may_speak(person)
    form = IdeaForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        key, site, now = form.cleaned_data["key"], request.build_absolute_uri("/"), timezone.now()
        with refusals_in(form):
            made = services.propose(
                person.structure, form.given(), Author(person, None), key=key, at=now, site=site
            )
            say(request, "Votre idée est proposée. Le bureau y répond, et vous le dit.")
            return redirect(link.step(f"idee-{made.pk}"))
    found = queries.ideas_of(person.structure)[:SHOWN]
    context = {
        "person": person,
        "link": link,
        "form": form,
        "ideas": [
            (each, link.step(f"idee-{each.pk}"), queries.named(each), queries.followed(each))
            for each in found
        ],
    }
    return render(request, "governance/own_ideas.html", context, status=422 if form.is_bound else 200)


def own_idea(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    may_speak(person)
    rows = person.structure.ideas.select_related("person", "account", "decision")
    found = get_object_or_404(rows, pk=number or None)
    found.structure = person.structure
    author, form = Author(person, None), CommentForm()
    if request.method == "POST":
        if "support" in request.POST:
            services.uphold(found, author, is_for=request.POST["support"] != "non")
        elif "comment" in request.POST:
            written = request.POST["comment"]
            services.drop_comment(
                found, int(written) if written.isdecimal() and len(written) < 10 else 0, author
            )
        else:
            form = CommentForm(request.POST)
            if not said(form, found, author):
                return show_idea(request, person, link, found, form)
        return redirect(link.step(f"idee-{found.pk}"))
    return show_idea(request, person, link, found, form)


def said(form: CommentForm, found: Idea, author: Author) -> bool:
    if not form.is_valid():
        return False
    try:
        services.comment(
            found, form.cleaned_data["words"], author, key=form.cleaned_data["key"], at=timezone.now()
        )
    except BadInput as refusal:
        refuse(form, refusal)
        return False
    return True


def show_idea(
    request: HttpRequest, person: Person, link: Link, found: Idea, form: CommentForm
) -> HttpResponse:
    shown = queries.idea_page(found, Author(person, None))
    context = {
        "person": person,
        "link": link,
        "shown": shown,
        "comment_form": form,
        "list_url": link.step("idees"),
        "here": link.step(f"idee-{found.pk}"),
    }
    return render(request, "governance/own_idea.html", context, status=422 if form.is_bound else 200)


def own_interests(request: HttpRequest, person: Person, link: Link, _number: str) -> HttpResponse:
    may_speak(person)
    form, today = InterestForm(), timezone.localdate()
    if request.method == "POST":
        if "whole" in request.POST:
            say_whole(person, by=None, on=today)
            say(request, "C’est noté, à la date d’aujourd’hui.")
        elif "withdraw" in request.POST:
            written = request.POST["withdraw"]
            withdraw(person, int(written) if written.isdecimal() and len(written) < 10 else 0, by=None)
            say(request, "C’est retiré.")
        else:
            form = InterestForm(request.POST)
            if not declared(form, person):
                return show_interests(request, person, link, form)
            say(request, "Votre intérêt est déclaré.")
        return redirect(link.step("interets"))
    return show_interests(request, person, link, form)


def declared(form: InterestForm, person: Person) -> bool:
    if not form.is_valid():
        return False
    try:
        declare(person, form.given(), key=form.cleaned_data["key"], by=None, on=timezone.localdate())
    except BadInput as refusal:
        refuse(form, refusal)
        return False
    return True


def show_interests(request: HttpRequest, person: Person, link: Link, form: InterestForm) -> HttpResponse:
    context = {
        "person": person,
        "link": link,
        "here": link.step("interets"),
        "declared": [(each, in_words(each)) for each in person.declared_interests.all()],
        "told": told_on(person),
        "form": form,
        "comperage": comperage(),
    }
    return render(request, "governance/own_interests.html", context, status=422 if form.is_bound else 200)
