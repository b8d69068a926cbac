"""Numbers of registries, as people type them."""

import pytest

from maillage.kernel import BadInput, association, finess, rna


@pytest.mark.parametrize("text", ["W671000123", "W572001234", "w68 1000123", "W9R1000123", "W2A1000123"])
def test_an_association_with_an_rna_number_keeps_it(text: str) -> None:
    assert rna(text) == association(text) == "".join(text.split()).upper()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Volume 93 Folio 45", "Volume 93, folio 45"),
        ("volume 93, folio 45", "Volume 93, folio 45"),
        ("Vol. 93 – Folio n° 45", "Volume 93, folio 45"),
        ("vol 93 n°45", "Volume 93, folio 45"),
        ("VOL. LXX fol. 12", "Volume LXX, folio 12"),
    ],
)
def test_in_alsace_moselle_an_association_has_a_volume_and_a_folio(text: str, kept: str) -> None:
    assert association(text) == kept
    assert association(kept) == kept


@pytest.mark.parametrize(
    "text",
    ["", "671000123", "W67100012", "W6710001234", "WA71000123", "W67100012٣", "folio 45", "volume folio"],
)
def test_what_is_no_number_of_an_association_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="Alsace-Moselle"):
        association(text)
    with pytest.raises(BadInput, match="neuf chiffres"):
        rna(text)


def test_a_finess_holds_plain_digits() -> None:
    assert finess("2A 0000 123") == "2A0000123"
    with pytest.raises(BadInput):
        finess("82000012٣")
