"""The form by which one asks, whoever asks: an account, a card, a desk. One use case, three doors."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.accounts.models import User
from maillage.care.enums import AskerKind
from maillage.care.forms.requests import AskForm
from maillage.care.models import CareRequest, Desk
from maillage.care.perms import seconds_before_asking
from maillage.care.queries.rings import kinds_asked
from maillage.care.services import ringing
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.people.queries.naming import cards_by_label
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import zone_of
from maillage.ui.forms import refuse

CROWDED = "Beaucoup de demandes viennent de partir d’ici. Attendez un peu : ce que vous avez écrit est gardé."


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks; one of the three."""

    by: User | None = None
    card: Person | None = None
    desk: Desk | None = None

    @property
    def kind(self) -> str:
        if self.desk:
            return self.desk.kind
        return AskerKind.PROFESSIONAL if self.card else AskerKind.STRUCTURE

    def is_crowded(self, *, now: datetime) -> bool:
        """An account is known; a link may be in the hands of a machine."""
        who = f"desk {self.desk.pk}" if self.desk else f"card {self.card.pk}" if self.card else ""
        return bool(who and seconds_before_asking(who, now=now))


def asked(
    request: HttpRequest, structure: Structure, asker: Asker
) -> tuple[AskForm, CareRequest | None, int]:
    """The form, what it asked, the status of its page when it asked nothing."""
    now, sent = timezone.now(), request.method == "POST"
    form = AskForm(
        cards_by_label(structure),
        request.POST if sent else None,
        communes=structure.territory.codes,
        kinds=kinds_asked(structure),
        zone=zone_of(structure),
        now=now,
    )
    if not sent:
        match = request.resolver_match
        wanted = request.GET.get("kind") or (match.kwargs.get("step", "") if match else "")
        form.initial["kind"] = wanted
        return form, None, 200
    if not form.is_valid():
        return form, None, 422
    if asker.is_crowded(now=now):
        form.add_error(None, CROWDED)
        return form, None, 429
    try:
        made = ringing.begin(
            structure, form.asked(asker.kind), key=form.cleaned_data["key"], at=now,
            site=request.build_absolute_uri("/"), desk=asker.desk, by=asker.by, asker=asker.card,
        )  # fmt: skip
    except BadInput as refusal:
        refuse(form, refusal)
        return form, None, 422
    return form, made, 200


def ask_page(
    request: HttpRequest,
    structure: Structure,
    asker: Asker,
    template: str,
    context: dict[str, Any],
    *,
    lead: Any,
) -> HttpResponse:
    """`lead`: request → where its own page is, for who asked."""
    form, made, status = asked(request, structure, asker)
    if made:
        return redirect(lead(made))
    cards = cards_by_label(structure) if asker.desk is None else None
    return render(request, template, {"form": form, "cards": cards, **context}, status=status)
