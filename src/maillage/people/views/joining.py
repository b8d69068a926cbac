"""Joining, for whom holds the link: one page on a phone, no account, no script needed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.directory.perms import seconds_to_wait as seconds_before_asking
from maillage.directory.queries.vintages import vintages
from maillage.files.services import response_of
from maillage.files.types import NotReached
from maillage.kernel import BadInput
from maillage.limits.services import HOUR, Limit, address_of, seconds_to_wait
from maillage.links.models import Link
from maillage.people import services
from maillage.people.forms.joining import JoinForm
from maillage.people.models import JoiningRules
from maillage.people.queries import known_people, says_enough
from maillage.people.queries.desk import contact_line
from maillage.people.queries.joining import admitted_words, rules_behind
from maillage.people.views.gains import told, what_one_gains
from maillage.ui.forms import refusals_in
from maillage.ui.services import error_page

#: A whole meeting may join behind one address.
PER_ADDRESS = Limit(100, HOUR)
#: The step after the demand, in the address.
THANKS = "merci"
#: The statutes to read, in the address.
STATUTES = "statuts"


def join(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """What a link to join opens: oneself in the directory, the rest, then the thanks."""
    rules = rules_behind(link)
    if rules is None:
        raise Http404
    if step == STATUTES:
        return statutes_of(request, rules)
    if step not in {"", THANKS}:
        return what_one_gains(request, rules, told(step))
    context = {
        "rules": rules,
        "structure_name": rules.structure.name,
        "link": link,
        "contact": contact_line(rules.structure),
    }
    if step == THANKS:
        return render(request, "people/joined.html", context)
    if not rules.is_open:
        return render(request, "people/joining_closed.html", context, status=410)
    if request.method == "POST":
        return receive(request, rules, context)
    return find_oneself(request, rules, context)


def statutes_of(request: HttpRequest, rules: JoiningRules) -> HttpResponse:
    if rules.statutes is None:
        raise Http404
    try:
        return response_of(rules.statutes)
    except NotReached:
        return error_page(request, 503)
    except BadInput:  # not on this server any more: its managers are told on their page
        raise Http404 from None


def find_oneself(request: HttpRequest, rules: JoiningRules, context: dict[str, Any]) -> HttpResponse:
    """A name to look for; then the form, filled with whom was chosen, or by hand."""
    text, number = request.GET.get("q", "")[:80], request.GET.get("rpps", "")[:20]
    read = vintages()
    context |= {"q": text, "source": read.rpps_words, "admitted": admitted_words(rules)}
    by_hand = "a-la-main" in request.GET or not read.rpps
    if not by_hand and (number or says_enough(text) or text.strip().isdigit()):
        if seconds_before_asking(request):
            return render(request, "people/join.html", {**context, "is_crowded": True}, status=429)
        found = known_people(number or text.strip(), rules.structure.territory.codes)
        chosen = next((person for person in found if number and person.rpps == number), None)
        if chosen:
            return render(request, "people/join.html", {**context, "form": JoinForm(rules, chosen=chosen)})
        context |= {"people": found, "looked": True}
    elif text:
        context["too_short"] = True
    if by_hand:
        context["form"] = JoinForm(rules, typed=text.strip())
    return render(request, "people/join.html", context)


def receive(request: HttpRequest, rules: JoiningRules, context: dict[str, Any]) -> HttpResponse:
    form = JoinForm(rules, request.POST)
    context |= {"form": form, "admitted": admitted_words(rules), "source": vintages().rpps_words}
    if wait := seconds_to_wait("joining", address_of(request), PER_ADDRESS, now=timezone.now()):
        response = render(request, "people/join.html", {**context, "crowded": True}, status=429)
        response["Retry-After"] = str(wait)
        return response
    if form.is_valid():
        with refusals_in(form):
            demand = services.ask_to_join(
                rules,
                form.given(),
                college=form.chosen_college,
                key=form.cleaned_data["key"],
                on=timezone.localdate(),
            )
            services.tell_received(demand, at=timezone.now())
            return redirect("links:step", rules.link.token, THANKS)
    return render(request, "people/join.html", context, status=422)
