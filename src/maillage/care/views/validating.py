"""Yes, or no with its reason, from the link of who was named: for an alert, for a text of the team."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest

from maillage.care.enums import Validated
from maillage.care.forms.alerts import RefuseForm
from maillage.care.models.validating import AskedToValidate
from maillage.kernel import BadInput
from maillage.ui.forms import refuse
from maillage.ui.services import say


def answered(
    request: HttpRequest, asked: AskedToValidate, write: Callable[[str, str], object]
) -> tuple[dict[str, Any], bool]:
    """The context of `care/_validating.html`, and whether an answer was just written by `write(answer, reason)`."""
    form, refusal_said = RefuseForm(initial={"reason": asked.reason}), ""
    if request.method == "POST":
        answer, form = request.POST.get("answer", ""), RefuseForm(request.POST)
        if answer not in Validated.values:
            raise Http404
        accepts = answer == Validated.YES
        if accepts or form.is_valid():
            try:
                write(answer, "" if accepts else form.cleaned_data["reason"])
            except BadInput as refusal:
                if refusal.field == "reason":
                    refuse(form, refusal)
                refusal_said = str(refusal)
            else:
                say(request, "C’est noté : vous acceptez." if accepts else "C’est noté : vous refusez.")
                return {}, True
    return {"validation": asked, "form": form, "refusal": refusal_said}, False
