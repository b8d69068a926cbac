"""A pharmacist asks a prescriber, who sees and answers: each by the link of their card."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from maillage.care.forms.questions import AnswerForm, ChannelForm, QuestionForm
from maillage.care.models import Question
from maillage.care.perms import seconds_before_asking
from maillage.care.queries.questions import ASKERS, PRESCRIBERS, asked_lately, channel_of, prescribers_of
from maillage.care.services import questions as services
from maillage.care.views.new_request import CROWDED
from maillage.care.views.own_requests import may_act
from maillage.kernel import moment, phone_in_french
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.structures.queries.clocks import today_in, zone_of
from maillage.ui.forms import refusals_in
from maillage.ui.services import say


def own_asking(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    may_act(person)
    if number or person.profession not in ASKERS:
        raise Http404
    prescribers = prescribers_of(person.structure, on=today_in(person.structure))
    form, now = QuestionForm(prescribers, request.POST if request.method == "POST" else None), timezone.now()
    if form.is_valid():
        if seconds_before_asking(f"card {person.pk}", now=now):
            form.add_error(None, CROWDED)
        else:
            data = form.cleaned_data
            with refusals_in(form):
                made = services.ask(
                    person,
                    person.structure.people.get(pk=data["prescriber"]),
                    subject=data["subject"],
                    is_urgent=data["is_urgent"],
                    key=data["key"],
                    at=now,
                    site=request.build_absolute_uri("/"),
                )
                return redirect(link.step(f"question-{made.pk}"))
    context = {
        "form": form,
        "link": link,
        "has_prescribers": bool(prescribers),
        "asked": [(each, link.step(f"question-{each.pk}")) for each in asked_lately(person)],
        "structure_name": person.structure.name,
    }
    return render(request, "care/requests/own_asking.html", context, status=422 if form.is_bound else 200)


def own_question(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """For the one who asked, the channel; for the one who was asked, two gestures."""
    may_act(person)
    rows = Question.objects.filter(structure=person.structure_id).select_related("asker", "prescriber")
    question = get_object_or_404(rows, pk=number or None)
    if person.pk not in {question.asker_id, question.prescriber_id}:
        raise Http404
    is_mine, here = question.asker_id == person.pk, link.step(f"question-{question.pk}")
    form = AnswerForm(request.POST if request.method == "POST" and "answer" in request.POST else None)
    if request.method == "POST" and not is_mine:
        now = timezone.now()
        if request.POST.get("do") == "vue":
            services.see(question, at=now)
            say(request, "C’est noté : vous l’avez vue.")
            return redirect(here)
        if form.is_valid():
            services.answer(question, form.cleaned_data["answer"], at=now)
            say(request, "C’est noté, merci.")
            return redirect(here)
    zone = zone_of(person.structure)
    other = question.prescriber if is_mine else question.asker
    context = {
        "question": question,
        "is_mine": is_mine,
        "other": other,
        "other_phone": phone_in_french(other.phone) if other else "",
        "is_written_to": bool(other and is_address(other.email)),
        "channel": channel_of(question.prescriber),
        "asked_at": moment(question.asked_at, zone=zone),
        "seen_at": moment(question.seen_at, zone=zone) if question.seen_at else "",
        "answered_at": moment(question.answered_at, zone=zone) if question.answered_at else "",
        "form": form,
        "link": link,
        "here": here,
        "structure_name": person.structure.name,
    }
    return render(request, "care/requests/own_question.html", context, status=422 if form.is_bound else 200)


def own_channel(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    may_act(person)
    if number or person.profession not in PRESCRIBERS:
        raise Http404
    form = ChannelForm(channel_of(person), request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.say_channel(person, **form.cleaned_data)
        say(request, "C’est noté : vos confrères vous joindront ainsi.")
        return redirect(link.step("canal"))
    context = {"form": form, "link": link, "structure_name": person.structure.name}
    return render(request, "care/requests/own_channel.html", context, status=422 if form.is_bound else 200)
