"""Absences and themes of a card, by whoever manages it."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillage.accounts.models import User
from maillage.people import services
from maillage.people.forms.presence import AbsenceForm, ThemesForm
from maillage.people.models import Person
from maillage.people.views.team import numbers
from maillage.structures.enums import Ability
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, sentences_of
from maillage.ui.services import say


@require_POST
def absences(request: Request, slug: str, pk: int) -> HttpResponse:
    """One is noted, or taken away."""
    structure = find(request, slug, Ability.EDIT)
    person = get_object_or_404(structure.people, pk=pk)
    form, said = absence_told(person, request.POST, by=request.user)
    say(request, said or sentences_of(form))
    return redirect(f"{reverse('people:card', args=[slug, pk])}#absences")


@require_POST
def interests(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT)
    person = get_object_or_404(structure.people, pk=pk)
    form = ThemesForm(person, request.POST)
    if form.is_valid():
        services.say_interests(person, form.cleaned_data["theme"], by=request.user)
        say(request, f"{person.name} : les thèmes sont notés.")
    else:
        say(request, sentences_of(form))
    return redirect(f"{reverse('people:card', args=[slug, pk])}#themes")


def absence_told(person: Person, sent: QueryDict, *, by: User | None) -> tuple[AbsenceForm, str]:
    """What was done of a form of absences, in words; empty, with the errors, when it was refused."""
    if "remove" in sent:
        for number in numbers([str(sent.get("remove", ""))]):
            services.forget_absence(person, number, by=by)
        return AbsenceForm(), "L’absence est retirée."
    form = AbsenceForm(sent)
    if form.is_valid():
        with refusals_in(form):
            services.note_absence(person, **form.cleaned_data, by=by, on=timezone.localdate())
            return form, "L’absence est notée."
    return form, ""
