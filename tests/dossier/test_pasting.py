"""What is pasted from Word or from Excel: its words, its lists, its titles, its tables; nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.dossier.rules.cleaning import as_plain_text, cleaned, words_of
from maillage.dossier.rules.pasting import plainer

BULLET = '<span style="font-family:Symbol"><span style="mso-list:Ignore">·<span style="font:7.0pt">&nbsp;&nbsp; </span></span></span>'
WORD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {}</style></head><body>'
    "<h1>Besoins<o:p></o:p></h1><h2>Soins non programmés</h2>"
    "<p class=MsoNormal>Un &amp; <b>deux</b><o:p>&nbsp;</o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
    f"<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]>{BULLET}<![endif]>Alpha</p>"
    f"<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'>{BULLET}Bêta</p>"
    f"<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'>{BULLET}Gamma</p>"
    "<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>Premier</p>"
    "<p class=MsoNormal><ins>ajouté</ins> <del>retiré</del>"
    "<span style='mso-special-character:comment'>x</span><a class=msocomanchor href='#_msocom_1'>[A1]</a></p>"
    "<p class=MsoNormal>Note<a href='#_ftn1' style='mso-footnote-id:ftn1'>[1]</a></p>"
    "<table class=MsoTableGrid><tr><td><p class=MsoNormal>Mission</p></td><td><p class=MsoNormal>Montant</p></td></tr>"
    "<tr><td>Parcours</td><td>1 000</td></tr></table>"
    "<img src='file:///C:/a.png'><img src='file:///C:/b.png'>"
    "<div style='mso-element:comment-list'><p>Un commentaire</p></div></body></html>"
)  # fmt: skip


def test_a_page_of_word_comes_with_its_lists_titles_and_tables() -> None:
    html = cleaned(WORD, rich=True)
    assert html.startswith("<h3>Besoins</h3><h4>Soins non programmés</h4>")
    assert "".join(html.split()).count("<ul><li>Alpha<ul><li>Bêta</li></ul></li><li>Gamma</li></ul>") == 1
    assert "<ol><li>Premier" in html
    assert "<td><p>Mission</p></td><td><p>Montant</p></td>" in html
    assert "<p></p>" not in html


def test_the_words_of_a_page_of_word_are_kept_and_none_is_invented() -> None:
    assert words_of(cleaned(WORD, rich=True)) == [
        "Besoins",
        "Soins",
        "non",
        "programmés",
        "Un",
        "&",
        "deux",
        "Alpha",
        "Bêta",
        "Gamma",
        "Premier",
        "ajouté",
        "Note[1]",
        "Mission",
        "Montant",
        "Parcours",
        "1",
        "000",
    ]


def test_pictures_are_announced_and_tables_told() -> None:
    pasted = plainer(WORD)
    assert (pasted.pictures, pasted.tables) == (2, 1)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("<table><tr><td>Mission</td><td>Montant</td></tr></table>", "Mission | Montant"),
        ("<table><tr><td>Seule</td></tr></table>", "Seule"),
    ],
)
def test_cells_keep_their_bounds_without_a_script(sent: str, kept: str) -> None:
    assert as_plain_text(cleaned(sent, rich=True)) == kept


def test_a_table_that_the_editor_holds_comes_back_whole() -> None:
    held = (
        '<div>Avant</div><figure data-trix-attachment="{&quot;content&quot;:&quot;&lt;table&gt;&lt;tr&gt;&lt;td&gt;a&lt;/td&gt;'
        '&lt;td&gt;b&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;&quot;}"><table><tr><td>zz</td></tr></table></figure><div>Après</div>'
    )
    table = "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
    assert cleaned(held, rich=True) == f"<p>Avant</p>{table}<p>Après</p>"


WORDS = st.lists(
    st.text(alphabet="abéÀ&<>'\"0 -", min_size=1, max_size=8).filter(str.strip), min_size=1, max_size=3
)
ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


@given(
    blocks=st.lists(
        st.tuples(st.sampled_from(["normal", "item", "deep", "title", "row", "deleted", "comment"]), WORDS),
        max_size=7,
    )
)
def test_no_word_is_lost_nor_invented_whatever_is_pasted(blocks: list[tuple[str, list[str]]]) -> None:
    shapes = {
        "normal": "<p class=MsoNormal>{}<o:p></o:p></p>",
        "item": f"<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>{BULLET}{{}}</p>",
        "deep": f"<p class=MsoListParagraph style='mso-list:l0 level3 lfo1'>{BULLET}{{}}</p>",
        "title": "<h2>{}</h2>",
        "row": "<table><tr><td>{}</td></tr></table>",
        "deleted": "<p class=MsoNormal><del>{}</del></p>",
        "comment": "<div style='mso-element:comment-list'><p>{}</p></div>",
    }
    pasted, expected = "", []
    for kind, words in blocks:
        said = " ".join(words)
        inside = (
            "</td><td>".join(each.translate(ESCAPES) for each in words)
            if kind == "row"
            else said.translate(ESCAPES)
        )
        pasted += shapes[kind].format(inside)
        expected += [] if kind in {"deleted", "comment"} else said.split()
    once = cleaned(pasted, rich=True)
    assert words_of(once) == expected
    assert cleaned(once, rich=True) == once
