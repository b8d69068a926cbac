"""What each partner sees, for those who belong; and the requests of partners, sent on to some of them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.dossier.enums import Ability
from maillage.dossier.forms.review import RelayForm
from maillage.dossier.queries.review_shared import shared_of
from maillage.dossier.services import review_requests as services
from maillage.kernel import BadInput, plural
from maillage.outreach.models import PartnerRequest
from maillage.outreach.queries.audience import members_of
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.services import WRITES, say


@opens_examples
@require_safe
def visibility(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    context = {"shared": shared_of(structure, on=timezone.localdate())}
    return render(request, "dossier/visibility.html", context)


@WRITES
def relay(request: Request, slug: str, pk: int) -> HttpResponse:
    """To whom a request is sent on: those it reaches are counted before it leaves."""
    structure, today = find(request, slug, Ability.WRITE), timezone.localdate()
    rows = PartnerRequest.objects.filter(partner__structure=structure).select_related("partner")
    asked = get_object_or_404(rows.prefetch_related("relays"), pk=pk)
    asked.partner.structure = structure
    choices = members_of(structure, on=today).choices()
    is_sent = request.method == "POST"
    looks = not is_sent and "voir" in request.GET
    form = RelayForm(choices, request.POST if is_sent else request.GET if looks else None)
    audience = None
    if form.is_valid():
        audience = services.audience_for(asked, form.given(), on=today)
        if is_sent:
            try:
                made = services.relay(asked, form.given(), by=request.user, at=timezone.now(), on=today)
            except BadInput as refusal:
                form.add_error(None, str(refusal))
            else:
                say(request, f"La demande part à {plural(made.people, 'personne')}.")
                return redirect("dossier:visibility", slug)
    context = {"asked": asked, "form": form, "audience": audience, "relays": list(asked.relays.all())}
    status = 422 if is_sent or (looks and form.errors) else 200
    return render(request, "dossier/relay.html", context, status=status)
