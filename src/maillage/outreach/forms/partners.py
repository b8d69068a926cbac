"""What is typed in the book of partners. Nothing here is of a patient, and nothing asks for it."""

from dataclasses import fields
from datetime import date
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils import timezone

from maillage import legislation
from maillage.files.enums import ACCEPTED
from maillage.kernel import BadInput, finess, phone
from maillage.outreach.enums import Means, PartnerKind
from maillage.outreach.models import PartnerRequest
from maillage.outreach.services.conventions import MOST_PAPERS, GivenConvention, GivenRequest
from maillage.outreach.services.partners import GivenExchange, GivenPartner, GivenStep
from maillage.people.models import Person
from maillage.people.queries.naming import CardLabels
from maillage.people.services import GivenPerson
from maillage.ui.forms import DATE, NOT_SO_FAR, NOT_SO_OLD, NamedField, WholeField

#: Id of the list of cards, once on the page.
CARDS = "cards"
UNKNOWN = "Ce nom n’est pas dans vos fiches. Choisissez l’un de ceux qui sont proposés, ou laissez vide."
NO_PATIENT = "N’écrivez rien sur un patient."
DAYS = [NOT_SO_OLD, NOT_SO_FAR]
LONGEST_PERIOD = 120  # months
WHAT_PAPERS = (
    "La convention signée, un avenant\N{NO-BREAK SPACE}: PDF, photo, Word, Excel, ODT ou ODS, 10\N{NO-BREAK SPACE}Mo au plus. Une "
    "photo est gardée sans le lieu ni l’heure où elle a été prise."
)


def card_field(label: str, *, required: bool = False, help_text: str = "") -> NamedField:
    return NamedField(proposals=CARDS, refusal=UNKNOWN, label=label, required=required, help_text=help_text)


def words_field(label: str, *, longest: int, help_text: str = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=help_text,
    )


def not_to_come(day: date | None) -> date | None:
    if day and day > timezone.localdate():
        raise forms.ValidationError("Cette date est à venir\N{NO-BREAK SPACE}: vérifiez-la.")
    return day


class BookForm(forms.Form):
    """A form of the book: what it was sent with, or the version that was read; who is named, among the cards."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        cards: CardLabels,
        row: Any = None,
        initial: Any = None,
    ) -> None:
        """`row`: what is corrected; None: something new."""
        self.cards = cards
        told = dict(initial or {})
        if row:
            told |= {name: getattr(row, name) for name in self.base_fields if hasattr(row, name)}
        told = {
            name: cards.label_of(each) if isinstance(each, Person) else each for name, each in told.items()
        }
        super().__init__(data, files, initial={**told, "key": uuid4()}, auto_id=f"{type(self).__name__}_%s")
        del self.fields["key" if row else "version"]
        for field in self.fields.values():
            if isinstance(field, NamedField):
                field.known = cards

    def of(self, given: type[Any]) -> Any:
        """What was typed, as a service takes it."""
        data = self.cleaned_data
        return given(**{each.name: data[each.name] for each in fields(given) if each.name in data})


class PartnerForm(BookForm):
    name = forms.CharField(label="Nom", max_length=150)
    kind = forms.ChoiceField(label="Nature", choices=[("", "Choisissez…"), *PartnerKind.choices])
    purpose = words_field("Pour quoi", longest=300, required=False, help_text="Ce que vous faites ensemble.")
    owner = card_field("Suivi chez vous par")
    address = forms.CharField(label="Adresse", max_length=250, required=False)
    email = forms.EmailField(label="Courriel", max_length=254, required=False)
    phone = forms.CharField(
        label="Téléphone", max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    finess = forms.CharField(
        label="Numéro FINESS", max_length=20, required=False, help_text="Pour un lieu de l’annuaire."
    )

    def clean_phone(self) -> str:
        return read_as(phone, self.cleaned_data["phone"])

    def clean_finess(self) -> str:
        return read_as(finess, self.cleaned_data["finess"])

    def given(self) -> GivenPartner:
        return cast("GivenPartner", self.of(GivenPartner))


class ContactForm(BookForm):
    """Somebody of a partner: a card already there by its name, or a new one."""

    name = forms.CharField(
        label="Nom",
        max_length=120,
        widget=forms.TextInput(attrs={"list": CARDS, "autocomplete": "off"}),
        help_text="Une fiche déjà là est proposée ; un autre nom en ouvre une.",
    )
    title = forms.CharField(label="Fonction", max_length=120, required=False)
    profession = forms.ChoiceField(label="Profession", initial="autre", required=False)
    email = forms.EmailField(label="Courriel", max_length=254, required=False)
    phone = forms.CharField(
        label="Téléphone", max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["key"]  # the same person is noted once
        profession = cast("forms.ChoiceField", self.fields["profession"])
        profession.choices = [(each.key, each.label) for each in legislation.professions()]

    def clean_phone(self) -> str:
        return read_as(phone, self.cleaned_data["phone"])

    @property
    def card(self) -> Person | None:
        return self.cards.get(self.cleaned_data["name"])

    def given(self) -> GivenPerson:
        data, card = self.cleaned_data, self.card
        return GivenPerson(
            name=card.name if card else data["name"],
            profession=card.profession if card else data["profession"] or "autre",
            engagement="",
            email=data["email"],
            phone=data["phone"],
        )


class ExchangeForm(BookForm):
    held_on = forms.DateField(label="Le", widget=DATE, validators=[NOT_SO_OLD], initial=timezone.localdate)
    means = forms.ChoiceField(label="Comment", choices=Means)
    person = card_field("Avec")
    words = words_field("En une phrase", longest=500, help_text=NO_PATIENT)

    def clean_held_on(self) -> date | None:
        return not_to_come(self.cleaned_data["held_on"])

    def given(self) -> GivenExchange:
        return cast("GivenExchange", self.of(GivenExchange))


class StepForm(BookForm):
    words = forms.CharField(label="À faire", max_length=200, help_text=NO_PATIENT)
    due_on = forms.DateField(label="Avant le", widget=DATE, validators=DAYS)
    owner = card_field("Par")

    def given(self) -> GivenStep:
        return cast("GivenStep", self.of(GivenStep))


class ConventionForm(BookForm):
    title = forms.CharField(label="Titre", max_length=150)
    subject = words_field("Objet", longest=300, required=False)
    signed_on = forms.DateField(label="Signée le", widget=DATE, validators=DAYS, required=False)
    starts_on = forms.DateField(label="Commence le", widget=DATE, validators=DAYS)
    ends_on = forms.DateField(
        label="Dernier jour", widget=DATE, validators=DAYS, required=False, help_text="Vide : sans terme."
    )
    renewed_months = WholeField(
        label="Reconduite tacitement, par périodes de",
        required=False,
        min_value=1,
        max_value=LONGEST_PERIOD,
        widget=forms.NumberInput(attrs={"data-unit": "mois"}),
        help_text="Vide : elle s’arrête à son dernier jour.",
    )
    notice_months = WholeField(
        label="Préavis écrit dans la convention",
        required=False,
        min_value=0,
        max_value=LONGEST_PERIOD,
        widget=forms.NumberInput(attrs={"data-unit": "mois"}),
        help_text="L’accueil vous le rappelle deux mois avant le dernier jour pour prévenir.",
    )
    reference = forms.CharField(
        label="Où est le papier", max_length=80, required=False, help_text="Un classeur, un numéro."
    )
    stops_on = forms.DateField(
        label="Prend fin le",
        widget=DATE,
        validators=DAYS,
        required=False,
        help_text="Une fois décidé : arrêtée, ou pas renouvelée. Le rappel se tait.",
    )

    def clean_signed_on(self) -> date | None:
        return not_to_come(self.cleaned_data["signed_on"])

    def clean_notice_months(self) -> int:
        return self.cleaned_data["notice_months"] or 0

    def given(self) -> GivenConvention:
        return cast("GivenConvention", self.of(GivenConvention))


class PapersField(forms.FileField):
    """Several files, or none."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, (list, tuple)) else [data] * bool(data)
        if len(given) > MOST_PAPERS:
            raise forms.ValidationError("Vingt pièces au plus\N{NO-BREAK SPACE}: choisissez les plus utiles.")
        return [super(PapersField, self).clean(each, initial) for each in given]


class PapersInput(forms.FileInput):
    allow_multiple_selected = True


class NewConventionForm(ConventionForm):
    """With its papers, from the first time."""

    papers = PapersField(
        label="Pièces",
        required=False,
        help_text=WHAT_PAPERS,
        widget=PapersInput(attrs={"accept": ACCEPTED, "class": "form-control"}),
    )


class PaperForm(forms.Form):
    """The paper of a convention."""

    file = forms.FileField(
        label="Ajouter une pièce",
        help_text=WHAT_PAPERS,
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"}),
        error_messages={"required": "Choisissez un fichier."},
    )


class RequestForm(BookForm):
    asked_on = forms.DateField(
        label="Reçue le", widget=DATE, validators=[NOT_SO_OLD], initial=timezone.localdate
    )
    person = card_field("De")
    words = words_field("Ce qui est demandé", longest=500, help_text=NO_PATIENT)
    relayed_to = card_field("Relayée à")
    relayed_on = forms.DateField(label="Relayée le", widget=DATE, validators=[NOT_SO_OLD], required=False)
    answered_on = forms.DateField(label="Répondue le", widget=DATE, validators=[NOT_SO_OLD], required=False)
    answer = words_field("Réponse", longest=500, required=False, help_text=NO_PATIENT)

    def __init__(self, *args: Any, row: PartnerRequest | None = None, **options: Any) -> None:
        super().__init__(*args, row=row, **options)
        if row is None:  # what comes after is noted when it comes
            for name in ("relayed_on", "answered_on", "answer"):
                del self.fields[name]

    def clean_asked_on(self) -> date | None:
        return not_to_come(self.cleaned_data["asked_on"])

    def clean_relayed_on(self) -> date | None:
        return not_to_come(self.cleaned_data["relayed_on"])

    def clean_answered_on(self) -> date | None:
        return not_to_come(self.cleaned_data["answered_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("relayed_to") and not data.get("relayed_on"):
            data["relayed_on"] = timezone.localdate()
        return data

    def given(self) -> GivenRequest:
        return cast("GivenRequest", self.of(GivenRequest))


class FilterForm(forms.Form):
    """What the list shows."""

    q = forms.CharField(label="Nom, sujet", max_length=80, required=False)
    kind = forms.ChoiceField(label="Nature", choices=[("", "Toutes"), *PartnerKind.choices], required=False)


class LookForm(forms.Form):
    """A place of the directory to look for."""

    q = forms.CharField(label="Nom du lieu, ou numéro FINESS", max_length=80, required=False)
    commune = forms.CharField(label="Commune", max_length=80, required=False)


def read_as(read: Any, text: str) -> str:
    """An identifier as the kernel writes it; empty stays empty. Raises ValidationError with its sentence."""
    try:
        return str(read(text)) if text.strip() else ""
    except BadInput as refusal:
        raise forms.ValidationError(str(refusal)) from None
