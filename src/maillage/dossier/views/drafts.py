"""What a script of the page of a section tells while one writes: the pen, the draft, what is pasted."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillage.dossier.enums import Ability
from maillage.dossier.forms.writing import SectionForm
from maillage.dossier.models import SectionPen
from maillage.dossier.queries.documents import document_at
from maillage.dossier.rules.cleaning import cleaned
from maillage.dossier.rules.pasting import plainer
from maillage.dossier.services import writing
from maillage.dossier.views.sections import part_at
from maillage.kernel import BadInput, hour, plural
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.services import say


@require_POST
def pen(request: Request, slug: str, pk: int, key: str) -> HttpResponse:
    """Taken, taken over, or given back; a script is answered in JSON, a form by its page."""
    document = document_at(find(request, slug, Ability.WRITE), pk)
    part_at(document, key)
    over = "over" in request.POST
    try:
        if "give_back" in request.POST:
            writing.give_pen_back(document, key, by=request.user)
        else:
            writing.take_pen(document, key, by=request.user, at=timezone.now(), over=over)
    except writing.HeldByAnother as refusal:
        return _told(request, slug, pk, key, str(refusal), refusal.pen)
    except BadInput as refusal:
        return _told(request, slug, pk, key, str(refusal))
    return _told(request, slug, pk, key)


def _told(
    request: Request, slug: str, pk: int, key: str, refusal: str = "", held: SectionPen | None = None
) -> HttpResponse:
    if request.headers.get("Accept") == "application/json":
        said = {"refusal": refusal, "held_by": _who(held)}
        return JsonResponse(said, status=409 if refusal else 200)
    if refusal:
        say(request, refusal)
    return redirect("dossier:section", slug, pk, key)


def _who(held: SectionPen | None) -> str:
    """« Maud depuis 10 h »."""
    return f"{held.user} depuis {hour(timezone.localtime(held.since))}" if held else ""


@require_POST
def draft(request: Request, slug: str, pk: int, key: str) -> HttpResponse:
    """Kept for who types; the number of what was kept is told back, and only then is it said to be."""
    document = document_at(find(request, slug, Ability.WRITE), pk)
    part_at(document, key)
    form = SectionForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"refusal": "Ce brouillon ne se lit pas."}, status=422)
    data = form.cleaned_data
    try:
        kept, held = writing.keep_draft(
            document,
            key,
            data["text"],
            rich=data["rich"],
            version=data["version"],
            by=request.user,
            at=timezone.now(),
        )
    except BadInput as refusal:
        return JsonResponse({"refusal": str(refusal)}, status=422)
    at = hour(timezone.localtime(kept.kept_at))
    return JsonResponse({"number": kept.number, "at": at, "held_by": _who(held)})


@require_POST
def forget_draft(request: Request, slug: str, pk: int, key: str) -> HttpResponse:
    document = document_at(find(request, slug, Ability.WRITE), pk)
    writing.forget_draft(document, key, by=request.user)
    say(request, "Ce brouillon est oublié.")
    return redirect("dossier:section", slug, pk, key)


@require_POST
def paste(request: Request, slug: str, pk: int, key: str) -> HttpResponse:
    """What a word processor gave, as plain HTML, with a word on what it leaves out."""
    part_at(document_at(find(request, slug, Ability.WRITE), pk), key)
    form = SectionForm({"text": request.POST.get("text", ""), "version": "0"})
    if not form.is_valid():
        return JsonResponse({"refusal": "Ce texte ne se lit pas."}, status=422)
    pasted = plainer(form.cleaned_data["text"])
    said = []
    if pasted.pictures:
        said.append(
            f"{plural(pasted.pictures, 'image')} à déposer ({pasted.pictures})\N{NO-BREAK SPACE}: "
            "elles ne sont pas dans le texte collé."
        )
    if pasted.tables:
        said.append(
            "Un tableau a été collé\N{NO-BREAK SPACE}: il s’imprime tel quel. Pour le changer, collez-le à nouveau."
        )
    return JsonResponse({"html": cleaned(pasted.html, rich=True), "said": " ".join(said)})
