"""The mailbox of a demonstration, where all its messages land: it has no mail server."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maillage.mail import queries
from maillage.mail.perms import may_read_messages

NAMED = 3  # recipients of a line


@login_not_required
@never_cache
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    require_demonstration(request)
    sendings = list(queries.messages()[: queries.SHOWN])
    numbers = [sending.pk for sending in sendings]
    counts, to = queries.counts_of(numbers), queries.addressed(numbers, shown=NAMED)
    rows = [
        (
            sending,
            counts[sending.pk],
            to[sending.pk],
            max(0, counts[sending.pk].total + counts[sending.pk].returned - NAMED),
        )
        for sending in sendings
    ]
    return render(request, "mail/messages.html", {"rows": rows})


@login_not_required
@never_cache
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    require_demonstration(request)
    sending = get_object_or_404(queries.messages(), pk=pk)
    recipients = sending.recipients.order_by("pk")
    shown = {"sending": sending, "recipients": recipients[: queries.SHOWN], "count": recipients.count()}
    return render(request, "mail/message.html", shown)


def require_demonstration(request: HttpRequest) -> None:
    """Elsewhere these pages do not exist."""
    if not may_read_messages(request):
        raise Http404
