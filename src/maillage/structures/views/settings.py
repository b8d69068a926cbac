"""What others see, the name, and who holds a key."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillage.accounts.models import User
from maillage.structures import services
from maillage.structures.enums import Ability, Role
from maillage.structures.forms import (
    AccessForm,
    IdentityForm,
    RolesForm,
    VisibilityForm,
)
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.queries import accesses_of, modules_of
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.queries import modules
from maillage.ui.services import WRITES, refusals_said, say


@WRITES
def visibility(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.KEYS)
    form = VisibilityForm(request.POST)
    if request.method == "POST" and form.is_valid():
        services.set_visibility(structure, **form.cleaned_data, by=request.user, on=timezone.localdate())
        say(request, "C’est enregistré.")
        return redirect("structures:visibility", slug)
    if request.method == "POST":
        return render(request, "structures/visibility.html", {"form": form}, status=422)
    now = {"declared": structure.territory.declared_on is not None, "public": structure.is_public}
    return render(request, "structures/visibility.html", {"form": VisibilityForm(initial=now)})


@WRITES
def settings(request: Request, slug: str) -> HttpResponse:
    structure = find(request, slug, Ability.KEYS)
    name_form = identity_form(structure, request.POST if "name" in request.POST else None)
    access_form = AccessForm(
        request.POST if "email" in request.POST else None, initial={"roles": [Role.MEMBER]}
    )
    saved: Structure | None = None
    if name_form.is_valid():
        try:
            services.describe(structure, **{**kept(structure), **name_form.cleaned_data}, by=request.user)
        except services.SettingsChanged as refusal:
            saved = Structure.objects.get(pk=structure.pk)
            name_form.add_error(None, str(refusal))
            name_form.data = {**request.POST.dict(), "version": str(saved.settings_version)}
        else:
            say(request, "C’est enregistré.")
            return redirect("structures:settings", slug)
    if access_form.is_valid():
        given = access_form.cleaned_data
        with refusals_in(access_form):
            services.invite(
                structure,
                **given,
                by=request.user,
                on=timezone.localdate(),
                at=timezone.now(),
                url=request.build_absolute_uri(structure.get_absolute_url()),
            )
            say(request, f"L’accès est ouvert, et un message va partir à {given['email']}.")
            return redirect("structures:settings", slug)
    status = 422 if request.method == "POST" else 200
    return show_settings(request, structure, name_form, access_form, status, saved=saved)


def identity_form(structure: Structure, data: Any = None) -> IdentityForm:
    return IdentityForm(data, form=structure.form, initial=kept(structure))


def kept(structure: Structure) -> dict[str, Any]:
    """Its settings as they stand: those that its form does not ask for stay."""
    return {
        "name": structure.name,
        "signature_hoped_on": structure.signature_hoped_on,
        "contract_population": structure.contract_population,
        "contract_signed_on": structure.contract_signed_on,
        "version": structure.settings_version,
    }


def show_settings(
    request: Request,
    structure: Structure,
    name_form: IdentityForm,
    access_form: AccessForm,
    status: int,
    *,
    saved: Structure | None = None,
) -> HttpResponse:
    """`saved`: what somebody else saved meanwhile, shown beside what was typed."""
    context = {
        "name_form": name_form,
        "access_form": access_form,
        "saved": saved,
        "offered": [(module, module.key in modules_of(structure)) for module in modules()],
        "accesses": [(each, RolesForm.of(each)) for each in accesses_of(structure)],
    }
    return render(request, "structures/settings.html", context, status=status)


@require_POST
def switch(request: Request, slug: str) -> HttpResponse:
    """Which modules this structure works with."""
    structure = find(request, slug, Ability.KEYS)
    with refusals_said(request):
        services.switch_modules(structure, request.POST.getlist("module"), by=request.user)
        say(request, "C’est enregistré.")
    return redirect("structures:settings", slug)


@require_POST
def change_access(request: Request, slug: str, pk: int) -> HttpResponse:
    """Other roles for somebody who has an access."""
    structure = find(request, slug, Ability.KEYS)
    user, form = holder(structure, pk), RolesForm(request.POST)
    with refusals_said(request):
        roles = form.cleaned_data["roles"] if form.is_valid() else ()
        services.give_access(structure, user.email, roles, by=request.user, on=timezone.localdate())
        say(request, f"Les rôles de {user.email} sont enregistrés.")
    return redirect("structures:settings", slug)


@require_POST
def end_access(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.KEYS)
    with refusals_said(request):
        services.end_access(structure, holder(structure, pk), by=request.user, on=timezone.localdate())
        say(request, "L’accès est fermé.")
    return redirect("structures:settings", slug)


def holder(structure: Structure, pk: int) -> User:
    """Whoever holds this access. Raises Http404 once it is closed."""
    held = structure.memberships.filter(left_on=None).select_related("user")
    return get_object_or_404(held, pk=pk).user
