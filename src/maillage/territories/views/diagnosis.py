"""The diagnosis of a territory: of a drawing, for anyone; of a structure, with its needs and its file."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.perms import Request
from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.kernel import BadInput, integer, plural
from maillage.territories.enums import Ability
from maillage.territories.forms.drawing import codes_in
from maillage.territories.forms.needs import NeedForm
from maillage.territories.models import Need, Territory
from maillage.territories.perms import find
from maillage.territories.queries.chapter import chapter
from maillage.territories.queries.context import surroundings
from maillage.territories.queries.diagnosis import diagnosis_of
from maillage.territories.queries.evidence import anchor_of, figures_by_key, habit_figure
from maillage.territories.queries.figures import Figure
from maillage.territories.services import needs
from maillage.territories.views.shell import show
from maillage.ui.enums import Workspace
from maillage.ui.services import say

#: More than any département has; a stranger may not keep the server busy with more.
MOST_COMMUNES = 1_000


@login_not_required
@require_safe
def open_diagnosis(request: HttpRequest) -> HttpResponse:
    """The open data of a drawing: nothing is written, nobody signs in."""
    codes = codes_in(request.GET.get("codes", ""))
    if len(codes) > MOST_COMMUNES:
        say(
            request,
            f"Ce dessin a {plural(len(codes), 'commune')}\N{NO-BREAK SPACE}: un diagnostic en prend "
            f"{integer(MOST_COMMUNES)} au plus. Retirez-en, ou dessinez moins grand.",
        )
        return redirect(f"{reverse('territories:draw')}?codes={','.join(codes)}")
    found = diagnosis_of(codes)
    if found is None:
        say(request, "Aucune commune connue dans cette adresse. Choisissez d’abord des communes.")
        return redirect("territories:draw")
    context = {
        "diagnosis": found,
        "codes": ",".join(found.codes),
        "around": surroundings(found.codes, on=timezone.localdate()),
    }
    return render(request, "territories/open_diagnosis.html", context)


@require_safe
def diagnosis(request: Request, slug: str) -> HttpResponse:
    space, territory = find(request.user, slug, Ability.VIEW)
    return page(request, space, territory)


def page(
    request: HttpRequest,
    space: Workspace,
    territory: Territory,
    *,
    form: NeedForm | None = None,
    editing: Need | None = None,
    status: int = 200,
) -> HttpResponse:
    found = diagnosis_of(territory.codes)
    around = surroundings(territory.codes, on=timezone.localdate(), territory=territory)
    written = list(territory.needs.select_related("written_by"))
    figures = figures_by_key(found, around) if written else {}
    context: dict[str, Any] = {
        "diagnosis": found,
        "around": around,
        "layers": [(layer, habit_figure(layer)) for layer in around.layers],
        "needs": [(need, figures.get(need.figure)) for need in written],
        "needed": {need.figure for need in written},
        "form": form or NeedForm(),
        "editing": editing,
        "formats": list(Format),
    }
    return show(request, space, "territories/diagnosis.html", context, status=status)


@require_POST
def write_need(request: Request, slug: str) -> HttpResponse:
    """From the figure named, as it stands now; from the words typed when none is."""
    space, territory = find(request.user, slug, Ability.EDIT)
    key = request.POST.get("figure", "")
    if not key:
        form = NeedForm(request.POST)
        form.is_valid()
        try:
            needs.add_need(territory, form.cleaned_data.get("text", ""), by=request.user)
        except BadInput as refusal:
            form.add_error("text", str(refusal))
            return page(request, space, territory, form=form, status=422)
        say(request, "Le besoin est écrit.")
        return redirect(needs_of(slug))
    figure = figure_named(key, territory)
    if figure is None:
        form = NeedForm({"text": ""})
        form.add_error("text", "Ce chiffre n’est plus dans le diagnostic. Écrivez le besoin avec vos mots.")
        return page(request, space, territory, form=form, status=422)
    need, is_new = needs.need_from(territory, figure, by=request.user)
    if is_new:
        say(
            request,
            "Le besoin est écrit dans le diagnostic, avec son chiffre, sa source et sa date.",
            undo=reverse("territories:drop_need", args=[slug, need.pk]),
        )
    return redirect(f"{page_of(key, slug)}#{anchor_of(key)}")


@require_POST
def reword_need(request: Request, slug: str, pk: int) -> HttpResponse:
    space, territory = find(request.user, slug, Ability.EDIT)
    need = get_object_or_404(territory.needs, pk=pk)
    form = NeedForm(request.POST)
    form.is_valid()
    try:
        needs.reword(need, form.cleaned_data.get("text", ""), by=request.user)
    except BadInput as refusal:
        form.add_error("text", str(refusal))
        return page(request, space, territory, form=form, editing=need, status=422)
    say(request, "Le besoin est enregistré.")
    return redirect(f"{needs_of(slug)}-{need.pk}")


@require_POST
def drop_need(request: Request, slug: str, pk: int) -> HttpResponse:
    _, territory = find(request.user, slug, Ability.EDIT)
    needs.drop(get_object_or_404(territory.needs, pk=pk), by=request.user)
    say(request, "Le besoin est retiré.")
    return redirect(needs_of(slug))


def figure_named(key: str, territory: Territory) -> Figure | None:
    """As it stands now; None when the diagnosis does not say it any more."""
    around = surroundings(territory.codes, on=timezone.localdate(), territory=territory)
    return figures_by_key(diagnosis_of(territory.codes), around).get(key)


def page_of(key: str, slug: str) -> str:
    """Where the button of a figure stands: whoever wrote a need goes on reading there."""
    kind, *rest = key.split(".")
    if kind == "enquete" and rest[0].isdecimal():
        return reverse("territories:survey", args=[slug, rest[0]])
    return reverse("territories:diagnosis", args=[slug])


def needs_of(slug: str) -> str:
    return f"{reverse('territories:diagnosis', args=[slug])}#besoins"


@require_safe
def download(request: Request, slug: str, form: str) -> HttpResponse:
    """The chapter as a file. It leaves a trace, and changes nothing else."""
    space, territory = find(request.user, slug, Ability.VIEW)
    found = diagnosis_of(territory.codes)
    if form not in set(Format) or found is None:
        raise Http404
    on = timezone.localdate()
    document = chapter(found, territory, name=space.name, on=on)
    content = render_document(document, Format(form))
    record(
        f"{document.title} : sortie en {form.upper()}.",
        by=request.user.pk,
        subject=territory.pk,
        kind=Kind.DOWNLOAD,
    )
    name = filename(f"{document.title} {space.name}", on, Format(form))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=Format(form).content_type, headers=headers)
