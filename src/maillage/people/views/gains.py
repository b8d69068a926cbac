"""« Ce que j’y gagne »: what is said to each profession, for whom writes it and for whom reads it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.legislation import Profession
from maillage.links.queries import handout_of
from maillage.people.forms.gains import GainForm
from maillage.people.models import JoiningRules
from maillage.people.queries.gains import brought_to, gains_of, professions_told, words_of
from maillage.people.queries.joining import members_label, rules_of
from maillage.people.services.gains import say_gain
from maillage.structures.enums import Ability
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.services import WRITES, say


@WRITES
def gains(request: Request, slug: str, profession: str = "") -> HttpResponse:
    """What is said to all, and the list of professions; or what is said to one, with its link and its poster."""
    structure = find(request, slug, Ability.EDIT)
    asked, today = told(profession) if profession else None, timezone.localdate()
    words = words_of(structure)
    form = GainForm.of(words.get(profession), request.POST if request.method == "POST" else None)
    if form.is_valid():
        say_gain(structure, profession, form.given(), by=request.user)
        say(request, "C’est enregistré.")
        return redirect(request.path)
    context: dict[str, Any] = {"form": form, "label": members_label(structure.form)}
    rules = rules_of(structure)
    if asked is None:
        context["professions"] = [
            (each, len(brought_to(structure.form, each.key, on=today)), each.key in words)
            for each in professions_told()
        ]
    else:
        context |= {"profession": asked, "gains": gains_of(structure, asked, on=today, words=words)}
        context["rules"] = rules
        if rules and rules.is_open:
            context["link"] = handout_of(request, rules.link, step=asked.key)
    return render(request, "people/gains.html", context, status=422 if form.is_bound else 200)


def told(key: str) -> Profession:
    """Raises Http404 for a profession that no structure speaks to."""
    found = next((each for each in professions_told() if each.key == key), None)
    if found is None:
        raise Http404
    return found


def what_one_gains(request: HttpRequest, rules: JoiningRules, profession: Profession) -> HttpResponse:
    """Behind the link to join: what it brings to a profession, read on a phone in a minute."""
    context = {
        "rules": rules,
        "structure": rules.structure,
        "gains": gains_of(rules.structure, profession, on=timezone.localdate()),
        "link": rules.link,
    }
    return render(request, "people/what_one_gains.html", context)
