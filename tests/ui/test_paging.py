"""A long list is told a page at a time; a list to choose from is drawn as Django would, choice by choice."""

import pytest
from django import forms

from maillage.ui.queries import ROWS, paged


@pytest.mark.parametrize(
    ("asked", "number"), [(None, 1), ("2", 2), ("0", 3), ("9", 3), ("-1", 3), ("deux", 1), ("²", 1), ("", 1)]
)
def test_an_odd_page_is_the_nearest_one(asked: str | None, number: int) -> None:
    rows = list(range(2 * ROWS + 1))
    page = paged(rows, asked)
    assert page.number == number
    assert list(page.object_list) == rows[(number - 1) * ROWS : number * ROWS]


def test_a_list_that_was_counted_is_not_counted_again() -> None:
    class Uncountable(list[int]):
        def count(self, *_: object) -> int:
            raise AssertionError

        def __len__(self) -> int:
            raise AssertionError

    page = paged(Uncountable(range(ROWS + 1)), "2", count=ROWS + 1)
    assert page.paginator.num_pages == 2


class Choosing(forms.Form):
    one = forms.ChoiceField(choices=[("a", "<A> & « b »"), ("Groupe", [("c", "C"), (3, "Trois")])])


@pytest.mark.parametrize("chosen", ["a", "3", ""])
def test_a_choice_is_drawn_with_its_group_and_what_was_chosen(chosen: str) -> None:
    drawn = "".join(str(Choosing({"one": chosen})["one"]).split("\n"))
    options = {"a": "&lt;A&gt; &amp; « b »", "c": "C", "3": "Trois"}
    for key, label in options.items():
        mark = " selected" if key == chosen else ""
        assert f'<option value="{key}"{mark}>{label}</option>' in drawn
    assert '<optgroup label="Groupe"><option value="c"' in drawn
    assert drawn.count("</optgroup>") == 1
