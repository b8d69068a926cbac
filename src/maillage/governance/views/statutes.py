"""What the statutes ask around a meeting: a second convocation, accounts that are approved, changes that are declared."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillage.governance.enums import Ability
from maillage.governance.forms.declaring import ChangeForm
from maillage.governance.forms.meetings import SecondForm
from maillage.governance.rules import is_association
from maillage.governance.services import decisions, declaring
from maillage.governance.services.second import prepare_second as prepare
from maillage.governance.views.meetings import attempt, find_meeting, show
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import WRITES, say

#: What changed so long ago is not proposed any more.
SHOWN = 100


@require_POST
def prepare_second(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_meeting(request, slug, pk)
    form = SecondForm(request.POST, auto_id="second_%s")
    if form.is_valid():
        with refusals_in(form):
            again = prepare(found, form.cleaned_data["day"], by=request.user, at=timezone.now())
            say(
                request,
                "La seconde réunion est préparée, avec le même ordre du jour. Relisez-la, puis convoquez.",
            )
            return redirect("governance:meeting", slug, again.pk)
    return show(request, found, second_form=form)


@WRITES
def declarations(request: Request, slug: str) -> HttpResponse:
    """What changed and is to be declared, then what was."""
    structure = find(request, slug, Ability.RUN)
    today = timezone.localdate()
    form = ChangeForm(request.POST if request.method == "POST" else None, initial={"changed_on": today})
    if form.is_valid():
        said = form.cleaned_data
        with refusals_in(form):
            declaring.add(structure, said["what"], said["changed_on"], by=request.user)
            say(request, "C’est noté : il reste à le déclarer.")
            return redirect("governance:declarations", slug)
    context = {
        "form": form,
        "waiting": structure.declarations.filter(declared_on=None)[:SHOWN],
        "done": structure.declarations.exclude(declared_on=None).order_by("-declared_on", "-pk")[:SHOWN],
        "is_association": is_association(structure.form),
    }
    return render(request, "governance/declarations.html", context, status=422 if form.is_bound else 200)


@require_POST
def declare(request: Request, slug: str, pk: int) -> HttpResponse:
    found = get_object_or_404(find(request, slug, Ability.RUN).declarations, pk=pk)
    is_done = request.POST.get("done") == "oui"
    declaring.declare(found, on=timezone.localdate() if is_done else None, by=request.user)
    say(request, "C’est déclaré." if is_done else "C’est de nouveau à déclarer.")
    return redirect("governance:declarations", slug)


@require_POST
def say_accounts(request: Request, slug: str, pk: int) -> HttpResponse:
    found = get_object_or_404(find(request, slug, Ability.RUN).decisions, pk=pk)
    approves = request.POST.get("approves") == "oui"
    said = "C’est noté : les comptes sont approuvés." if approves else "C’est retiré."
    attempt(request, lambda: decisions.say_accounts(found, approves=approves, by=request.user), said)
    return redirect("governance:meeting", slug, found.meeting_id)
