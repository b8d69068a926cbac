"""A document that would mislead its reader cannot be made."""

import pytest

from documents.samples import MAP
from maillage.documents.enums import Format
from maillage.documents.types import Figure, Table


@pytest.mark.parametrize(
    "wrong",
    [
        {"rows": (("Albias",),)},
        {"rows": (("Albias", "3 200", "de trop"),)},
        {"rows": (), "total": ("Total",)},
        {"rows": (), "align": "l"},
    ],
)
def test_a_figure_cannot_stand_under_the_header_of_another(wrong):
    with pytest.raises(ValueError, match="columns"):
        Table(headers=("Commune", "Habitants"), **wrong)


def test_a_picture_cannot_go_without_words():
    with pytest.raises(ValueError, match="alternative text"):
        Figure(svg=MAP, caption="Carte", alt=" ")


def test_every_format_says_its_content_type():
    assert all(form.content_type.startswith("application/") for form in Format)
