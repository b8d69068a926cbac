"""One page asks for the address, one for the code."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from maillage.accounts.models import User
from maillage.accounts.perms import seconds_before_code
from maillage.accounts.services import account_for


class EnterForm(RequestLoginCodeForm):
    """The address; a new one gets its account here, so that both receive a code in the same words."""

    email = forms.EmailField(
        label="Votre adresse électronique",
        help_text="Nous y envoyons un code à six chiffres. Pas de mot de passe à retenir.",
        max_length=254,
        error_messages={"invalid": "Cette adresse n’est pas complète. Vérifiez-la : prenom@exemple.fr."},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.seconds_to_wait = 0

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        self.seconds_to_wait = seconds_before_code(self.request, email, now=timezone.now())
        if self.seconds_to_wait:
            raise ValidationError("", code="too_many")  # the page says it (accounts.views)
        user = account_for(email)
        self._user: User | None = user if user.is_active else None  # None receives no code
        return email


class EraseForm(forms.Form):
    """An act that nothing undoes: the address is typed again."""

    email = forms.EmailField(
        label="Votre adresse, pour confirmer",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Cette adresse n’est pas complète. Vérifiez-la : prenom@exemple.fr."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if email != self.user.email:
            raise ValidationError(
                "Ce n’est pas l’adresse de ce compte. Recopiez-la telle qu’elle est écrite."
            )
        return email


class CodeForm(ConfirmLoginCodeForm):
    code = forms.CharField(
        label="Code à six chiffres",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autofocus": True,
                "maxlength": 12,
            }
        ),
    )
