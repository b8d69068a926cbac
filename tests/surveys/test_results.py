"""What all answers amount to, and what nobody can read in it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from grounds import structure_on
from maillage import legislation
from maillage.accounts.models import User
from maillage.audit.enums import Kind
from maillage.audit.queries import trail_of
from maillage.documents import types as doc
from maillage.kernel import date_in_french, plural, with_no_break_spaces
from maillage.project.models import Need
from maillage.surveys.documents import tables_of_surveys
from maillage.surveys.models import Survey, SurveyAnswer, SurveyReply
from maillage.surveys.queries.questionnaires import questionnaires
from maillage.surveys.queries.results import (
    ELSEWHERE,
    MERGED_PROFESSIONS,
    SurveySummary,
    counts_in_rows,
    handle_of,
    summary_of,
    survey_tables,
)
from maillage.surveys.services import close_survey, drop_words, open_survey
from surveys.surveying import DAY, LATER, answer, at_home, closed

TRADES = ("infirmier", "medecin_generaliste", "pharmacien", "sage_femme", "")


def newly_opened() -> tuple[Survey, User]:
    """Made by each example of a property: what was made before them would stay."""
    user = User.objects.create_user("a@example.org")
    return open_survey(structure_on(["82121"]), "soignants", asked_by="CPTS", by=user, on=DAY), user


def plain(page: Any) -> str:
    """What a page says, every space the same."""
    return " ".join((page if isinstance(page, str) else page.content.decode()).split())


class Counting(TestCase):
    @settings(max_examples=25)
    @given(
        given=st.lists(
            st.tuples(st.sampled_from(TRADES), st.sampled_from(["oui", "non"])), min_size=0, max_size=30
        )
    )
    def test_results_are_the_truth_of_all_and_of_no_small_group(
        self, given: Sequence[tuple[str, str]]
    ) -> None:
        survey, user = newly_opened()
        for trade, choice in given:
            answer(survey, trade, choice)
        summary = closed(survey, user)
        if len(given) < 5:
            assert (summary.results, summary.professions, summary.communes) == ((), None, None)
            return
        result = summary.results[0]
        labels = dict(zip(result.labels, result.total.counts, strict=True))
        assert labels["Oui"] == sum(choice == "oui" for _, choice in given)
        assert result.total.size == len(given)
        names = {each.label: each.key for each in legislation.professions()} | {"Non précisée": ""}
        for row in result.groups:
            assert row.size >= 5
            if row.label != MERGED_PROFESSIONS:
                theirs = [choice for trade, choice in given if trade == names[row.label]]
                assert (row.size, row.counts[0]) == (len(theirs), theirs.count("oui"))
        if result.groups:
            columns = zip(*(row.counts for row in result.groups), strict=True)
            assert tuple(map(sum, columns)) == result.total.counts
        for question in summary.results:
            assert [row.size for row in question.groups] in ([], [row.size for row in result.groups])


@pytest.mark.parametrize("received", [1, 5, 25])
def test_an_open_survey_says_how_many_came_and_nothing_else(
    received: int, survey: Survey, founder: User, client: Client
) -> None:
    for _ in range(received):
        answer(survey, "infirmier", words="Du temps, encore.", commune="82121")
    summary = summary_of(survey, on=timezone.localdate())
    assert (summary.counted, summary.results, summary.tables) == (0, (), ())
    assert (summary.professions, summary.communes) == (None, None)
    client.force_login(founder)
    page = plain(client.get(at_home(survey)))
    assert plain(plural(received, "réponse reçue", "réponses reçues")) in page
    assert "<table" not in page
    assert "encore." not in page


def test_words_are_shown_from_five_in_an_order_of_their_own(survey: Survey, founder: User) -> None:
    came = [f"Mot {place}" for place in range(40)]
    for words in came:
        answer(survey, "sage_femme", words=words)
    summary = closed(survey, founder)
    result = summary.results[-1]
    shown = [words.text for words in result.words]
    assert sorted(shown) == sorted(came)
    assert shown != came
    assert shown == [words.text for words in summary_of(summary.survey, on=LATER).results[-1].words]
    assert result.groups == ()


def test_four_texts_are_not_shown(survey: Survey, founder: User, client: Client) -> None:
    for place in range(9):
        answer(survey, words="Secret" if place < 4 else "")
    assert closed(survey, founder).results[-1].words == ()
    client.force_login(founder)
    page = client.get(at_home(survey)).content.decode()
    assert "Secret" not in page
    assert "Moins de cinq textes" in page


# What is said of what is counted


@pytest.mark.parametrize(
    ("received", "is_open", "said"),
    [
        (0, True, "0 réponse reçue, les résultats viennent à la fermeture"),
        (10, True, "10 réponses reçues, les résultats viennent à la fermeture"),
        (4, False, "4 réponses reçues, aucune n’est comptée : il en faut cinq"),
        (5, False, "5 réponses reçues, toutes comptées dans les tableaux."),
    ],
)
def test_every_page_says_how_many_came_and_how_many_count(
    received: int, is_open: bool, said: str, survey: Survey, founder: User, client: Client
) -> None:
    for _ in range(received):
        answer(survey, "infirmier")
    if not is_open:
        close_survey(survey, by=founder, on=timezone.localdate())
    client.force_login(founder)
    slug = survey.structure.slug
    for page in (at_home(survey), reverse("surveys:surveys", args=[slug])):
        assert said in plain(client.get(page))


def test_a_page_and_a_chapter_say_the_source_of_a_survey_once(
    survey: Survey, founder: User, client: Client
) -> None:
    for trade in ["infirmier"] * 6 + ["pharmacien"] * 6:
        answer(survey, trade, commune="82121")
    summary = closed(survey, founder)
    client.force_login(founder)
    page = client.get(at_home(survey)).content.decode()
    assert page.count(escape(summary.source)) == 1
    printed = list(tables_of_surveys([summary]))
    assert sum(isinstance(block, doc.Table) for block in printed) > 5
    words = [block.text for block in printed if isinstance(block, doc.Paragraph)]
    assert " ".join(words).count(summary.source) == 1
    assert not [block for block in printed if isinstance(block, doc.Table) and block.sources]


def test_a_source_fits_beside_a_need() -> None:
    day, until = date(2026, 9, 22), date(2026, 12, 22)
    for key, asked in questionnaires().items():
        survey = Survey(public=asked.public, questionnaire=key, opened_on=day, closed_on=until)
        source = SurveySummary(survey, asked, day, received=99_999).source
        Need._meta.get_field("source").run_validators(source)


@pytest.mark.parametrize(
    ("others", "apart"), [(["sage_femme", "pharmacien"] * 2, False), (["pharmacien"] * 5, True)]
)
def test_a_closed_survey_says_why_no_profession_is_apart(
    others: list[str], apart: bool, survey: Survey, founder: User, client: Client
) -> None:
    for trade in ["infirmier"] * 6 + others:
        answer(survey, trade, commune="82121")
    summary = closed(survey, founder)
    assert (summary.professions is not None) is apart
    client.force_login(founder)
    page = plain(client.get(at_home(survey)))
    assert ("Pas de détail par profession : il faudrait cinq réponses d’un même groupe" in page) is not apart
    assert "ni par commune" not in page  # all of one: its table says it


@pytest.mark.parametrize(
    ("received", "said", "kept_silent"),
    [
        (0, "0 réponse, elle ne montrera rien", "libres"),
        (4, "4 réponses, elle ne montrera rien, ni comptes ni textes, jamais : il en faut cinq", "détail"),
        (5, "sans aucun détail par profession ni par commune : il en faut dix", "que s’il y a"),
        (10, "le détail par profession et par commune ne viendra que s’il y a cinq réponses", "il en faut"),
    ],
)
def test_what_closing_gives_is_said_before(
    received: int, said: str, kept_silent: str, survey: Survey, founder: User, client: Client
) -> None:
    for _ in range(received):
        answer(survey, "infirmier")
    client.force_login(founder)
    slug = survey.structure.slug
    page = plain(client.get(reverse("surveys:surveys", args=[slug])))
    control = page.partition('id="close-')[2].partition("</dialog>")[0]
    assert said in control
    assert "ardez-la ouverte" in control
    assert kept_silent not in control


def test_what_closing_gives_tells_nothing_of_the_last_answers(survey: Survey) -> None:
    """Else whoever reads it before and after an answer would know its profession, or that it held words."""
    for _ in range(11):
        answer(survey, "infirmier")
    before = summary_of(survey, on=DAY)
    assert "jamais lus" in before.closing
    SurveyAnswer.objects.filter(pk__in=list(survey.answers.values_list("pk", flat=True)[6:])).update(
        profession="pharmacien"
    )
    for kept in survey.answers.order_by("pk")[5:]:
        SurveyReply.objects.create(answer=kept, question="une_chose", words="Du temps.")
    after = summary_of(survey, on=DAY)
    assert (after.closing, after.counting, after.detail) == (before.closing, before.counting, before.detail)


def test_who_answers_and_who_asks_read_the_same_rule(survey: Survey, founder: User, client: Client) -> None:
    rule = plain(render_to_string("surveys/_rule.html"))
    client.force_login(founder)
    slug = survey.structure.slug
    assert rule in plain(client.get(reverse("surveys:surveys", args=[slug])))
    assert rule in plain(client.get(reverse("links:enter", args=[survey.token])))
    for _ in range(10):
        answer(survey)
    closed(survey, founder)
    assert rule in plain(client.get(at_home(survey)))


# Erasing


def test_a_text_that_names_someone_is_erased_alone(survey: Survey, founder: User, client: Client) -> None:
    for place in range(6):
        answer(survey, words=f"Texte {place}")
    summary = closed(survey, founder)
    wanted = next(words for words in summary.results[-1].words if words.text == "Texte 3")
    client.force_login(founder)
    assert client.post(at_home(survey, "drop_words", wanted.handle)).status_code == 302
    assert "Texte 3" not in SurveyReply.objects.values_list("words", flat=True)
    assert SurveyReply.objects.exclude(words="").count() == 5
    assert summary_of(survey, on=LATER).received == 6


def test_a_text_that_is_not_shown_cannot_be_found_by_erasing(
    survey: Survey, founder: User, client: Client
) -> None:
    answer(survey, words="Secret")
    handle = handle_of(SurveyReply.objects.get(words="Secret").pk)
    client.force_login(founder)
    assert client.post(at_home(survey, "drop_words", handle)).status_code == 404
    assert SurveyReply.objects.filter(words="Secret").exists()


def test_two_surveys_do_not_mix(survey: Survey, founder: User) -> None:
    for _ in range(6):
        answer(survey, "infirmier")
    closed(survey, founder)
    other = open_survey(survey.structure, "soignants", asked_by="CPTS", by=founder, on=LATER)
    for _ in range(5):
        answer(other, "pharmacien", "non")
    first, second = survey_tables(survey.structure, on=LATER)
    assert (first.survey, first.received, first.tables) == (other, 5, ())  # open: too early
    assert (second.survey, second.received) == (survey, 6)
    assert [row[1] for row in second.tables[0].rows] == [6, 0, 0, 0]
    assert second.source == with_no_break_spaces(
        "enquête « Travailler ensemble près de chez nous » (professionnels de santé), "
        f"ouverte le {date_in_french(DAY)}, fermée le {date_in_french(LATER)}, {plural(6, 'réponse')}"
    )


def test_a_commune_of_few_is_not_shown_apart(survey: Survey, founder: User) -> None:
    for commune, people in (("82121", 7), ("82025", 6), ("82001", 2), (ELSEWHERE, 1)):
        for _ in range(people):
            answer(survey, commune=commune)
    table = closed(survey, founder).communes
    assert table
    assert [row[:2] for row in table.rows] == [
        ("Montauban", 7),
        ("Autres communes (effectif trop petit)", 9),
    ]


def test_reading_costs_the_same_whatever_the_number_of_answers(
    survey: Survey, founder: User, django_assert_max_num_queries: Any
) -> None:
    for place in range(25):
        answer(survey, TRADES[place % 3], words="Du temps.")
    summary = closed(survey, founder)
    with django_assert_max_num_queries(8):
        assert len(summary.results) == len(summary.questionnaire.questions)


# What goes out


def test_the_file_holds_what_the_page_holds_and_leaves_a_trace(
    survey: Survey, founder: User, client: Client
) -> None:
    for trade in ["infirmier"] * 8 + ["pharmacien"] * 6 + ["sage_femme", "medecin_generaliste"] * 2:
        answer(survey, trade, words="Secret de cinq")
    summary = closed(survey, founder)
    client.force_login(founder)
    text = client.get(at_home(survey, "counts", "csv")).content.decode("utf-8-sig")
    groups = {line.split(";")[1] for line in text.splitlines()[1:]}
    assert groups == {"Ensemble", "Infirmier", MERGED_PROFESSIONS}
    assert "Secret" not in text
    assert len(text.splitlines()) == len(list(counts_in_rows(summary)))
    assert any(
        entry.kind == Kind.DOWNLOAD and "CSV" in entry.sentence for entry in trail_of(survey.structure_id)
    )


def test_the_poster_and_the_list_hold_the_same_link(survey: Survey, founder: User, client: Client) -> None:
    client.force_login(founder)
    slug = survey.structure.slug
    listed = client.get(reverse("surveys:surveys", args=[slug])).content.decode()
    poster = client.get(at_home(survey, "poster")).content.decode()
    assert f'value="http://testserver/l/{survey.token}/"' in listed
    assert f"testserver/l/{survey.token}<" in poster
    drawing = poster.partition("<svg")[2].partition("</svg>")[0]
    assert drawing
    assert drawing in listed
    assert "style=" not in drawing


def test_a_closed_survey_has_no_poster(survey: Survey, founder: User, client: Client) -> None:
    close_survey(survey, by=founder, on=DAY)
    client.force_login(founder)
    assert client.get(at_home(survey, "poster")).url == at_home(survey)


def test_what_cannot_be_opened_is_said_in_place(survey: Survey, founder: User, client: Client) -> None:
    client.force_login(founder)
    url = reverse("surveys:surveys", args=[survey.structure.slug])
    for sent, sentence in (
        ({"questionnaire": "habitants", "closed_on": "2020-01-01"}, "avant d’avoir ouvert"),
        ({"questionnaire": "habitants", "closed_on": "demain"}, "Cette date n’existe pas"),
        ({"questionnaire": "soignants"}, "déjà ouverte"),
        ({"questionnaire": "voyants"}, "n’existe pas"),
    ):
        page = client.post(url, sent)
        assert page.status_code == 422
        assert sentence in page.content.decode()
    assert Survey.objects.count() == 1


def test_a_survey_may_close_on_another_day_to_come(survey: Survey, founder: User, client: Client) -> None:
    client.force_login(founder)
    url = at_home(survey, "reschedule")
    later = timezone.localdate() + timedelta(days=60)
    for sent, kept in ((later.isoformat(), later), ("", None)):
        assert client.post(url, {"closed_on": sent}).status_code == 302
        survey.refresh_from_db()
        assert survey.closed_on == kept
    for sent in ("2020-01-01", "demain", timezone.localdate().isoformat()):
        assert client.post(url, {"closed_on": sent}).status_code == 422
    client.post(at_home(survey, "close"))
    assert "fermée" in client.post(url, {"closed_on": later.isoformat()}).content.decode()
    survey.refresh_from_db()
    assert survey.closed_on == timezone.localdate()


def test_a_survey_of_another_structure_is_not_found(
    survey: Survey, founder: User, outsider: User, client: Client
) -> None:
    other = open_survey(structure_on(["82112"]), "soignants", asked_by="Voisins", by=outsider, on=DAY)
    client.force_login(founder)
    slug = survey.structure.slug
    for page, suffix in (("survey", ()), ("poster", ()), ("counts", ("csv",))):
        assert client.get(reverse(f"surveys:{page}", args=[slug, other.pk, *suffix])).status_code == 404
    assert client.post(reverse("surveys:close", args=[slug, other.pk])).status_code == 404


def test_erasing_goes_through_its_survey_alone(survey: Survey, founder: User) -> None:
    for _ in range(5):
        answer(survey, words="Le même texte")
    summary = closed(survey, founder)
    drop_words(summary, summary.results[-1].words[2], by=founder)
    assert SurveyReply.objects.filter(words="Le même texte").count() == 4


def test_a_territory_without_survey_has_no_table(db: None) -> None:
    assert survey_tables(structure_on(["82121"]), on=DAY) == []
