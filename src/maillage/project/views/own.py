"""An action of one's own, by the link of a card: read whole, its steps said to be done."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from maillage.governance.queries.ideas import takes_part
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.project.models import Action
from maillage.project.queries.missions import groups_of
from maillage.project.queries.own import holds, is_on
from maillage.project.queries.sheet import sheet_of, whole
from maillage.project.services.steps import finish_step
from maillage.ui.services import say


def own_action(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """Whoever answers for it says any step to be done; who has a step of it, theirs."""
    if not is_on(person) or not takes_part(person):
        raise Http404
    mine = Action.objects.filter(holds(person), structure=person.structure_id).distinct()
    found: Action = get_object_or_404(whole(mine), pk=number or None)
    found.structure = person.structure
    runs = person.pk in {found.owner_id, found.co_owner_id}
    here, today = link.step(f"action-{found.pk}"), timezone.localdate()
    if request.method == "POST":
        pk = request.POST.get("step", "")
        step = next((each for each in found.steps.all() if str(each.pk) == pk), None)
        if step is None or not (runs or step.who_id == person.pk):
            raise Http404
        is_done = request.POST.get("done") != "non"
        finish_step(step, on=today if is_done else None, by=None)
        say(request, "C’est noté : fait." if is_done else "C’est noté : à faire de nouveau.")
        return redirect(here)
    labels = {each.key: each.label for each in groups_of(person.structure, on=today)}
    sheet = sheet_of(found, labels, on=today)
    context = {
        "sheet": sheet,
        "steps": [(each, runs or each.step.who_id == person.pk) for each in sheet.steps],
        "link": link,
        "here": here,
        "structure_name": person.structure.name,
    }
    return render(request, "project/own_action.html", context)
