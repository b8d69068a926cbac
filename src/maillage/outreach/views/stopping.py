"""Stopping the bulletins of a structure, for whom receives them: no account, no script."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from maillage.links.models import Link
from maillage.links.queries import link_at
from maillage.outreach import services
from maillage.outreach.enums import Wish
from maillage.outreach.forms import WishForm
from maillage.outreach.models import Subscription
from maillage.outreach.queries.bulletins import subscription_behind
from maillage.outreach.rules import half_hidden
from maillage.ui.services import WRITES

#: The step after the choice, in the address.
NOTED = "note"
#: The whole of what a mail program posts (RFC 8058).
ONE_CLICK = [("List-Unsubscribe", ["One-Click"])]


def subscription(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """What the link at the foot of a bulletin opens: whether it is received, and a choice of two."""
    found = subscription_behind(link)
    if found is None or step not in {"", NOTED}:
        raise Http404
    if request.method != "POST":
        return show(request, found, WishForm(), is_noted=step == NOTED)
    form = WishForm(request.POST)
    if not form.is_valid():
        return show(request, found, form, status=422)
    if form.cleaned_data["wish"] == "arreter":
        services.stop(found, at=timezone.now())
    else:
        services.take_up(found)
    return redirect("links:step", link.token, NOTED)


def show(
    request: HttpRequest, found: Subscription, form: WishForm, *, is_noted: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "name": found.structure.name,
        "address": half_hidden(found.address),
        "receives": found.wish == Wish.RECEIVES,
        "is_noted": is_noted,
        "link": found.link,
    }
    return render(request, "outreach/subscription.html", context, status=status)


@csrf_exempt  # a mail program posts from elsewhere, without cookie; the token alone says whose gesture it is
@login_not_required
@never_cache
@WRITES
def one_click(request: HttpRequest, token: str) -> HttpResponse:
    """What List-Unsubscribe names: opened, it leads to the page; it acts on the exact words of RFC 8058 alone."""
    link = link_at(token, on=timezone.localdate())
    found = subscription_behind(link) if link else None
    if link is None or found is None:
        raise Http404
    if request.method != "POST":
        return redirect(link)
    if list(request.POST.lists()) != ONE_CLICK or request.GET:
        return HttpResponse(
            "List-Unsubscribe=One-Click", status=400, content_type="text/plain; charset=utf-8"
        )
    services.stop(found, at=timezone.now())
    return HttpResponse("C’est noté.", content_type="text/plain; charset=utf-8")
