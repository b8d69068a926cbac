"""Engaging a team, writing a text of one's own, having it validated."""

from django import forms

from maillage.care.enums import LocalKind, TeamRole
from maillage.care.forms.shared import NobodyField
from maillage.files.enums import ACCEPTED
from maillage.people.models import Person
from maillage.ui.forms import KeyedForm, NamingForm, VersionedForm, card_field, day_field, words_field

#: Who validates a version, at most.
VALIDATORS = 4
YAML_HELP = (
    "Un arbre s’écrit en lignes, comme l’exemple, ou part d’un arbre existant. Une faute est dite avec sa ligne. Jamais "
    "de patient, jamais de dose de mémoire."
)


class EnrolForm(KeyedForm):
    """One tap; the days are said after."""


class EnrolmentForm(NamingForm, VersionedForm):
    referent = card_field("Référent de la déclaration")
    declared_on = day_field("Déclaré à l’ARS le", required=False)
    starts_on = day_field("Commencé le", required=False)
    ended_on = day_field("Arrêté le", required=False)


class TeamForm(NamingForm):
    """Somebody of the team. Said again, they are corrected."""

    person = card_field("Qui")
    role = forms.ChoiceField(label="Rôle", choices=TeamRole)
    trained_on = day_field("Formation finie le", required=False)
    certificate = forms.FileField(
        label="Attestation",
        required=False,
        help_text="PDF, image ou document, sans rien d’un patient.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"}),
    )

    def clean_person(self) -> Person:
        person: Person | None = self.cleaned_data["person"]
        if person is None:
            raise forms.ValidationError("Choisissez une fiche de la structure.")
        return person


class LocalForm(KeyedForm):
    """A new text."""

    kind = forms.ChoiceField(label="Ce que vous écrivez", choices=LocalKind, widget=forms.RadioSelect)
    title = NobodyField(label="Titre", max_length=160)
    words = words_field("Texte", rows=18, longest=60_000, required=True, help_text=YAML_HELP)
    review_on = day_field("À relire le", required=False)


class VersionForm(forms.Form):
    """The draft, or the next version; `version` is 0 for one that begins."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 2)
    words = words_field("Texte", rows=22, longest=60_000, required=True, help_text=YAML_HELP)
    review_on = day_field("À relire le", required=False)


class ValidateForm(NamingForm, VersionedForm):
    """Named people; each once."""

    person_1 = card_field("Qui valide")
    person_2 = card_field("Et")
    person_3 = card_field("Et aussi")
    person_4 = card_field("Et enfin")

    def people(self) -> list[Person]:
        named = [self.cleaned_data[f"person_{rank}"] for rank in range(1, VALIDATORS + 1)]
        return [each for each in named if each is not None]
