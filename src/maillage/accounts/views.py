"""Entering and leaving. The steps are allauth's; the words and the demonstration's code are ours."""

from typing import Any

from allauth.account import views as allauth
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.accounts.forms import CodeForm, EnterForm, EraseForm
from maillage.accounts.models import User
from maillage.accounts.perms import (
    may_see_code,
    seconds_before_code,
    seconds_before_try,
)
from maillage.accounts.services import life_of_a_code, patience
from maillage.accounts.types import Request
from maillage.kernel import BadInput
from maillage.limits.services import comes_from_this_machine
from maillage.ui.queries import personal_data
from maillage.ui.services import error_page, forget, say

#: On a machine that others use, there is nothing to go back to.
CACHE = '"cache"'


class EnterView(allauth.RequestLoginCodeView):
    template_name = "accounts/enter.html"

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: object) -> None:
        """Coming back here with a code pending means the address was wrong: ask again."""

    def form_invalid(self, form: EnterForm) -> HttpResponse:
        if form.seconds_to_wait:
            refusal = error_page(self.request, 429)
            refusal["Retry-After"] = str(form.seconds_to_wait)
            return refusal
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "email": self.request.GET.get("email", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        demo = settings.DEMO and comes_from_this_machine(self.request)
        accounts = User.objects.filter(is_demo=True, is_active=True) if demo else User.objects.none()
        chosen = next((each for each in accounts if each.email == self.request.GET.get("email")), None)
        return {**super().get_context_data(**kwargs), "demo_accounts": accounts, "chosen": chosen}


class CodeView(allauth.ConfirmLoginCodeView):
    template_name = "accounts/code.html"
    form_class = CodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = self._process.code if may_see_code(self.request, self._process.user) else ""
        no_mail = settings.EMAIL_BACKEND.endswith("console.EmailBackend")
        more = {"shown_code": shown, "no_mail": no_mail, "life": life_of_a_code()}
        return {**super().get_context_data(**kwargs), **more}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Judge no code before its try is counted, nor one that the clock has not made yet: it was set back."""
        state, now = self._process.state, timezone.now()
        if self._action == "resend":
            wait = seconds_before_code(request, state["email"], now=now)
        elif state["at"] > now.timestamp():
            self._process.abort()
            return redirect("account_login")
        elif wait := seconds_before_try(request, state["email"], str(state["at"]), now=now):
            self._process.abort()
        if wait:
            messages.error(
                request, f"Trop d’essais. Attendez {patience(wait)}, puis demandez un nouveau code."
            )
            return redirect("account_login")
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        if response.status_code == 200:
            response.status_code = 422
        return response


class LeaveView(allauth.LogoutView):
    template_name = "accounts/leave.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = CACHE
        return response


@require_safe
def account(request: Request) -> HttpResponse:
    return render(request, "accounts/account.html")


@require_safe
def export(request: Request) -> HttpResponse:
    return JsonResponse(
        personal_data(request.user),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": 'attachment; filename="maillage-mes-donnees.json"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: Request) -> HttpResponse:
    """Two gestures: this page, and the address typed again."""
    sent = request.method == "POST"
    form = EraseForm(request.POST if sent else None, user=request.user)
    if sent and form.is_valid():
        try:
            forget(request.user)
        except BadInput as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            say(request, "Votre compte est supprimé.")
            response = redirect("/")
            response["Clear-Site-Data"] = CACHE
            return response
    return render(request, "accounts/erase.html", {"form": form}, status=422 if sent else 200)


enter = EnterView.as_view()
code = CodeView.as_view()
leave = LeaveView.as_view()
