"""What a structure chooses for care, and what is kept of whom, in plain words."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from maillage.care.enums import Ability
from maillage.care.forms.settings import SettingForm
from maillage.care.queries.settings import setting_of
from maillage.care.services.settings import choose
from maillage.kernel import BadInput
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.services import WRITES, say


@WRITES
def settings(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    setting = setting_of(structure)
    form: Any = SettingForm(
        request.POST if request.method == "POST" else None, initial=SettingForm.initial_of(setting)
    )
    if form.is_valid():
        try:
            choose(structure, form.cleaned_data, version=form.cleaned_data["version"], by=request.user)
        except BadInput as refusal:
            form.add_error(None, str(refusal))
            form.data = {**form.data.dict(), "version": str(setting.version)}  # sent again, it is meant
        else:
            say(request, "Les réglages sont enregistrés.")
            return redirect("care:settings", slug)
    context = {"setting": setting, "form": form}
    return render(request, "care/settings.html", context, status=422 if form.is_bound else 200)


@opens_examples
@require_safe
def privacy(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    return render(request, "care/privacy.html", {"setting": setting_of(structure)})
