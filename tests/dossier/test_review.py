"""Opened by a link or by mail alone, a document is read, remarked, given an opinion: no word of it is lost."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dossier.reviews import OPENED, document_of, first_remark, opened
from house.visiting import client_of, tasks_of
from maillage.accounts.models import User
from maillage.dossier.apps import DossierConfig
from maillage.dossier.enums import Channel, DocumentState, RemarkKind
from maillage.dossier.models import Document, Opening, Opinion, PartnerDoor, Remark, ReviewDraft
from maillage.dossier.queries.review import review_of
from maillage.dossier.services import review, review_saying
from maillage.dossier.services.review_packs import make_pack
from maillage.dossier.services.writing import write_section
from maillage.kernel import BadInput
from maillage.links.models import Link
from maillage.links.services import extend
from maillage.mail.models import Recipient
from maillage.structures.models import Structure
from maillage.structures.services import erase
from maillage.ui.queries import contents_of

pytestmark = pytest.mark.django_db
LONG = "Le projet tient, mais le volet des soins non programmés reste à préciser. " * 120  # 9,000 characters
YESTERDAY = date(2020, 1, 1)


@pytest.fixture
def document(structure: Structure) -> Document:
    return document_of(structure, texts=[("origine", OPENED)])


@pytest.fixture
def ars(document: Document, founder: User) -> Opening:
    return opened(document, founder)


def link_of(opening: Opening) -> Link:
    kept = Opening.objects.select_related("link").get(pk=opening.pk)
    assert kept.link
    return kept.link


def opinion(words: str = LONG) -> dict[str, str]:
    return {"key": str(uuid4()), "verdict": "reserve", "name": "Lou Fictif, ARS", "words": words}


def test_an_opinion_sent_once_the_link_is_over_comes_back_and_is_filed_by_the_next(
    client: Client, ars: Opening, founder: User
) -> None:
    """D03: two hours of writing, and the link expires meanwhile."""
    link = link_of(ars)
    extend([link], expires_on=YESTERDAY)
    refused = client.post(link.step("avis"), opinion())
    assert refused.status_code == 410
    assert LONG.strip() in refused.content.decode()
    assert not Opinion.objects.exists()
    client.post(link.step("lien"))
    assert "nouveau lien" in [task.text for task in tasks_of(DossierConfig.awaiting(None, ars.structure))][-1]  # type: ignore[arg-type]
    review.extend_opening(ars, timezone.localdate() + timedelta(days=9), by=founder, on=timezone.localdate())
    page = client.get(link_of(ars).step("avis")).content.decode()
    assert LONG.strip() in page
    assert client.post(link_of(ars).step("avis"), opinion()).status_code == 302
    assert Opinion.objects.get().words.strip() == LONG.strip()
    assert not ReviewDraft.objects.exists()


def test_what_is_sent_to_an_address_that_was_changed_is_kept_for_the_new_one(
    client: Client, ars: Opening, founder: User
) -> None:
    before = link_of(ars)
    review.readdress(ars, by=founder, at=timezone.now(), on=timezone.localdate())
    assert client.get(before.get_absolute_url()).status_code == 404
    answer = client.post(before.step("remarque-origine"), {"words": "Trop tard."})
    assert answer.status_code == 410
    assert "Trop tard." in answer.content.decode()
    assert "Trop tard." in client.get(link_of(ars).step("partie-origine")).content.decode()


def test_a_draft_is_answered_by_the_moment_it_was_kept_and_comes_back(client: Client, ars: Opening) -> None:
    link = link_of(ars)
    kept = client.post(link.step("brouillon-avis"), {"words": LONG})
    assert kept.json()["said"].startswith("Gardé à")
    assert LONG.strip() in client.get(link.step("avis")).content.decode()
    assert not Opinion.objects.exists()
    extend([link], expires_on=YESTERDAY)
    late = client.post(link.step("brouillon-avis"), {"words": f"{LONG} Fin."})
    assert late.status_code == 410
    assert ReviewDraft.objects.filter(words__endswith="Fin.").exists()


def test_a_refused_opinion_gives_its_text_back(client: Client, ars: Opening) -> None:
    answer = client.post(link_of(ars).step("avis"), {**opinion(), "verdict": ""})
    assert answer.status_code == 422
    assert LONG.strip() in answer.content.decode()
    assert ReviewDraft.objects.get().words.strip() == LONG.strip()


def test_a_remark_stays_with_its_passage_once_that_is_rewritten(ars: Opening, document: Document) -> None:
    """D06: open until it is answered, whatever becomes of the sentence."""
    remark = first_remark(document.structure)
    on = timezone.localdate()
    (said,) = review_of(document, on=on).remarks
    assert not said.is_changed
    document.section_texts.filter(section="origine").update(html="<p>Autre chose.</p>", version=2)
    (said,) = review_of(document, on=on).remarks
    assert (said.remark.pk, said.remark.quotation, said.is_changed) == (remark.pk, "Nos habitudes", True)
    document.section_texts.all().delete()
    Document.objects.filter(pk=document.pk).update(plan="projet_de_sante_msp")
    (said,) = review_of(Document.objects.get(pk=document.pk), on=on).remarks
    assert said.is_gone
    assert review_of(document, on=on).asked[0].open_remarks == 1


def test_a_remark_on_what_fills_itself_says_when_its_source_changed(
    structure: Structure, document: Document, founder: User
) -> None:
    """No passage is quoted, nobody wrote in the section: the need that it lists is not the same any more."""
    today = timezone.localdate()
    opening = opened(document, founder, sections=["diagnostic"])
    given = review_saying.GivenRemark("Et les soins non programmés ?", section="diagnostic")
    remark = review_saying.note_remark(opening, given, key=uuid4(), by=None, at=timezone.now(), on=today)
    assert remark.seal
    for day in (today, today + timedelta(days=40)):  # another day is no change
        (said,) = review_of(document, on=day).remarks
        assert not said.is_changed
    structure.needs.create(text="Répondre aux demandes du jour", rank=9)
    (said,) = review_of(document, on=today).remarks
    assert (said.is_refilled, said.is_changed, said.changed_at) == (True, True, None)
    page = reverse("dossier:remark", args=[structure.slug, document.pk, remark.pk])
    assert "a changé depuis" in client_of(founder).get(page).content.decode()


def test_a_remark_waits_on_the_home_until_it_is_answered(
    client: Client, document: Document, founder: User
) -> None:
    remark = first_remark(document.structure)
    waits = [task.text for task in tasks_of(DossierConfig.awaiting(None, document.structure))]  # type: ignore[arg-type]
    assert any("remarque de relecture" in text for text in waits)
    page = reverse("dossier:remark", args=[document.structure.slug, document.pk, remark.pk])
    assert client_of(founder).post(page, {"answer": "C’est précisé.", "tells": "on"}).status_code == 302
    waits = [task.text for task in tasks_of(DossierConfig.awaiting(None, document.structure))]  # type: ignore[arg-type]
    assert not any("relecture" in text for text in waits)
    assert "C’est précisé." in client.get(link_of(remark.opening).get_absolute_url()).content.decode()
    assert Recipient.objects.filter(address="lou@ars.example").exists()


def test_an_opinion_received_by_mail_weighs_as_one_given_by_the_link(
    client: Client, ars: Opening, founder: User
) -> None:
    caisse = opened(
        ars.document, founder, person="Nour Fictif", email="", body="CPAM", kind="cpam", way="dossier"
    )
    assert caisse.link is None
    page = reverse("dossier:note_opinion", args=[ars.structure.slug, ars.document_id, caisse.pk])
    given = {
        "key": uuid4(), "verdict": "reserve", "name": "Nour Fictif", "given_on": "2026-03-02", "words": "À préciser.",
        "channel": "courriel", "received_on": "2026-03-03",
    }  # fmt: skip
    assert client_of(founder).post(page, given).status_code == 302
    client.post(link_of(ars).step("avis"), {**opinion("Bien."), "verdict": "favorable"})
    found = review_of(ars.document, on=timezone.localdate())
    assert found.verdicts == [("Favorable", 1), ("Réservé", 1), ("Défavorable", 0), ("Attendus", 0)]
    mailed = Opinion.objects.get(channel=Channel.MAIL)
    assert (mailed.received_on, mailed.noted_by) == (date(2026, 3, 3), founder)


def test_the_last_opinion_is_the_one_that_holds(client: Client, ars: Opening) -> None:
    for verdict in ("defavorable", "favorable"):
        client.post(link_of(ars).step("avis"), {**opinion("Bien."), "verdict": verdict})
    (asked,) = review_of(ars.document, on=timezone.localdate()).asked
    assert asked.opinion
    assert (asked.opinion.verdict, Opinion.objects.count()) == ("favorable", 2)


def test_the_same_form_sent_twice_says_it_once(client: Client, ars: Opening) -> None:
    sent = {
        "key": str(uuid4()),
        "kind": RemarkKind.COMPLEMENT,
        "words": "Le budget ?",
        "wanted_on": "2027-01-01",
    }
    for _ in range(2):
        assert client.post(link_of(ars).step("remarque-origine"), sent).status_code == 302
    remark = Remark.objects.get()
    assert (remark.kind, remark.wanted_on, remark.version) == ("complement", date(2027, 1, 1), 1)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"sections": []}, "sections"),
        ({"sections": ["rien"]}, "sections"),
        ({"until": date(2020, 1, 1)}, "until"),
        ({"until": date(2099, 1, 1)}, "until"),
    ],
)
def test_what_cannot_be_opened_is_refused(
    given: dict[str, object], field: str, document: Document, founder: User
) -> None:
    with pytest.raises(BadInput) as refusal:
        opened(document, founder, **given)  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert not Opening.objects.exists()


def test_opening_says_that_a_document_is_being_reread(ars: Opening) -> None:
    assert Document.objects.get(pk=ars.document_id).state == DocumentState.REVIEW


def test_a_pack_holds_the_document_its_index_and_numbered_pieces(document: Document) -> None:
    """D15, and by mail alone: nothing of it asks for the site."""
    made = make_pack(document, on=timezone.localdate())
    with ZipFile(BytesIO(made.content)) as kept:
        names = kept.namelist()
        index = kept.read("index.csv").decode("utf-8-sig")
        assert kept.read("00 - Lettre d'intention.pdf").startswith(b"%PDF")
        assert "favorable, réservé ou défavorable" in kept.read("lisez-moi.txt").decode("utf-8-sig")
    pieces = [name for name in names if name.startswith("pieces/")]
    assert len(pieces) == made.pieces == 4
    assert all(name.isascii() and len(name.removeprefix("pieces/")) <= 80 for name in names)
    assert all(name in index for name in pieces)
    assert make_pack(document, on=timezone.localdate(), chosen=[]).pieces == 0


def test_a_pack_is_what_its_versions_make_it_whenever_it_is_made(document: Document, founder: User) -> None:
    """A function of the versions that it tells: the same give the same bytes, others give others."""

    def packed() -> tuple[bytes, str]:
        made = make_pack(document, on=timezone.localdate()).content
        with ZipFile(BytesIO(made)) as kept:
            assert {each.date_time[:3] for each in kept.infolist()} == {timezone.localdate().timetuple()[:3]}
            told = kept.read("lisez-moi.txt").decode("utf-8-sig")
        return made, told.partition("Ce dossier est fait de ces versions")[2]

    first = packed()
    assert "Origine et contexte\N{NO-BREAK SPACE}: version 1" in first[1]
    assert packed() == first
    seen = {first}
    for version, words in enumerate(
        ("Autre.", OPENED), start=1
    ):  # the words of the first, and not its version
        write_section(document, "origine", words, rich=False, version=version, by=founder, at=timezone.now())
        seen.add(packed())
        assert packed() in seen
    assert len(seen) == len({made for made, _ in seen}) == len({told for _, told in seen}) == 3


def test_a_reviewer_receives_the_link_and_a_reminder(ars: Opening, founder: User) -> None:
    page = reverse("dossier:tell_opening", args=[ars.structure.slug, ars.document_id, ars.pk])
    client = client_of(founder)
    for _ in range(2):
        client.post(page)
    sent = [row.sending for row in Recipient.objects.filter(address=ars.email).select_related("sending")]
    assert all(link_of(ars).token in each.body for each in sent)
    assert sorted(each.subject.startswith("Rappel") for each in sent) in ([False], [False, True])
    assert not mail.outbox  # the worker sends, never a page


def test_a_structure_that_is_erased_takes_its_reviews_and_their_links(
    ars: Opening, founder: User, structure: Structure
) -> None:
    first_remark(structure)
    review.readdress(ars, by=founder, at=timezone.now(), on=timezone.localdate())
    home = review.home_link(ars.email)
    assert "Précisez." in str(contents_of(structure))
    erase(structure, by=founder)
    assert not Opening.objects.exists()
    assert not PartnerDoor.objects.exists()
    assert not Link.objects.filter(purpose__in=(review.DOOR, review.HOME)).exists()
    assert home.pk


def test_late_texts_are_not_kept_without_end(client: Client, ars: Opening) -> None:
    link = link_of(ars)
    extend([link], expires_on=YESTERDAY)
    for rank in range(review_saying.MOST_LATE + 3):
        answer = client.post(link.step("avis"), opinion(f"Texte {rank}"))
        assert f"Texte {rank}" in answer.content.decode()
    assert ReviewDraft.objects.count() == review_saying.MOST_LATE
    assert "Copiez" in answer.content.decode()
