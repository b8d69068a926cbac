"""Writing a section together: nobody writes over somebody unseen, and only words are kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from dossier.writing import begun, written
from maillage.accounts.models import User
from maillage.audit.queries import trail_of
from maillage.dossier.models import SectionText
from maillage.dossier.rules.cleaning import LONGEST, as_plain_text, cleaned
from maillage.dossier.services.writing import WrittenMeanwhile
from maillage.kernel import BadInput
from maillage.structures.models import Structure


def write(structure: Structure, by: User, text: str, *, version: int = 0, rich: bool = True) -> SectionText:
    return written(structure, "origine", text, rich=rich, version=version, by=by)


def test_each_writing_is_a_version_and_a_trace(structure: Structure, founder: User) -> None:
    first = write(structure, founder, "<p>Un</p>")
    second = write(structure, founder, "<p>Deux</p>", version=first.version)
    assert (first.version, second.version, second.html, second.updated_by) == (1, 2, "<p>Deux</p>", founder)
    assert SectionText.objects.count() == 1
    assert sum("origine" in entry.sentence for entry in trail_of(structure.pk)) == 2


def test_saving_the_same_words_again_is_no_new_version(structure: Structure, founder: User) -> None:
    write(structure, founder, "<p>Un</p>")
    assert write(structure, founder, "<p>Un</p>", version=0).version == 1


@pytest.mark.parametrize("stale", [0, 1, 3, 99])
def test_nobody_writes_over_somebody_unseen(stale: int, structure: Structure, founder: User) -> None:
    write(structure, founder, "<p>Un</p>")
    write(structure, founder, "<p>Deux</p>", version=1)
    with pytest.raises(WrittenMeanwhile) as refusal:
        write(structure, founder, "<p>Trois</p>", version=stale)
    assert refusal.value.theirs.html == "<p>Deux</p>"
    assert SectionText.objects.get().html == "<p>Deux</p>"


def test_a_text_too_long_is_refused_whole(structure: Structure, founder: User) -> None:
    with pytest.raises(BadInput, match="environ 66 pages"):
        write(structure, founder, "x" * (LONGEST + 1))
    assert not SectionText.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_first_writers_one_is_told(
    at_once: Callable[..., list[Any]], structure: Structure, founder: User
) -> None:
    answers = at_once(*[lambda n=n: write(structure, founder, f"<p>{n}</p>") for n in range(4)])
    assert sum(isinstance(answer, WrittenMeanwhile) for answer in answers) == 3
    assert SectionText.objects.get().version == 1


def test_the_page_of_a_refusal_shows_both_texts_and_the_next_save_is_on_purpose(
    structure: Structure, founder: User, client: Client
) -> None:
    write(structure, founder, "<p>Leur texte</p>")
    client.force_login(founder)
    url = reverse("dossier:section", args=[structure.slug, begun(structure, founder).pk, "origine"])
    refused = client.post(url, {"text": "<p>Mon texte</p>", "version": 0, "rich": "on"})
    assert refused.status_code == 422
    assert "Leur texte" in refused.content.decode()
    assert "Mon texte" in refused.content.decode()
    version = refused.context["form"]["version"].value()
    assert client.post(url, {"text": "<p>Les deux</p>", "version": version, "rich": "on"}).status_code == 302
    assert SectionText.objects.get().html == "<p>Les deux</p>"


# What is kept of what is sent


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("<div>Un<br>deux</div>", "<p>Un<br>deux</p>"),
        ("<h1>Titre</h1>", "<h3>Titre</h3>"),
        (
            "<p>Gras <strong>oui</strong>, <em>aussi</em></p>",
            "<p>Gras <strong>oui</strong>, <em>aussi</em></p>",
        ),
        ("<ul><li>Un</li></ul>", "<ul><li>Un</li></ul>"),
        ('<p style="color:red" class="x" id="main">a</p>', "<p>a</p>"),
        ("<script>alert(1)</script><p>a</p>", "<p>a</p>"),
        ("<style>p{}</style><p>a</p>", "<p>a</p>"),
        ('<p onclick="x()">a<img src=x onerror=alert(1)></p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ('<a href="data:text/html,x">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ("<iframe src=//example.com></iframe>b", "b"),
        ("<form action=/x><input name=a>b</form>", "b"),
        ("<svg><script>alert(1)</script></svg>c", "c"),
        ("a<!-- b -->c", "ac"),
        ("<p>a</p", "<p>a</p>"),
        ("", ""),
        ("<p> &nbsp;<br></p>", ""),
        ("<div></div>", ""),
    ],
)
def test_the_editor_s_html_is_reduced_to_words(sent: str, kept: str) -> None:
    assert cleaned(sent, rich=True) == kept


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Un\n\nDeux", "<p>Un</p>\n\n<p>Deux</p>"),
        ("Un\ndeux", "<p>Un<br>deux</p>"),
        ("<b>1 < 2</b>", "<p>&lt;b&gt;1 &lt; 2&lt;/b&gt;</p>"),
        ("  \n ", ""),
    ],
)
def test_plain_text_gets_its_paragraphs_and_is_never_read_as_html(sent: str, kept: str) -> None:
    assert cleaned(sent, rich=False) == kept


@given(
    sent=st.text(alphabet=st.sampled_from("<>/ab=\"' :&;!-pdivscrthefonl\n"), max_size=60), rich=st.booleans()
)
def test_cleaning_again_changes_nothing(sent: str, rich: bool) -> None:
    once = cleaned(sent, rich=rich)
    assert cleaned(once, rich=True) == once
    assert "<script" not in once
    assert "onerror" not in once.partition("<")[2].partition(">")[0]


@given(lines=st.lists(st.text(alphabet="<>&;ab é’", min_size=1, max_size=12).filter(str.strip), max_size=4))
def test_without_a_script_a_text_comes_back_as_it_was_typed(lines: list[str]) -> None:
    typed = "\n\n".join(line.strip() for line in lines)
    shown = as_plain_text(cleaned(typed, rich=False))
    assert [line.strip() for line in shown.split("\n\n") if line.strip()] == [line.strip() for line in lines]
