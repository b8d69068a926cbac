"""How every form of the site is drawn: one column, label above, error in place and at top, help under."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.renderers import TemplatesSetting
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from maillage.kernel import folded


class Renderer(TemplatesSetting):
    """`{{ form }}` and `{{ field.as_field_group }}` in our templates (settings.FORM_RENDERER)."""

    form_template_name = "ui/fields.html"
    field_template_name = "ui/field.html"


DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
#: Older than any structure: a year typed too fast.
NOT_SO_OLD = MinValueValidator(
    date(1945, 1, 1), "Cette date est trop ancienne\N{NO-BREAK SPACE}: vérifiez l’année."
)
#: Further than any agreement: a year typed too fast.
NOT_SO_FAR = MaxValueValidator(
    date(2100, 12, 31), "Cette date est trop lointaine\N{NO-BREAK SPACE}: vérifiez l’année."
)


def sentences_of(form: forms.Form) -> str:
    """All its errors, for a page that has no place for each."""
    return " ".join(str(sentence) for errors in form.errors.values() for sentence in errors)


class KeyedForm(forms.Form):
    """Sent twice, it counts once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].initial = uuid4()


class GivenElsewhere(forms.CharField):
    """Needed, unless another field gives it: it may be left empty, and is not said « facultatif »."""

    is_needed = True

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)


class NeededFile(forms.FileField):
    """Needed, unless it comes back by another field: it is not said « facultatif »."""

    is_needed = True


class NamedField(forms.CharField):
    """Something typed by its name, among those that the page proposes (a `datalist` of that id); gives it, or None.

    `known` is set by the form: name → what it stands for.
    """

    known: Mapping[str, Any] = MappingProxyType({})

    def __init__(self, *, proposals: str, refusal: str, **options: Any) -> None:
        """`refusal`: the sentence for a name that stands for nothing."""
        widget = forms.TextInput(attrs={"list": proposals, "autocomplete": "off"})
        super().__init__(max_length=300, widget=widget, **options)
        self.refusal = refusal

    def clean(self, value: Any) -> Any:
        text = folded(super().clean(value))
        if not text:
            return None
        found = [name for name in self.known if folded(name) == text]
        if len(found) != 1:
            raise forms.ValidationError(self.refusal)
        return self.known[found[0]]


class LongSelect(forms.Select):
    """A list of a thousand, without a template for each of its lines; they are in no group."""

    def optgroups(self, *_: Any, **__: Any) -> list[Any]:
        return []

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        lines = "".join(
            f'<option value="{escape(key)}"{" selected" if str(key) in chosen else ""}>{escape(label)}</option>'
            for key, label in self.choices
        )
        drawn = super().render(name, value, attrs, renderer)  # without any line
        return mark_safe(drawn.replace("</select>", f"{lines}</select>"))  # noqa: S308


class SpecimenForm(forms.Form):
    """One field of each kind, for the living page."""

    name = forms.CharField(label="Nom de la structure", help_text="Celui que vous direz au téléphone.")
    email = forms.EmailField(label="Adresse électronique")
    profession = forms.ChoiceField(
        label="Profession",
        choices=[("", "Choisissez…"), ("medecin", "Médecin généraliste"), ("infirmier", "Infirmier")],
    )
    rent = forms.DecimalField(
        label="Loyer annuel", required=False, widget=forms.NumberInput(attrs={"data-unit": "€"})
    )
    signed_on = forms.DateField(label="Date de signature", help_text="Du contrat, pas de l’avenant.")
    channel = forms.ChoiceField(
        label="Comment s’est tenue la réunion",
        choices=[("lieu", "Sur place"), ("distance", "À distance")],
        widget=forms.RadioSelect,
    )
    audience = forms.MultipleChoiceField(
        label="Professions présentes",
        choices=[("medecins", "Médecins"), ("infirmiers", "Infirmiers"), ("pharmaciens", "Pharmaciens")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    public = forms.BooleanField(
        label="Montrer cette structure aux partenaires",
        required=False,
        help_text="Vous pourrez changer d’avis dans « Visibilité ».",
    )
