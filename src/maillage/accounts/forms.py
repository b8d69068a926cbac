"""One page asks for the address, one for the code."""

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms

from maillage.accounts.models import User
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

    def clean_email(self) -> str:
        email: str = super().clean_email()
        user = account_for(email)
        self._user: User | None = user if user.is_active else None  # None receives no code
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
