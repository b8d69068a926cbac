"""At the counter, by the link of a card: an act counted in a tap, a tree followed. No patient, no account."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from maillage.care.forms.counter import EndForm, TapForm
from maillage.care.models import CountedAct
from maillage.care.queries.modules import is_on
from maillage.care.queries.own_counter import pressed_by, shown_groups, usual_of
from maillage.care.queries.protocols import acts_of, enrolled_of, texts_of, title_of, tree_of, trees_for
from maillage.care.rules.taps import END_OF_TREE, label_of
from maillage.care.services import taps as services
from maillage.care.views.trees import follow
from maillage.governance.queries.ideas import takes_part
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.structures.queries import together
from maillage.structures.queries.clocks import today_in
from maillage.ui.services import refusals_said, say

#: Days back in which one may still count what one forgot.
DAYS_BACK = 31
#: Acts of a day that the page lists.
MOST_ACTS = 100
NOT_OFFERED = "Cet acte n’est pas proposé à votre fiche : choisissez un bouton de la page."


def day_asked(given: str, today: date) -> date:
    """A day of the last month; today for whatever is not one."""
    try:
        asked = date.fromisoformat(given)
    except ValueError:
        return today
    return asked if today - timedelta(days=DAYS_BACK) <= asked <= today else today


def own_counter(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """Buttons; a post counts one. With a number, a post takes that one back."""
    if not is_on(person.structure) or not takes_part(person):
        raise Http404
    here, today = link.step("comptoir"), today_in(person.structure)
    if number:
        if request.method != "POST" or not services.undo(person, int(number)):
            raise Http404
        say(request, "Annulé : cet acte n’est plus compté.")
        return redirect(f"{here}?jour={request.POST.get('jour', '')}" if request.POST.get("jour") else here)
    day = day_asked(request.POST.get("jour") or request.GET.get("jour", ""), today)
    taken = enrolled_of(person)
    if request.method == "POST":
        form = TapForm(request.POST)
        offered = {button.value: button for group in shown_groups(person, taken) for button in group.buttons}
        kind, enrolment = form.data.get("kind", ""), form.data.get("enrolment", "")
        button = offered.get(f"{kind}|{enrolment}")
        if not form.is_valid() or button is None:
            say(request, NOT_OFFERED)
            return redirect(here)
        with refusals_said(request):
            made = services.tap(
                person, kind, key=form.cleaned_data["key"], on=day, enrolment=button.enrolment
            )
            say(request, f"Compté : {button.label}.", undo=link.step(f"comptoir-{made.pk}"))
        return redirect(here if day == today else f"{here}?jour={day}")
    acts, pressed = acts_of(person, day)[:MOST_ACTS], pressed_by(person, on=today)
    together(taken, acts, pressed)
    groups = shown_groups(person, taken)
    context = {
        "groups": groups,
        "usual": usual_of(pressed, groups),
        "trees": list(trees_for(texts_of(person.structure), person.profession)),
        "acts": [(link.step(f"comptoir-{each.pk}"), told(each)) for each in acts],
        "day": day,
        "is_today": day == today,
        "before": day - timedelta(days=1) if day > today - timedelta(days=DAYS_BACK) else None,
        "after": day + timedelta(days=1) if day < today else None,
        "link": link,
        "here": here,
        "tree_path": link.step("arbre"),
        "structure_name": person.structure.name,
    }
    return render(request, "care/protocols/own_counter.html", context)


def told(act: CountedAct) -> str:
    """An act in words: its protocol, or the end of its tree."""
    if act.kind == END_OF_TREE:
        return f"Arbre : {act.outcome.replace('_', ' ')}"
    label = label_of(act.kind)
    return f"{label} ({title_of(act.enrolment)})" if act.enrolment else label


def own_tree(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """A tree at the counter; its end may be counted, never the answers."""
    if number or not is_on(person.structure) or not takes_part(person):
        raise Http404
    found, today = tree_of(person.structure, request.GET.get("cle", "")), today_in(person.structure)
    counter = link.step("comptoir")
    if request.method == "POST" and "end" in request.POST:
        form = EndForm(request.POST)
        end = found.tree.end(request.POST["end"])
        if not form.is_valid() or end is None:
            raise Http404
        with refusals_said(request):
            made = services.end_tree(
                person, found.key, found.version, end.key, key=form.cleaned_data["key"], on=today
            )
            say(request, f"Issue comptée : {end.title}.", undo=link.step(f"comptoir-{made.pk}"))
        return redirect(counter)
    shown = follow(found, request.POST, on=today)
    context: dict[str, Any] = {
        "shown": shown,
        "link": link,
        "here": f"{link.step('arbre')}?cle={found.key}",
        "counter": counter,
        "key": uuid4(),
    }
    return render(request, "care/protocols/own_tree.html", context, status=422 if shown.error else 200)
