"""`{{ form }}` as people meet it."""

import re
from datetime import date
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernel import BadInput
from maillage.ui.forms import DRAWN, Renderer, SpecimenForm, refusals_in


def filled(**changes: Any) -> SpecimenForm:
    return SpecimenForm({"name": "CPTS d’exemple", "email": "sans arobase", **changes})


def test_what_may_be_left_empty_says_so_and_the_rest_does_not() -> None:
    html = str(SpecimenForm())
    labels = re.findall(r'field-label"[^>]*>\s*(.*?)\s*</(?:label|legend)>', html, re.DOTALL)
    optional = [label.split(" <")[0] for label in labels if "facultatif" in label]
    assert optional == ["Loyer annuel", "Professions présentes", "Note"]


def test_a_new_form_accuses_nobody() -> None:
    html = str(SpecimenForm())
    assert "error-summary" not in html
    assert "field-error" not in html


def test_each_line_of_the_summary_leads_to_its_field() -> None:
    html = str(filled())
    targets = re.findall(r'<li><a href="#([^"]+)">', html)
    assert targets == ["id_email", "id_profession", "id_signed_on", "id_channel"]
    assert set(targets) <= set(re.findall(r'\sid="([^"]+)"', html))


def test_an_error_stands_in_place_and_is_read_with_its_field() -> None:
    html = str(filled())
    email = re.search(r'<input type="email"[^>]*>', html)
    assert email is not None
    assert 'aria-invalid="true"' in email[0]
    assert 'aria-describedby="id_email_error"' in email[0]
    assert 'id="id_email_error"' in html


def test_every_description_a_field_names_is_on_the_page() -> None:
    html = str(filled(public="on"))
    named = {name for names in re.findall(r'aria-describedby="([^"]+)"', html) for name in names.split()}
    assert named <= set(re.findall(r'\sid="([^"]+)"', html))


def test_a_date_is_a_date_for_the_browser_even_in_french() -> None:
    html = str(filled(signed_on="01/03/2024"))
    bound = SpecimenForm(initial={"signed_on": date(2024, 3, 1)})
    assert '<input type="date" name="signed_on" value="2024-03-01"' in str(bound)
    assert 'type="date"' in html


def test_a_number_carries_its_unit_inside() -> None:
    assert re.search(
        r'class="with-unit"><input type="number"[^>]*><span class="unit">€</span>', str(SpecimenForm())
    )


def test_what_was_typed_is_never_lost_nor_trusted() -> None:
    html = str(filled(name="<b>CPTS</b>"))
    assert "&lt;b&gt;CPTS&lt;/b&gt;" in html
    assert "<b>CPTS" not in html


names = st.text("<&é", max_size=3)
words = st.text("<>&\"' é\n{%", max_size=6)
attributes = st.dictionaries(
    st.sampled_from(["id", "data-unit", "aria-label", "required", "rows"]),
    st.one_of(words, words.map(mark_safe), st.booleans(), st.integers(0, 9_999)),
)
OF_TEXT = [
    forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.HiddenInput, forms.CheckboxInput,
    forms.DateInput, forms.TimeInput, forms.FileInput, forms.Textarea,
]  # fmt: skip


@given(
    kind=st.sampled_from(OF_TEXT),
    attrs=attributes,
    value=st.one_of(st.none(), words, words.map(mark_safe), st.integers(0, 9_999)),
)
def test_what_is_drawn_without_a_template_is_what_django_would_write(
    kind: type[forms.Widget], attrs: dict[str, Any], value: Any
) -> None:
    context = kind(attrs).get_context("<nom>", value, {})
    template = context["widget"]["template_name"]
    assert template in DRAWN
    assert Renderer().render(template, context) == DjangoTemplates().render(template, context).rstrip()


@given(
    attrs=attributes, labels=st.lists(words, min_size=1, max_size=3), chosen=st.sampled_from(["0", "2", ""])
)
def test_a_list_to_choose_from_is_what_django_would_write_save_for_its_margins(
    attrs: dict[str, Any], labels: list[str], chosen: str
) -> None:
    choices = [("", 1_234), *enumerate(labels), ("<Groupe>", [(2, mark_safe("<b>"))])]
    context = forms.Select(attrs, choices).get_context("<nom>", chosen, {})
    ours = Renderer().render("django/forms/widgets/select.html", context)
    theirs = DjangoTemplates().render("django/forms/widgets/select.html", context)
    assert [*map(str.strip, _tags(ours))] == [*map(str.strip, _tags(theirs))]


@given(
    kind=st.sampled_from([forms.CheckboxSelectMultiple, forms.RadioSelect]),
    attrs=st.dictionaries(st.sampled_from(["id", "data-unit", "required"]), names),
    labels=st.lists(words, min_size=1, max_size=3),
    chosen=st.sampled_from(["0", "2", ""]),
)
def test_boxes_are_those_of_django_each_in_its_label(
    kind: type[forms.Widget], attrs: dict[str, Any], labels: list[str], chosen: str
) -> None:
    choices = [("", 1_234), *enumerate(labels), ("<Groupe>", [(2, mark_safe("<b>"))])]
    context = kind(attrs, choices=choices).get_context("<nom>", [chosen], {})
    lines = []
    for group, options, _ in context["widget"]["optgroups"]:
        lines += ['<p class="soft">&lt;Groupe&gt;</p>'] if group else []
        for each in options:
            box = DjangoTemplates().render("django/forms/widgets/input.html", {"widget": each}).rstrip()
            points = f' for="{conditional_escape(each["attrs"]["id"])}"' if each["attrs"].get("id") else ""
            said = conditional_escape(each["label"])
            lines.append(f'<label class="choice"{points}>{box}<span>{said}</span></label>')
    ours = Renderer().render(context["widget"]["template_name"], context)
    assert ours.split("\n", 1)[1] == "\n".join([*lines, "</div>"])


def test_a_long_list_of_boxes_opens_no_template_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(DjangoTemplates, "get_template", lambda _, name: opened.append(name))
    monkeypatch.setattr(Renderer, "get_template", lambda _, name: opened.append(name))
    html = Renderer().render(
        "django/forms/widgets/checkbox_select.html",
        forms.CheckboxSelectMultiple(choices=[(rank, "x") for rank in range(200)]).get_context("a", [], {}),
    )
    assert html.count("<label") == 200
    assert opened == []


def _tags(html: str) -> list[str]:
    return [each for each in re.split(r"(?<=>)\s*(?=<)", html) if each]


def test_a_refusal_stands_at_the_field_at_fault_and_what_was_typed_stays() -> None:
    form = filled()
    with refusals_in(form):
        raise BadInput("Ce nom est pris.", field="name")
    assert form.errors["name"] == ["Ce nom est pris."]
    assert form["name"].value() == "CPTS d’exemple"


def test_a_refusal_of_what_the_form_does_not_hold_stands_above_it() -> None:
    form = filled()
    with refusals_in(form):
        raise BadInput("Le délai est passé.", field="deadline")
    assert form.non_field_errors() == ["Le délai est passé."]


def test_only_a_refusal_is_told() -> None:
    with pytest.raises(ValueError, match="un bogue"), refusals_in(filled()):
        raise ValueError("un bogue")
