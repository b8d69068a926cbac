"""How every form of the site is drawn: one column, label above, error in place and at top, help under."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from html import escape
from types import MappingProxyType
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Model
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, QueryDict
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from maillage.kernel import BadInput, folded


def shown_attrs(attrs: Mapping[str, Any]) -> str:
    """As Django's attrs.html writes them."""
    return "".join(
        f" {conditional_escape(name)}"
        + (
            ""
            if value is True
            else f'="{conditional_escape(value if isinstance(value, str) else str(value))}"'
        )
        for name, value in attrs.items()
        if value is not False
    )


def drawn_input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{conditional_escape(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{conditional_escape(widget["name"])}"{value}{shown_attrs(widget["attrs"])}>'


def drawn_area(widget: Mapping[str, Any]) -> str:
    name, attrs = conditional_escape(widget["name"]), shown_attrs(widget["attrs"])
    return f'<textarea name="{name}"{attrs}>\n{conditional_escape(widget["value"] or "")}</textarea>'


def drawn_select(widget: Mapping[str, Any]) -> str:
    name, attrs = conditional_escape(widget["name"]), shown_attrs(widget["attrs"])
    groups = "".join(_drawn_group(label, options) for label, options, _ in widget["optgroups"])
    return f'<select name="{name}"{attrs}>{groups}\n</select>'


def _drawn_group(label: str | None, options: Iterable[Mapping[str, Any]]) -> str:
    lines = "".join(
        f'\n<option value="{conditional_escape(str(option["value"]))}"{shown_attrs(option["attrs"])}>'
        f"{conditional_escape(localize(option['label']))}</option>"
        for option in options
    )
    return f'<optgroup label="{conditional_escape(label)}">{lines}</optgroup>' if label else lines


def drawn_boxes(widget: Mapping[str, Any]) -> str:
    """What one ticks, or the one of several that one chooses: 200 partners as well as three answers."""
    name = widget["attrs"].get("id")
    lines = "\n".join(_drawn_boxes(label, options) for label, options, _ in widget["optgroups"])
    return f"<div{shown_attrs({'id': name} if name else {})}>\n{lines}\n</div>"


def _drawn_boxes(label: str | None, options: Iterable[Mapping[str, Any]]) -> str:
    heading = [f'<p class="soft">{conditional_escape(label)}</p>'] if label else []
    return "\n".join([*heading, *map(drawn_box, options)])


def drawn_box(widget: Mapping[str, Any]) -> str:
    name = widget["attrs"].get("id")
    points = shown_attrs({"for": name} if name else {})
    said = conditional_escape(localize(widget["label"]))
    return f'<label class="choice"{points}>{drawn_input(widget)}<span>{said}</span></label>'


#: Drawn here, not by a template each and another for its attributes: a page of a hundred fields would open them all.
#: tests/ui/test_forms.py compares each with the template of Django.
DRAWN: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    f"django/forms/widgets/{name}.html": drawn_input
    for name in ("checkbox", "date", "email", "file", "hidden", "number", "text", "time", "url")
} | {
    "django/forms/widgets/select.html": drawn_select,
    "django/forms/widgets/checkbox_select.html": drawn_boxes,
    "django/forms/widgets/checkbox_option.html": drawn_box,
    "django/forms/widgets/radio.html": drawn_boxes,
    "django/forms/widgets/radio_option.html": drawn_box,
    "django/forms/widgets/textarea.html": drawn_area,
}


class Renderer(TemplatesSetting):
    """`{{ form }}` and `{{ field.as_field_group }}` in our templates (settings.FORM_RENDERER)."""

    form_template_name = "ui/fields.html"
    field_template_name = "ui/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if draw := DRAWN.get(template_name):
            return draw(context["widget"])
        return super().render(template_name, context, request)


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


def as_a_number(value: Any) -> Any:
    """What one types without a browser, or pastes: « 1 234,56 » with any space → « 1234.56 »; the rest as it is."""
    if not isinstance(value, str):
        return value
    text = "".join(value.split()) or value
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text


def let_choose(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """What a field of a form offers, known when it is shown. Raises TypeError for a field that offers nothing."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(name)
    field.choices = list(choices)


@contextmanager
def refusals_in(form: forms.BaseForm, row: Model | None = None) -> Iterator[None]:
    """A use case that refuses (BadInput) says so in the form, at the field at fault; what was typed stays.

    `row`: what somebody wrote meanwhile. The form takes its version: sent again, it is meant.
    """
    try:
        yield
    except BadInput as refusal:
        refuse(form, refusal, row)


def refuse(form: forms.BaseForm, refusal: BadInput, row: Model | None = None) -> None:
    """What `refusals_in` does, for who has more to do at a refusal."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    if row is not None:
        fresh = type(row)._base_manager.values_list("version", flat=True).get(pk=row.pk)
        data = cast("QueryDict", form.data).copy()
        data["version"] = str(fresh)
        form.data = data


class NumberField(forms.DecimalField):
    """A number as people here write it: a decimal comma, spaces between thousands."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(as_a_number(value))


class WholeField(forms.IntegerField):
    """The same, without a part."""

    def to_python(self, value: Any) -> int | None:
        return super().to_python(as_a_number(value))


class KeyedForm(forms.Form):
    """Sent twice, it counts once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].initial = uuid4()


class VersionedForm(forms.Form):
    """Refused when somebody wrote since it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 2)


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


#: Id of the list of cards, once on the page.
CARDS = "cards"
NOT_A_CARD = "Ce nom n’est pas dans vos fiches. Choisissez l’un de ceux qui sont proposés, ou laissez vide."


def card_field(label: str, *, help_text: str = "") -> NamedField:
    """Somebody of the structure, or nobody."""
    return NamedField(proposals=CARDS, refusal=NOT_A_CARD, label=label, required=False, help_text=help_text)


def day_field(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DATE, validators=[NOT_SO_OLD, NOT_SO_FAR], **options)


def words_field(
    label: str,
    *,
    kind: type[forms.CharField] = forms.CharField,
    rows: int = 3,
    longest: int = 4_000,
    required: bool = False,
    **options: Any,
) -> forms.CharField:
    """`kind`: the field of a room that judges what is typed."""
    return kind(
        label=label,
        required=required,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows, "maxlength": longest}),
        **options,
    )


class NamingForm(forms.Form):
    """A form that names people of the structure: label of a card → the card."""

    def __init__(self, cards: Mapping[str, Any], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, NamedField):
                field.known = cards


class LongSelect(forms.Select):
    """A list of a thousand, without a template for each of its lines; they are in no group."""

    def optgroups(self, *_: Any, **__: Any) -> list[Any]:
        return []

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        lines = "".join(
            f'<option value="{escape(str(key))}"{" selected" if str(key) in chosen else ""}>{escape(str(label))}</option>'
            for key, label in self.choices
        )
        drawn = super().render(name, value, attrs, renderer)  # without any line
        return mark_safe(drawn.replace("</select>", f"{lines}</select>"))  # noqa: S308


# What the law room asks

DO_NOT_KNOW = ("", "Je ne sais pas")
MOST_OF_A_FACT = 1_000_000_000  # what the law room takes
NOT_A_SHARE = (
    "Un pourcentage est un nombre entre 0 et 100."  # without its sign: some errors format their message
)


class PercentField(NumberField):
    """Written in %, read as a share."""

    def __init__(self, **about: Any) -> None:
        said = dict.fromkeys(("invalid", "min_value", "max_value"), NOT_A_SHARE)
        super().__init__(min_value=0, max_value=100, error_messages=said, **about)


def fact_field(fact: dataclasses.Field[Any]) -> forms.Field:
    """How a fact is asked, from what the law room says of it (its metadata); left empty, it stays unknown."""
    about: dict[str, Any] = {"label": fact.metadata["label"], "required": False}
    unit = fact.metadata["unit"]
    if fact.metadata["where"]:
        about["help_text"] = f"À lire : {fact.metadata['where']}."
    if "|" in unit:
        words = unit.split("|")
        return forms.ChoiceField(
            choices=[DO_NOT_KNOW, *((word, word.capitalize() if word.islower() else word) for word in words)],
            **about,
        )
    if unit == "/1":
        return PercentField(widget=forms.NumberInput(attrs={"data-unit": "%"}), **about)
    if unit in {"currency-EUR", "points", "heures"}:
        shown = {"currency-EUR": "€", "heures": "h"}.get(unit, unit)
        return NumberField(
            min_value=0,
            max_value=MOST_OF_A_FACT,
            widget=forms.NumberInput(attrs={"data-unit": shown}),
            **about,
        )
    return WholeField(min_value=0, max_value=MOST_OF_A_FACT, **about)


def given_fact(value: Any, field: forms.Field) -> Any:
    """What was typed, as the law room reads it."""
    return value / 100 if isinstance(field, PercentField) else {"oui": True, "non": False}.get(value, value)


def typed_fact(value: Any, field: forms.Field) -> str:
    """What one would type for a fact: `given_fact` the other way round."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return f"{(value * 100).normalize():f}" if isinstance(field, PercentField) else str(value)


class SpecimenForm(forms.Form):
    """One field of each kind, for the living page."""

    name = forms.CharField(label="Nom de la structure", help_text="Celui que vous direz au téléphone.")
    email = forms.EmailField(label="Adresse électronique")
    profession = forms.ChoiceField(
        label="Profession",
        choices=[("", "Choisissez…"), ("medecin", "Médecin généraliste"), ("infirmier", "Infirmier")],
    )
    rent = NumberField(
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
        help_text="Vous pourrez changer d’avis dans « Autres projets ».",
    )
