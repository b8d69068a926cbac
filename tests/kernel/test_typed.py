"""Words as people type them: paragraphs, lists and links, and nothing else, whatever is typed."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernel import Block, blocks_of, pieces_of
from maillage.ui.services import laid_out


def paragraph(*lines: str) -> Block:
    return Block(False, lines)


def items(*lines: str) -> Block:
    return Block(True, lines)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        ("Bonjour.", [paragraph("Bonjour.")]),
        ("Un\ndeux\n\n\n  \nTrois", [paragraph("Un", "deux"), paragraph("Trois")]),
        ("Un\r\n\r\nDeux", [paragraph("Un"), paragraph("Deux")]),
        ("- un\n- deux", [items("un", "deux")]),
        (
            "À retenir :\n- un\n– deux\nPuis.",
            [paragraph("À retenir :"), items("un", "deux"), paragraph("Puis.")],
        ),
        ("- un\n  et sa suite\n- deux", [items("un\net sa suite", "deux")]),
        ("- un\n\n  à part", [items("un"), paragraph("à part")]),
        ("- un\n\n- deux", [items("un"), items("deux")]),
        ("-5 degrés\n- ", [paragraph("-5 degrés", "-")]),
        ("médico-social - social", [paragraph("médico-social - social")]),
    ],
)
def test_blank_lines_part_paragraphs_and_a_hyphen_begins_an_item(text: str, blocks: list[Block]) -> None:
    assert blocks_of(text) == blocks


@pytest.mark.parametrize(
    ("line", "addresses"),
    [
        ("Voyez https://exemple.fr/a?b=c&d=e#f.", ["https://exemple.fr/a?b=c&d=e#f"]),
        ("(https://exemple.fr/a_(b)), puis", ["https://exemple.fr/a_(b)"]),
        ("« https://exemple.fr », et HTTPS://EXEMPLE.FR/", ["https://exemple.fr", "HTTPS://EXEMPLE.FR/"]),
        ("https://exemple.fr/?q=« a »", ["https://exemple.fr/?q="]),
        ("Écrire à accueil@exemple.fr.", ["mailto:accueil@exemple.fr"]),
        ("https://, javascript:alert(1), data:text/html,x, ftp://a.fr, exemple.fr", []),
        ("a@b, @exemple.fr, accueil@exemple", []),
    ],
)
def test_an_address_is_a_link_without_what_follows_it(line: str, addresses: list[str]) -> None:
    assert [where for _, where in pieces_of(line) if where] == addresses


class Tags(HTMLParser):
    """The marks of a page, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.where: list[str] = []
        self.names: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.names |= {name for name, _ in attrs}
        self.where += [value or "" for name, value in attrs if name == "href"]


HOSTILE = (
    "<script>alert(1)</script>",
    'https://exemple.fr/"onmouseover=alert(1)//',
    "https://exemple.fr/'onmouseover='alert(1)",
    "https://exemple.fr/<img/src=x>",
    "- <b>gras</b>\n  <i>",
    "[a](javascript:alert(1))",
    "javascript://exemple.fr/%0aalert(1)",
    "https://exemple.fr/&quot;&lt;",
    "&lt;script&gt; &amp;amp;",
    'a@exemple.fr"onclick=x',
    "{{ settings.SECRET_KEY }} {% debug %}",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_typed_is_never_markup(text: str) -> None:
    check(text)


@given(st.text(alphabet=st.sampled_from("- \n<>&\"'ahtps:/.@«»()\t\x0b\u2028é"), max_size=60))
def test_whatever_is_typed_is_never_markup_and_loses_no_word(text: str) -> None:
    check(text)


def check(text: str) -> None:
    page = laid_out(text)
    tags = Tags(page)
    assert set(tags.seen) <= {"p", "br", "ul", "li", "a"}
    assert tags.names <= {"href", "rel"}
    assert all(re.match(r"(?i)https?://|mailto:", where) for where in tags.where)
    shown = unescape(re.sub(r"<[^>]*>", " ", page))
    marks = "".join(letter for letter in text if not letter.isspace())
    kept = "".join(letter for letter in shown if not letter.isspace())
    # Only the hyphens that begin items are gone.
    assert kept.replace("-", "") == marks.replace("-", "")
