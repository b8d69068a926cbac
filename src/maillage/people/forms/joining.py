"""What is typed to join, and to keep one's own card."""

from dataclasses import asdict
from typing import Any, cast
from uuid import uuid4

from django import forms

from maillage.geography import atlas
from maillage.kernel import BadInput, phone, rpps
from maillage.people.enums import Practice, Preferred
from maillage.people.forms.seen import SeenForm
from maillage.people.forms.table import profession_choices
from maillage.people.models import College, JoiningRules, Person
from maillage.people.queries import KnownPerson
from maillage.people.rules import communes_said, is_a_name
from maillage.people.services.joining import GivenDemand
from maillage.people.services.own_card import OwnWords

TICK = "Cochez cette case pour envoyer votre demande."
#: Chosen, never supposed: by whom practises in no way.
NO_PRACTICE = "sans-objet"


def read_as(read: Any, text: str) -> str:
    """An identifier as the kernel writes it; empty stays empty. Raises ValidationError with its sentence."""
    if not text.strip():
        return ""
    try:
        return str(read(text))
    except BadInput as refusal:
        raise forms.ValidationError(str(refusal)) from None


class ContactForm(forms.Form):
    """How somebody is known and reached: the same on a demand and on a card."""

    rpps = forms.CharField(
        label="Numéro RPPS",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    email = forms.EmailField(label="Courriel", max_length=254, required=False)
    phone = forms.CharField(
        label="Téléphone", max_length=20, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    preferred = forms.ChoiceField(
        label="À joindre plutôt par", choices=[("", "Peu importe"), *Preferred.choices], required=False
    )
    shows_email = forms.BooleanField(label="Montrer ce courriel aux autres", required=False)
    shows_phone = forms.BooleanField(label="Montrer ce téléphone aux autres", required=False)

    def clean_rpps(self) -> str:
        return read_as(rpps, self.cleaned_data["rpps"])

    def clean_phone(self) -> str:
        return read_as(phone, self.cleaned_data["phone"])


class OwnCardForm(SeenForm, ContactForm):
    """One's own card, by its link: the number and the name are the bureau's to change."""

    commune = forms.CharField(label="Commune d’exercice", max_length=80)
    workplace = forms.CharField(label="Lieu d’exercice", max_length=120, required=False)

    represented = forms.CharField(
        label="Représenté par",
        max_length=120,
        required=False,
        help_text="Qui parle au nom de l’établissement ou de l’association.",
    )

    field_order = (
        "commune",
        "workplace",
        "represented",
        "email",
        "phone",
        "preferred",
        "shows_email",
        "shows_phone",
    )

    def __init__(self, person: Person, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(person, name) for name in self.field_order})
        del self.fields["rpps"]
        if person.profession != "etablissement" and not person.represented:
            del self.fields["represented"]
        self.keep_seen(self.initial)

    def given(self) -> OwnWords:
        return OwnWords(**self.typed)


class JoinForm(ContactForm):
    """A demand, behind the link: without account, without script. `chosen`: whom the directory filled it with."""

    template_name = "people/_join_fields.html"
    chosen: KnownPerson | None = None

    name = forms.CharField(label="Prénom et nom", max_length=120)
    profession = forms.ChoiceField(label="Profession", choices=profession_choices)
    practice = forms.ChoiceField(
        label="Mode d’exercice",
        choices=[("", "Choisissez…"), *Practice.choices, (NO_PRACTICE, "Sans objet")],
        help_text="Sans objet pour un établissement, un élu, un représentant d’usagers.",
    )
    represented = forms.CharField(
        label="Représenté par",
        max_length=120,
        required=False,
        help_text="Pour un établissement ou une association : qui parle en son nom.",
    )
    commune = forms.CharField(label="Commune d’exercice", max_length=80)
    workplace = forms.CharField(label="Lieu d’exercice", max_length=120, required=False)
    college = forms.ModelChoiceField(
        label="Collège", queryset=College.objects.none(), empty_label="Choisissez…"
    )
    agrees = forms.BooleanField(label="", error_messages={"required": TICK})
    knows = forms.BooleanField(
        label="J’ai lu ce que deviennent mes informations, en bas de cette page.",
        error_messages={"required": TICK},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    #: Filled by the directory, and folded then.
    KNOWN = ("name", "profession", "practice", "commune", "workplace", "rpps", "represented")
    ASKED = ("email", "phone", "preferred", "shows_email", "shows_phone", "college", "agrees", "knows")

    def __init__(
        self, rules: JoiningRules, data: Any = None, *, chosen: KnownPerson | None = None, typed: str = ""
    ) -> None:
        known = asdict(chosen) if chosen else {"rpps" if typed.isdigit() else "name": typed}
        super().__init__(data, initial={"key": uuid4(), **known})
        self.chosen = chosen
        self.fields["email"].required = True
        college = cast("forms.ModelChoiceField[College]", self.fields["college"])
        college.queryset = colleges = rules.structure.colleges.all()
        self.only_college = colleges[0] if len(colleges) == 1 else None
        if len(colleges) < 2:
            del self.fields["college"]
        what = "les statuts" if rules.statutes_url or rules.statutes_id else "les règles"
        self.fields["agrees"].label = f"J’accepte {what} de « {rules.structure.name} »."

    @property
    def known_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.KNOWN if name not in self._unsaid]

    @property
    def asked_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in (*self._unsaid, *self.ASKED) if name in self.fields]

    @property
    def _unsaid(self) -> tuple[str, ...]:
        """What must be chosen and the directory did not say: not folded with the rest."""
        return ("practice",) if self.chosen and not self.chosen.practice else ()

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not is_a_name(name):
            raise forms.ValidationError("Écrivez un nom en lettres, sans numéro.")
        return name

    def clean_practice(self) -> str:
        practice: str = self.cleaned_data["practice"]
        return "" if practice == NO_PRACTICE else practice

    def clean_commune(self) -> str:
        commune: str = self.cleaned_data["commune"]
        said = communes_said([commune]).get(commune)
        if said and said.is_code and not said.is_known:
            raise forms.ValidationError(atlas().read(commune).sentences[0])
        return commune

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("profession") == "etablissement" and not data.get("represented"):
            self.add_error("represented", "Dites qui représente cet établissement.")
        return data

    @property
    def chosen_college(self) -> College | None:
        """The one that was chosen, or the only one there is."""
        return self.cleaned_data.get("college", self.only_college)

    def given(self) -> GivenDemand:
        aside = {"college", "agrees", "knows", "key"}
        return GivenDemand(**{name: value for name, value in self.cleaned_data.items() if name not in aside})
