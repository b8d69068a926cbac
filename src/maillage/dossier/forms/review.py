"""What is typed to open a document, to say something of it, to file it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone

from maillage.dossier.enums import BodyKind, Channel, RemarkKind, Verdict, Way
from maillage.dossier.models.review import LONGEST_WORDS
from maillage.dossier.queries.review_content import Content, annexes
from maillage.dossier.services.review import USUALLY, GivenOpening
from maillage.dossier.services.review_requests import GivenRelay
from maillage.dossier.services.review_saying import GivenOpinion, GivenRemark
from maillage.files.enums import ACCEPTED
from maillage.outreach.enums import Dimension
from maillage.outreach.models import Partner
from maillage.outreach.queries.audience import Choices
from maillage.ui.forms import GivenElsewhere, KeyedForm, day_field

NO_PATIENT = "N’écrivez rien sur un patient."
NO_PARTNER = "Autre, à écrire plus bas"
WORDS = forms.Textarea(attrs={"rows": 8, "maxlength": LONGEST_WORDS})


def words_field(label: str, *, help_text: str = "", rows: int = 8, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


def paper_field(label: str) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"}),
        help_text="PDF, photo, Word, Excel, ODT ou ODS, 10\N{NO-BREAK SPACE}Mo au plus.",
    )


def in_ninety_days() -> date:
    return timezone.localdate() + USUALLY


class NeededChoices(forms.MultipleChoiceField):
    """Some of them, or of another list: none is said « facultatif »."""

    is_needed = True


class OpeningForm(KeyedForm):
    """To whom, what, until when."""

    sections = NeededChoices(
        label="Parties à faire lire", widget=forms.CheckboxSelectMultiple, required=False
    )
    annexes = forms.MultipleChoiceField(
        label="Annexes à joindre", widget=forms.CheckboxSelectMultiple, required=False
    )
    partner = forms.ChoiceField(
        label="Dans votre carnet de partenaires",
        required=False,
        help_text="L’organisme se remplit tout seul, si vous le laissez vide.",
    )
    kind = forms.ChoiceField(label="Nature", choices=BodyKind)
    body = GivenElsewhere(
        label="Organisme", max_length=150, help_text="Par exemple, la délégation départementale."
    )
    person = forms.CharField(label="Personne qui relit", max_length=120)
    email = forms.EmailField(
        label="Courriel",
        max_length=254,
        required=False,
        help_text="Sans lui, vous copiez le lien et l’envoyez.",
    )
    way = forms.ChoiceField(
        label="Comment", choices=Way, widget=forms.RadioSelect, initial=Way.LINK,
        help_text="Par courriel, vous envoyez le dossier complet et vous notez l’avis reçu : il compte autant.",
    )  # fmt: skip
    wanted_on = day_field("Avis attendu pour le", required=False)
    until = day_field("Le lien s’ouvre jusqu’au", initial=in_ninety_days)
    decided = forms.CharField(
        label="Décidé par", max_length=150, required=False, help_text="Par exemple : bureau du 12 mars."
    )

    def __init__(
        self, contents: Iterable[Content], partners: Iterable[Partner], *args: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.partners = {str(each.pk): each for each in partners}
        offered = [(each.key, each.title) for each in contents]
        sections = cast("forms.MultipleChoiceField", self.fields["sections"])
        sections.choices, sections.initial = offered, [key for key, _ in offered]
        beside = cast("forms.MultipleChoiceField", self.fields["annexes"])
        beside.choices, beside.initial = [(key, each.label) for key, each in annexes().items()], ["fiche"]
        partner = cast("forms.ChoiceField", self.fields["partner"])
        partner.choices = [("", NO_PARTNER), *((pk, each.name) for pk, each in self.partners.items())]
        if not self.partners:
            del self.fields["partner"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        partner = self.partners.get(data.get("partner") or "")
        if not data.get("body") and partner:
            data["body"] = partner.name
        if not data.get("body"):
            self.add_error("body", "Dites de quel organisme est cette personne.")
        return data

    def given(self) -> GivenOpening:
        data = dict(self.cleaned_data)
        del data["key"]
        data["partner"] = self.partners.get(data.pop("partner", ""))
        return GivenOpening(**data)


class UntilForm(forms.Form):
    until = day_field("Jusqu’au", initial=in_ninety_days)


class RemarkForm(KeyedForm):
    """Of who reads, by their link: the section is in the address."""

    kind = forms.ChoiceField(
        label="Vous écrivez", choices=RemarkKind, widget=forms.RadioSelect, initial=RemarkKind.REMARK
    )
    quotation = forms.CharField(
        label="Passage",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Recopiez-le, ou sélectionnez-le dans le texte : la remarque le garde, même s’il est réécrit.",
    )
    words = words_field("Votre texte", rows=5, help_text=NO_PATIENT)
    wanted_on = day_field("Complément attendu pour le", required=False)

    def given(self, section: str) -> GivenRemark:
        data = self.cleaned_data
        return GivenRemark(
            words=data["words"],
            kind=data["kind"],
            section=section,
            quotation=data["quotation"].strip(),
            wanted_on=data["wanted_on"] if data["kind"] == RemarkKind.COMPLEMENT else None,
        )


class OpinionForm(KeyedForm):
    """Of who reads, by their link: it bears their name and today's date."""

    verdict = forms.ChoiceField(label="Votre avis", choices=Verdict, widget=forms.RadioSelect)
    name = forms.CharField(label="Votre nom et votre fonction", max_length=150)
    words = words_field(
        "Vos motifs",
        rows=12,
        help_text=f"Le texte s’enregistre tout seul pendant que vous l’écrivez. {NO_PATIENT}",
    )

    def given(self, *, on: date) -> GivenOpinion:
        data = self.cleaned_data
        return GivenOpinion(data["verdict"], data["words"], data["name"], on)


RECEIVED = [each for each in Channel.choices if each[0] != Channel.LINK]


class ReceivedForm(KeyedForm):
    """What came otherwise than by the site, typed by who received it."""

    channel = forms.ChoiceField(label="Reçu", choices=RECEIVED)
    received_on = day_field("Reçu le", initial=timezone.localdate)
    paper = paper_field("Le papier reçu")


class ReceivedRemarkForm(ReceivedForm):
    kind = forms.ChoiceField(label="Nature", choices=RemarkKind)
    section = forms.ChoiceField(label="Partie", required=False)
    quotation = forms.CharField(
        label="Passage", required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    words = words_field("Ce qui est dit", rows=5, help_text=f"Tel que vous l’avez reçu. {NO_PATIENT}")
    wanted_on = day_field("Attendu pour le", required=False)
    field_order = ("kind", "section", "quotation", "words", "wanted_on", "channel", "received_on", "paper")

    def __init__(self, contents: Iterable[Content], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        section = cast("forms.ChoiceField", self.fields["section"])
        section.choices = [("", "Tout le document"), *((each.key, each.title) for each in contents)]

    def given(self) -> GivenRemark:
        data = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "paper"}}
        return GivenRemark(**data)


class ReceivedOpinionForm(ReceivedForm):
    verdict = forms.ChoiceField(label="Avis", choices=Verdict, widget=forms.RadioSelect)
    name = forms.CharField(label="Donné par", max_length=150, help_text="Son nom et sa fonction.")
    given_on = day_field("Avis du", initial=timezone.localdate)
    words = words_field("Ce qui est dit", rows=6, help_text=f"Tel que vous l’avez reçu. {NO_PATIENT}")
    field_order = ("verdict", "name", "given_on", "words", "channel", "received_on", "paper")

    def given(self) -> GivenOpinion:
        data = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "paper"}}
        return GivenOpinion(**data)


class AnswerForm(forms.Form):
    answer = words_field("Votre réponse", rows=6, help_text=NO_PATIENT)
    tells = forms.BooleanField(label="L’envoyer aussi par courriel", required=False, initial=True)


class ReceiptForm(forms.Form):
    receipt_on = day_field(
        "Date du récépissé", help_text="Celle qu’il porte : les délais partent de ce jour."
    )
    paper = paper_field("Le récépissé")


class DigestForm(forms.Form):
    digest = forms.CharField(
        label="Empreinte lue sur un papier",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AskForm(KeyedForm):
    """A request of a partner to a structure."""

    words = forms.CharField(
        label="Votre demande",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"Par exemple : une campagne de vaccination, ses dates, ce dont vous avez besoin. {NO_PATIENT}",
    )


class RelayForm(forms.Form):
    """To whom a request is sent on, by mail."""

    profession = forms.ChoiceField(label="Profession", required=False)
    commune = forms.ChoiceField(label="Commune", required=False)
    groupe = forms.ChoiceField(label="Groupe", required=False)
    college = forms.ChoiceField(label="Collège", required=False)
    words = forms.CharField(
        label="Un mot d’accompagnement",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("profession", "commune", "groupe", "college", "words")

    def __init__(self, choices: Choices, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for dimension in Dimension:
            if dimension in choices:
                field = cast("forms.ChoiceField", self.fields[dimension])
                field.choices = [("", "Toutes et tous"), *choices[dimension]]
            else:
                del self.fields[dimension]

    def given(self) -> GivenRelay:
        keys = tuple(filter(None, (self.cleaned_data.get(each, "") for each in Dimension)))
        return GivenRelay(keys, self.cleaned_data["words"])
