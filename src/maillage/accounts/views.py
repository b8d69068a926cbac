"""Entering and leaving. The steps are allauth's; the words and the demonstration's code are ours."""

from typing import Any

from allauth.account import views as allauth
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from maillage.accounts.forms import CodeForm, EnterForm
from maillage.accounts.models import User
from maillage.accounts.perms import comes_from_this_machine, may_see_code
from maillage.ui.services import error_page


class EnterView(allauth.RequestLoginCodeView):
    template_name = "accounts/enter.html"

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: object) -> None:
        """Coming back here with a code pending means the address was wrong: ask again."""

    def form_invalid(self, form: EnterForm) -> HttpResponse:
        if form.has_error("email", "too_many_login_attempts"):
            return error_page(self.request, 429)
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "email": self.request.GET.get("email", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        demo = settings.DEMO and comes_from_this_machine(self.request)
        accounts = User.objects.filter(is_demo=True, is_active=True) if demo else User.objects.none()
        return {**super().get_context_data(**kwargs), "demo_accounts": accounts}


class CodeView(allauth.ConfirmLoginCodeView):
    template_name = "accounts/code.html"
    form_class = CodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = self._process.code if may_see_code(self.request, self._process.user) else ""
        no_mail = settings.EMAIL_BACKEND.endswith("console.EmailBackend")
        return {**super().get_context_data(**kwargs), "shown_code": shown, "no_mail": no_mail}

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        if response.status_code == 200:
            response.status_code = 422
        return response


enter = EnterView.as_view()
code = CodeView.as_view()
leave = allauth.LogoutView.as_view(template_name="accounts/leave.html")
