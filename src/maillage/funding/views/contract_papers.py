"""Papers of a contract: attached, read, taken away by who may."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.files.services import keep, response_of
from maillage.funding.enums import Ability
from maillage.funding.forms.avenants import ContractPaperForm
from maillage.funding.models import ContractPaper
from maillage.funding.services import papers as services
from maillage.funding.views.contracts import contract_in, show
from maillage.funding.views.expenses import PAPERS
from maillage.kernel import BadInput
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.services import say


@require_POST
def attach_contract_paper(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.RUN)
    found = contract_in(structure, pk)
    form = ContractPaperForm(found, request.POST, request.FILES)
    if form.is_valid():
        try:
            given = form.cleaned_data["file"]
            file = keep(given, about=structure.pk, by=request.user, at=timezone.now(), only=PAPERS)
            services.attach(found, file, form.given(), by=request.user)
        except BadInput as refusal:
            form.add_error("file", str(refusal))
        else:
            say(request, f"La pièce est ajoutée : {file.name}.")
            return redirect("funding:contract", slug, pk)
    return show(request, structure, found, paper_form=form)


def paper_in(request: Request, slug: str, pk: int, file: UUID, ability: Ability) -> ContractPaper:
    structure = find(request, slug, ability)
    mine = ContractPaper.objects.filter(contract=pk, contract__legal_person__structure=structure)
    return get_object_or_404(mine.select_related("file", "contract__legal_person__structure"), file=file)


@require_safe
def contract_paper(request: Request, slug: str, pk: int, file: UUID) -> HttpResponse:
    paper = paper_in(request, slug, pk, file, Ability.READ)
    try:
        return response_of(paper.file)
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("funding:contract", slug, pk)


@require_POST
def detach_contract_paper(request: Request, slug: str, pk: int, file: UUID) -> HttpResponse:
    services.detach(paper_in(request, slug, pk, file, Ability.RUN), by=request.user)
    say(request, "La pièce est retirée.")
    return redirect("funding:contract", slug, pk)
