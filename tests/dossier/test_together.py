"""Several people on one section: one holds the pen, nobody's words are lost, and each change can be read again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from dossier.writing import begun, written
from house.visiting import tasks_of
from maillage import legislation
from maillage.accounts.models import User
from maillage.dossier.enums import SectionState
from maillage.dossier.lifecycle import MOVES, is_open, moved, moves_from, rewritten
from maillage.dossier.models import Document, SectionDraft, SectionText, SectionVersion
from maillage.dossier.queries.awaiting import awaiting
from maillage.dossier.queries.parts import Part, parts_of
from maillage.dossier.queries.pens import PEN_KEPT, pen_of
from maillage.dossier.queries.sections import comments_of
from maillage.dossier.rules.differences import differences, readable
from maillage.dossier.services.commenting import comment, settle
from maillage.dossier.services.documents import begin
from maillage.dossier.services.writing import (
    HeldByAnother,
    entrust_section,
    keep_draft,
    move_section,
    take_pen,
    write_section,
)
from maillage.kernel import BadInput
from maillage.project.services import needs
from maillage.structures.enums import Role
from maillage.structures.models import Membership, Structure

KEY = "origine"
TEN = datetime(2026, 9, 1, 8, tzinfo=UTC)
S = SectionState


@pytest.fixture
def document(structure: Structure, founder: User) -> Document:
    return begun(structure, founder)


@pytest.fixture
def ilan(structure: Structure) -> User:
    """A second writer."""
    user = User.objects.create(email="ilan@essai.example", name="Ilan Fictif")
    Membership.objects.create(structure=structure, user=user, role=Role.COORDINATION, joined_on=TEN.date())
    return user


def address(document: Document, name: str = "section", key: str = KEY) -> str:
    return reverse(f"dossier:{name}", args=[document.structure.slug, document.pk, key])


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def part(document: Document, key: str) -> Part:
    return next(each for each in parts_of(document, on=timezone.localdate()) if each.section.key == key)


# The pen


def test_whoever_comes_second_is_told_who_writes_and_since_when(
    document: Document, founder: User, ilan: User
) -> None:
    take_pen(document, KEY, by=founder, at=TEN)
    with pytest.raises(HeldByAnother, match="10\N{NO-BREAK SPACE}h"):
        take_pen(document, KEY, by=ilan, at=TEN + timedelta(minutes=5))
    page = client_of(ilan)
    take_pen(document, KEY, by=founder, at=timezone.now())
    shown = page.get(address(document)).content.decode()
    assert f"{founder} écrit depuis" in shown
    assert 'id="writing"' not in shown
    assert page.post(address(document, "pen"), {"over": "1"}, follow=True).status_code == 200
    assert 'id="writing"' in page.get(address(document)).content.decode()


def test_a_pen_is_free_once_nothing_is_heard(document: Document, founder: User, ilan: User) -> None:
    row = take_pen(document, KEY, by=founder, at=TEN).text
    assert pen_of(row, TEN + PEN_KEPT - timedelta(seconds=1))
    assert pen_of(row, TEN + PEN_KEPT) is None
    assert take_pen(document, KEY, by=ilan, at=TEN + PEN_KEPT).user == ilan


def test_typing_keeps_the_pen(document: Document, founder: User) -> None:
    take_pen(document, KEY, by=founder, at=TEN)
    later = TEN + PEN_KEPT - timedelta(minutes=1)
    draft, held = keep_draft(document, KEY, "<p>a</p>", rich=True, version=0, by=founder, at=later)
    pen = pen_of(draft.text, later + timedelta(minutes=5))
    assert (held, pen and pen.since) == (None, TEN)


def test_in_whatever_order_two_save_each_text_can_be_found_again(
    document: Document, founder: User, ilan: User
) -> None:
    """Maud opens, Ilan takes over and saves; Maud saves later: refused, her words kept as a draft, then joined."""
    take_pen(document, KEY, by=founder, at=TEN)
    take_pen(document, KEY, by=ilan, at=TEN, over=True)
    draft, held = keep_draft(document, KEY, "<p>De Maud.</p>", rich=True, version=0, by=founder, at=TEN)
    assert held
    assert held.user == ilan
    write_section(document, KEY, "<p>D’Ilan.</p>", rich=True, version=0, by=ilan, at=TEN)
    maud = client_of(founder)
    refused = maud.post(address(document), {"text": "<p>De Maud.</p>", "version": "0", "rich": "on"})
    assert refused.status_code == 422
    assert all(words in refused.content.decode() for words in ("De Maud.", "D’Ilan."))
    assert SectionDraft.objects.get(user=founder).html == draft.html == "<p>De Maud.</p>"
    again = maud.get(address(document)).context
    assert (again["html"], again["form"]["version"].value()) == ("<p>De Maud.</p>", 0)
    version = refused.context["form"]["version"].value()
    both = {"text": "<p>De Maud. D’Ilan.</p>", "version": version, "rich": "on"}
    assert maud.post(address(document), both).status_code == 302
    assert [each.html for each in SectionVersion.objects.order_by("number")] == [
        "<p>D’Ilan.</p>", "<p>De Maud. D’Ilan.</p>",
    ]  # fmt: skip
    assert not SectionDraft.objects.filter(user=founder).exists()


def test_while_somebody_writes_a_save_is_refused_with_its_text_then_taken_over_on_purpose(
    document: Document, founder: User, ilan: User
) -> None:
    take_pen(document, KEY, by=ilan, at=timezone.now())
    maud = client_of(founder)
    sent = {"text": "<p>Sans script.</p>", "version": "0", "rich": "on"}
    refused = maud.post(address(document), sent)
    assert refused.status_code == 422
    assert "Sans script." in refused.content.decode()
    assert "Reprendre la plume à Ilan Fictif" in refused.content.decode()
    assert maud.post(address(document), sent | {"over": "1"}).status_code == 302
    assert SectionText.objects.get().html == "<p>Sans script.</p>"


def test_a_draft_is_read_by_its_writer_alone(document: Document, founder: User, ilan: User) -> None:
    keep_draft(document, KEY, "<p>À moi.</p>", rich=True, version=0, by=founder, at=TEN)
    assert "À moi." in client_of(founder).get(address(document)).content.decode()
    assert "À moi." not in client_of(ilan).get(address(document)).content.decode()
    assert part(document, KEY).html == ""


# What is told of a draft


def test_a_draft_is_acknowledged_by_the_number_that_was_written(document: Document, founder: User) -> None:
    client = client_of(founder)
    told = [
        client.post(address(document, "draft"), {"text": f"<p>{n}</p>", "version": "0", "rich": "on"}).json()
        for n in range(3)
    ]
    assert [each["number"] for each in told] == [1, 2, 3]
    kept = SectionDraft.objects.get()
    assert (kept.number, kept.html) == (3, "<p>2</p>")


def test_an_answer_that_is_not_ours_acknowledges_nothing(document: Document) -> None:
    """The script wants JSON and a number: a page of sign-in is neither."""
    answer = Client().post(address(document, "draft"), {"text": "a", "version": "0"})
    assert answer.status_code == 302
    assert "application/json" not in answer.get("Content-Type", "")


def test_a_session_that_ended_gives_the_words_back(document: Document) -> None:
    words = "<p>Deux heures de travail & plus.</p>"
    answer = Client().post(address(document), {"text": words, "version": "0", "rich": "on"})
    assert answer.status_code == 401
    assert "Deux heures de travail &amp; plus." in answer.content.decode().replace("&amp;amp;", "&amp;")
    assert document.structure.name not in answer.content.decode()
    assert Client().post(address(document), {}).status_code == 302


def test_a_form_that_is_too_old_gives_the_words_back(document: Document, founder: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(founder)
    answer = client.post(address(document), {"text": "Des mots longtemps cherchés, " * 9, "version": "0"})
    assert answer.status_code == 403
    assert "Des mots longtemps cherchés" in answer.content.decode()


@pytest.mark.parametrize("pages", [70, 200])
def test_what_is_too_long_is_refused_in_one_sentence_and_given_back(
    pages: int, document: Document, founder: User
) -> None:
    text = "mot " * (750 * pages)
    refused = client_of(founder).post(address(document), {"text": text, "version": "0"})
    assert refused.status_code == 422
    assert "Coupez-le, ou joignez-le en annexe." in refused.content.decode()
    assert refused.content.decode().count("mot ") >= 750 * pages - 1
    assert not SectionVersion.objects.exists()


# Versions


def test_an_older_version_is_taken_up_and_none_is_lost(
    structure: Structure, document: Document, founder: User
) -> None:
    for number, words in enumerate(("Un.", "Deux.")):
        written(structure, KEY, f"<p>{words}</p>", by=founder, version=number)
    client = client_of(founder)
    assert client.post(address(document, "restore"), {"a": "1"}).status_code == 302
    assert [each.html for each in SectionVersion.objects.order_by("number")] == [
        "<p>Un.</p>", "<p>Deux.</p>", "<p>Un.</p>",
    ]  # fmt: skip
    page = client.get(address(document, "versions"), {"de": "1", "a": "2"}).content.decode()
    assert "<del>Un.</del>" in page
    assert "<ins>Deux.</ins>" in page


@given(
    old=st.lists(st.sampled_from(["un", "deux", "<b>", "&amp;", "trois"]), max_size=8),
    new=st.lists(st.sampled_from(["un", "deux", "quatre", "&lt;", "trois"]), max_size=8),
)
def test_differences_hold_both_texts_and_nothing_else(old: list[str], new: list[str]) -> None:
    before, after = (f"<p>{' '.join(words)}</p>" for words in (old, new))
    pieces = [piece for paragraph in differences(before, after) for piece in paragraph]

    def words(*kinds: str) -> list[str]:
        return " ".join(piece.text for piece in pieces if piece.kind in kinds).split()

    assert words("same", "removed") == readable(before).split()
    assert words("same", "added") == readable(after).split()


# States, owners


@given(
    moves=st.lists(
        st.one_of(st.sampled_from([m.name for m in MOVES]), st.sampled_from(["texte", "vide"])), max_size=12
    )
)
def test_no_section_is_reread_nor_settled_with_words_nobody_reread(moves: list[str]) -> None:
    state, judged = S.TO_WRITE, True
    for move in moves:
        if move in {"texte", "vide"}:
            if is_open(state):
                state, judged = rewritten(state, is_empty=move == "vide"), False
        elif (there := moved(state, move)) is not None:
            state = there
            judged = judged or move in {"relire", "arreter"}
        assert state != S.REREAD or judged
        assert {move.enters for move in moves_from(state)} - {state} != set()


def test_a_settled_section_changes_no_more_until_it_is_reopened(
    structure: Structure, document: Document, founder: User
) -> None:
    written(structure, KEY, "<p>Un.</p>", by=founder)
    for move in ("rediger", "arreter"):
        move_section(document, KEY, move, by=founder)
    with pytest.raises(BadInput, match="arrêtée"):
        written(structure, KEY, "<p>Deux.</p>", by=founder, version=1)
    with pytest.raises(BadInput, match="rechargez"):
        move_section(document, KEY, "relire", by=founder)
    move_section(document, KEY, "rouvrir", by=founder)
    assert written(structure, KEY, "<p>Deux.</p>", by=founder, version=1).state == S.WRITTEN


def test_a_frozen_document_refuses_any_word(structure: Structure, document: Document, founder: User) -> None:
    Document.objects.update(state="arrete")
    refused = client_of(founder).post(address(document), {"text": "<p>a</p>", "version": "0", "rich": "on"})
    assert refused.status_code == 422
    assert not SectionVersion.objects.exists()


def test_an_owner_who_leaves_leaves_the_section_to_nobody(
    structure: Structure, document: Document, founder: User, ilan: User
) -> None:
    entrust_section(document, KEY, person=None, account=ilan, by=founder)
    assert part(document, KEY).owner == "Ilan Fictif"
    ilan.memberships.all().delete()
    ilan.delete()
    assert part(document, KEY).owner == ""


# Comments


def test_a_comment_stays_with_its_quotation_when_the_passage_is_rewritten(
    structure: Structure, document: Document, founder: User
) -> None:
    written(structure, KEY, "<p>Nous sommes <strong>82</strong> habitants.</p>", by=founder)
    said = comment(document, KEY, "D’où vient-il ?", quotation="82 habitants", by=founder, at=TEN)
    row = SectionText.objects.get(section=KEY)
    assert [(each.is_past, each.comment.version) for each in comments_of(row)] == [(False, 1)]
    written(structure, KEY, "<p>Autre chose.</p>", by=founder, version=1)
    row.refresh_from_db()
    (kept,) = comments_of(row)
    assert (kept.is_past, kept.comment.quotation) == (True, "82 habitants")
    page = client_of(founder).get(address(document)).content.decode()
    assert "Le passage a été modifié depuis." in page
    settle(document, said.pk, by=founder, at=TEN)
    assert len(comments_of(row)) == 1


# What fills itself


def test_a_block_that_changed_since_its_section_was_written_says_so(
    structure: Structure, document: Document, founder: User
) -> None:
    need = needs.add_need(structure, "Des gardes.", by=founder)
    client = client_of(founder)
    url = address(document, key="diagnostic")
    seals = client.get(url).context["form"]["seals"].value()
    client.post(url, {"text": "<p>Vu.</p>", "version": "0", "rich": "on", "seals": seals})
    document = Document.objects.get(pk=document.pk)
    assert part(document, "diagnostic").changed == []
    needs.reword(need, "Des gardes la nuit.", by=founder)
    document = Document.objects.get(pk=document.pk)
    assert [block.name for block, _ in part(document, "diagnostic").changed] == ["besoins"]
    assert "La source a changé depuis le" in client.get(url).content.decode()


def test_the_day_that_passes_is_no_change(structure: Structure, document: Document) -> None:
    seals = [
        part_of.seals
        for day in (TEN.date(), TEN.date() + timedelta(days=40))
        for part_of in parts_of(document, on=day)
        if part_of.section.key == "acteurs"
    ]
    assert seals[0] == seals[1]


# Documents


def test_a_plan_of_one_document_is_begun_once_and_of_many_again(structure: Structure, founder: User) -> None:
    once = [begin(structure, "statuts_association", by=founder).pk for _ in range(2)]
    many = [begin(structure, "convention_partenariat", by=founder).number for _ in range(2)]
    assert once[0] == once[1]
    assert many == [1, 2]


def test_words_of_one_document_are_no_words_of_another(structure: Structure, founder: User) -> None:
    statutes = begin(structure, "statuts_association", by=founder)
    write_section(statutes, "territoire", "<p>Des statuts.</p>", rich=True, version=0, by=founder, at=TEN)
    letter = begun(structure, founder)
    assert part(letter, "territoire").html == ""
    assert part(statutes, "territoire").html == "<p>Des statuts.</p>"


def test_the_list_says_what_is_begun_and_what_misses(structure: Structure, founder: User) -> None:
    written(structure, KEY, "<p>Un.</p>", by=founder)
    move_section(begun(structure, founder), KEY, "rediger", by=founder)
    page = client_of(founder).get(reverse("dossier:documents", args=[structure.slug])).content.decode()
    assert "1\N{NO-BREAK SPACE}partie rédigée sur 12" in page
    assert page.count("Commencer<") > 3


def test_a_section_that_leaves_the_plan_keeps_its_words_in_sight(
    structure: Structure, document: Document, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The law changed in the middle of the file."""
    written(structure, KEY, "<p>Avant la loi.</p>", by=founder)
    plan = legislation.plan(document.plan)
    shorter = plan.model_copy(
        update={
            "sections": tuple(section for section in plan.sections if section.key != KEY),
            "correspondences": (),
        }
    )
    monkeypatch.setattr(legislation, "plan", lambda _: shorter)
    page = client_of(founder).get(reverse("dossier:document", args=[structure.slug, document.pk]))
    assert "Avant la loi." in page.content.decode()
    assert client_of(founder).get(address(document)).status_code == 404


def test_what_is_entrusted_and_what_is_to_reread_wait_on_the_home(
    structure: Structure, document: Document, founder: User, ilan: User
) -> None:
    entrust_section(document, "porteurs", person=None, account=ilan, by=founder)
    written(structure, KEY, "<p>Un.</p>", by=founder)
    move_section(document, KEY, "rediger", by=founder)
    said = {task.text.replace("\N{NO-BREAK SPACE}", " "): task for task in tasks_of(awaiting(structure))}
    mine = said["Lettre d’intention : 1 partie confiée à écrire"]
    assert (mine.url, mine.detail) == (address(document, key="porteurs"), "Par Ilan Fictif.")
    assert said["Lettre d’intention : 1 partie à relire"].url == address(document)
    move_section(document, KEY, "relire", by=founder)
    assert not [task for task in tasks_of(awaiting(structure)) if "relire" in task.text]
