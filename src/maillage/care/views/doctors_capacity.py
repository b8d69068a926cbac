"""Who has room for new patients, for whoever coordinates: what each said, what is left, who is away with requests in hand."""

from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillage.care.enums import Ability, Beyond
from maillage.care.forms.doctors import DeclareForForm
from maillage.care.queries.doctors import commune_name, communes_of, held_by_the_away
from maillage.care.queries.turns import Capacity, Table, people_of, table_of
from maillage.care.rules.turns import TURN, Doctor, Wanted, turn
from maillage.care.services import doctor_turns
from maillage.care.services.doctors import DOCTORS, declare
from maillage.kernel import folded, joined, plural
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, say


@dataclass(frozen=True, slots=True)
class Line:
    """In the order of the turn, for a request that asks for nothing in particular."""

    capacity: Capacity
    doctor: Doctor
    taken: int
    why: str  # why nothing is offered to them today; empty: something may be

    @property
    def left(self) -> int:
        return max(0, self.capacity.most - self.taken)

    @property
    def limits(self) -> str:
        named = sorted(map(commune_name, self.doctor.communes), key=folded)
        said = [f"seulement {joined(named)}"] if named else []
        said += [f"sauf {each.label.lower()}" for each in Beyond if each in self.doctor.beyond]
        return ", ".join(said)


def lines_of(table: Table) -> list[Line]:
    """Whoever may be offered something comes first, in order; the rest after."""
    # Nowhere in particular, so that only room and absences count.
    anywhere = [replace(each, communes=(), beyond=()) for each in table.doctors]
    found = turn(anywhere, table.past, Wanted(0, ""), on=table.on)
    doctors = {each.key: each for each in table.doctors}
    whys = {each.key: each.why for each in found.skipped}
    return [
        Line(
            table.capacities[key],
            doctors[key],
            table.taken_by(doctors[key]),
            whys.get(key, ""),
        )
        for key in (*found.order, *whys)
    ]


@opens_examples
@WRITES
def capacities(request: Request, slug: str) -> HttpResponse:
    declaring = request.method == "POST"
    structure = find(request, slug, Ability.COORDINATE if declaring else Ability.READ)
    doctors = structure.people.filter(profession__in=DOCTORS)
    named = doctors.order_by("name", "pk").values_list("pk", "name")
    # What was said before the page is shown is in its table.
    table = None if declaring else table_of(structure, at=timezone.now(), about=(), also=[named])
    form = DeclareForForm(list(named), communes_of(structure), request.POST if declaring else None)
    if form.is_valid():
        person = doctors.get(pk=form.cleaned_data["person"])
        with refusals_in(form):
            declare(person, form.given(), at=timezone.now(), on=today_in(structure))
            say(request, f"C’est noté pour {person.name}.")
            return redirect("care:capacities", slug)
    table = table or table_of(structure, at=timezone.now(), about=())
    return show(request, structure, form, table, status=422 if declaring else 200)


def show(
    request: Request, structure: Structure, form: DeclareForForm, table: Table, *, status: int = 200
) -> HttpResponse:
    found = lines_of(table)
    page = paged(found, request.GET.get("page"))
    people = people_of(each.capacity.person for each in page)
    context = {
        "page": page,
        "lines": [(people[each.capacity.person], each) for each in page],
        "left": sum(each.left for each in found if not each.why),
        "held": held_by_the_away(structure, on=table.on),
        "form": form,
        "turn_rule": TURN,
    }
    return render(request, "care/doctors/capacities.html", context, status=status)


@require_POST
def give_all_back(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    person = get_object_or_404(structure.people, pk=pk)
    count = doctor_turns.give_back_all(structure, person, at=timezone.now(), by=request.user)
    said = f"{plural(count, 'demande cherche', 'demandes cherchent')} de nouveau un médecin."
    say(request, said if count else "Rien n’était plus à rendre.")
    return redirect("care:capacities", slug)
