"""Rich text keeps its words, its few allowed forms, and nothing else."""

import pytest

from maillage.documents.services.rich_text import node, read_html, text


def para(*inlines):
    return node("Para", list(inlines))


def string(words):
    return node("Str", words)


@pytest.mark.parametrize(
    "empty", ["", "  \n", "<p></p>", "<p><br></p>", "<div><strong> </strong><br></div>", "<ul></ul>"]
)
def test_a_text_that_says_nothing_has_no_block(empty):
    assert read_html(empty) == []


def test_lists_quotations_and_emphasis_survive():
    html = "<p>Un <strong>mot</strong></p><ol><li>a</li><li>b</li></ol><blockquote><em>c</em></blockquote>"
    assert [block["t"] for block in read_html(html)] == ["Para", "OrderedList", "BlockQuote"]


def test_an_empty_line_of_the_editor_starts_a_paragraph_and_a_single_break_does_not():
    assert read_html("<div>un<br>deux<br><br>trois</div>") == [
        para(string("un"), node("LineBreak"), string("deux")),
        para(string("trois")),
    ]


def test_words_in_the_air_between_blocks_are_not_lost():
    paragraphs = [para(string("avant")), para(string("dedans")), para(string("après"))]
    assert read_html("avant<p>dedans</p>après") == paragraphs


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        '<iframe src="file:///etc/passwd">non</iframe>',
        '<img src="file:///etc/passwd" onerror="x()">',
        "<!-- secret --><?php secret ?>",
    ],
)
def test_what_is_not_text_prints_nothing(html):
    assert read_html(html) == []


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "/relative", "#ancre", ""])
def test_a_link_that_leads_to_no_public_page_keeps_only_its_words(address):
    assert read_html(f'<a href="{address}">mots</a>') == [para(string("mots"))]


def test_a_link_to_a_public_page_stays_a_link():
    [block] = read_html('<a href="https://example.org/?a=1&amp;b=2">mots</a>')
    assert block["c"][0]["c"][2] == ("https://example.org/?a=1&b=2", "")


def test_titles_inside_a_list_are_no_part_of_the_outline():
    [block] = read_html("<ul><li><h1>Gros titre</h1></li></ul>")
    assert block["c"] == [[node("Plain", [node("Strong", [string("Gros titre")])])]]


def test_ten_thousand_tags_inside_one_another_are_read():
    assert read_html("<blockquote>" * 10_000 + "fond" + "</blockquote>" * 10_000)


def test_crossed_and_unclosed_tags_lose_no_word():
    [block] = read_html("<p><strong>a<em>b</strong>c</em>d")
    assert "".join(words(block)) == "abcd"


def words(block):
    for inline in block["c"]:
        yield from [inline["c"]] if inline["t"] == "Str" else words(inline)


def test_characters_no_page_can_carry_part_two_words():
    assert text("a\x00b\x0b\ud800c\uffff") == [string("a b c ")]


def test_french_no_break_spaces_are_put_and_kept():
    narrow, plain = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
    [words] = text(f"60 000 habitants : 12{plain}%  ?")
    assert words == string(f"60{narrow}000 habitants{plain}: 12{plain}%{narrow}?")


def test_a_line_break_of_plain_text_stays_a_line_break():
    assert text("un\ndeux") == [string("un"), node("LineBreak"), string("deux")]
