"""One's own card, for whom holds its link: read, said exact, mended, taken away, left."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.kernel import BadInput
from maillage.links.models import Link
from maillage.people import services
from maillage.people.forms.joining import OwnCardForm
from maillage.people.models import Person
from maillage.people.queries.contents import told_of
from maillage.ui.services import say

#: Steps, in the address: what one takes away, and leaving.
DATA, LEAVING = "donnees", "partir"


def own_card(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """A GET shows; only a POST acts, and each act is a choice between two."""
    person = Person.objects.select_related("structure").filter(door__link=link).first()
    if person is None or step not in {"", DATA, LEAVING}:
        raise Http404
    if step == DATA:
        return take_away(person)
    context = {"person": person, "link": link, "structure_name": person.structure.name}
    if step == LEAVING:
        return leaving(request, person, link, context)
    form = OwnCardForm(
        person, request.POST if request.method == "POST" and "exact" not in request.POST else None
    )
    if request.method == "POST" and "exact" in request.POST:
        services.say_exact(person, on=timezone.localdate())
        say(request, "Merci, c’est noté : votre fiche est exacte.")
        return redirect("links:enter", link.token)
    if form.is_valid():
        try:
            services.mend(person, form.given(), on=timezone.localdate())
        except BadInput as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            say(request, "Votre fiche est à jour.")
            return redirect("links:enter", link.token)
    status = 422 if form.is_bound else 200
    return render(request, "people/own_card.html", {**context, "form": form}, status=status)


def leaving(request: HttpRequest, person: Person, link: Link, context: dict[str, object]) -> HttpResponse:
    if request.method != "POST":
        return render(request, "people/own_leaving.html", context)
    if request.POST.get("choice") == "partir":
        services.go(person, on=timezone.localdate())
        say(request, "C’est noté : vous n’en faites plus partie.")
    return redirect("links:enter", link.token)


def take_away(person: Person) -> HttpResponse:
    """All that the structure keeps of its holder."""
    response = JsonResponse(told_of(person), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="ma-fiche.json"'
    return response
