"""Where nobody is to be named, the shapes of an identity are seen, and what is no identity passes."""

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from importlib import import_module
from inspect import getmembers, isclass
from pkgutil import iter_modules

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from maillage.care import forms as care_forms
from maillage.care.forms.shared import NobodyField, ServiceField
from maillage.care.forms.teams import PeopleField
from maillage.care.rules.identities import Seen, identities_in, refuse_beside_a_code, refuse_identity
from maillage.kernel import BadInput
from maillage.ui.forms import NamedField


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("rappeler au 06 12 34 56 78", "un téléphone"),
        ("tel 0612345678", "un téléphone"),
        ("+33 6 12 34 56 78", "un téléphone"),
        ("06.12.34.56.78", "un téléphone"),
        ("n° 2 84 05 82 121 003 45", "un numéro de sécurité sociale"),
        ("184052A12100345", "un numéro de sécurité sociale"),
        ("née le 3 mai 1941", "une date de naissance"),
        ("03/05/1941", "une date entière"),
        ("12 août 1938", "une date entière"),
        ("Mme O., 84 ans, plaie", "un nom"),
        ("madame ouvrard", "un nom"),
        ("M. Durand", "un nom"),
        ("M Durand", "un nom"),
        ("OUVRARD Jeanne", "un nom en capitales"),
        ("Jeanne OUVRARD", "un nom en capitales"),
        ("12 rue des Lilas", "une adresse"),
        ("jeanne@exemple.example", "une adresse de courriel"),
        ("IPP 100034567", "un long numéro"),
        ("IPP_100034567", "un long numéro"),
        ("jeanne @ exemple.example", "une adresse de courriel"),
        ("née 1941", "une date de naissance"),
        ("né(e) le 3", "une date de naissance"),
        ("ne le 3 mai", "une date de naissance"),
        ("DDN : 1941", "une date de naissance"),
        ("ne\u0301e le 3 mai", "une date de naissance"),
        ("1941-05-03", "une date entière"),
        ("12 03 1941", "une date entière"),
        ("03 / 05 / 1941", "une date entière"),
        ("03051941", "une date entière"),
        ("M.Durand", "un nom"),
        ("m. durand", "un nom"),
        ("m.durand", "un nom"),
        ("MM. Durand", "un nom"),
        ("Mmes Durand", "un nom"),
        ("Mme.Durand", "un nom"),
        ("Mlle-Durand", "un nom"),
        ("Mme\u200bDurand", "un nom"),
        ("M\u00adme Durand", "un nom"),
        ("\uff2d\uff2d\uff25 Durand", "un nom"),
        ("12\u00a0rue\u00a0des Lilas", "une adresse"),
        ("3 place de la Mairie", "une adresse"),
        ("12 route de Paris", "une adresse"),
        ("lieu-dit Le Bosc", "une adresse"),
        ("appt 12", "une adresse"),
        ("1 50 03 82", "un numéro de sécurité sociale"),
        ("NIR 1500382", "un numéro de sécurité sociale"),
        ("IPP 12345678", "un long numéro"),
        ("tel : 6 12 34 56 78", "un téléphone"),
        ("jeanne(at)exemple.example", "une adresse de courriel"),
        ("jeanne arobase exemple.example", "une adresse de courriel"),
        ("née au mois de mars 1950", "une date de naissance"),
        ("année de naissance 1950", "une date de naissance"),
        ("née 03/50", "une date de naissance"),
        ("3 mars 50", "une date entière"),
        ("mars 1950", "une date entière"),
        ("M. dupont", "un nom"),
        ("Mde Durand", "un nom"),
        ("patiente Martin Claire", "le nom d’une personne"),
        ("patiente Oudot", "le nom d’une personne"),
        ("PATIENT OUVRARD", "le nom d’une personne"),
        ("famille Ouvrard", "le nom d’une personne"),
        ("Mamie Jeanne", "le nom d’une personne"),
        ("veuve Ouvrard, née Roux", "le nom d’une personne"),
        ("elle s’appelle Ouvrard", "le nom d’une personne"),
        ("nom : Ouvrard", "le nom d’une personne"),
        ("C. M., 84 ans", "le nom d’une personne"),
        ("CM 84 ans", "le nom d’une personne"),
        ("initiales C. M.", "le nom d’une personne"),
        ("patiente O.", "le nom d’une personne"),
        ("Claire Ouvrard", "un nom ou un prénom"),
        ("Ouvrard Claire", "un nom ou un prénom"),
        ("JEAN OUVRARD", "un nom ou un prénom"),
        ("Jean-Pierre Le Goff", "un nom ou un prénom"),
        ("Jeanne, 84 ans", "un nom ou un prénom"),
        ("Jeanne O.", "un nom ou un prénom"),
    ],
)
def test_an_identity_is_seen_and_refused_with_a_way_out(text: str, seen: str) -> None:
    assert seen in identities_in(text)
    with pytest.raises(BadInput, match="une fonction, un service, un lieu"):
        refuse_identity(text)
    with pytest.raises(BadInput, match="guichet"):
        refuse_beside_a_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Pansement complexe chaque jour, plaie du pied",
        "Après 18 h seulement, 2e étage sans ascenseur",
        "Insuline 3 fois par jour, INR le lundi",
        "BPCO, oxygène à domicile",
        "Vu aux urgences du CH de Montauban",
        "84 ans, vit seule",
        "le 12/3 au matin",
        "à 20 h 30, 2026",
        "Ne le réveillez pas ; n’en donnez pas",
        "Enfants nés en 2024",
        "M.S.P. de Montauban, M.A.I.A.",
        "Voie i.m. tous les jours, 10 m. de couloir",
        "MMSE à 18, MoCA à 20",
        "Parcours BPCO, Fiche EHPAD, HTA Suivi",
        "8-12 - 14-18",
        "9 h - 12 h 30, 14 h - 19 h",
        "1 045 000 / 2 045 000 €",
        "20 000 000 € en 2026",
        "mi-mars 2026, d’ici 2030",
        "10 03 de 14 à 18",
        "Le Dr Martin, le docteur Claire Martin, le Docteur DURAND",
        "Pharmacie Martin, EHPAD Jeanne d’Arc, lycée Jean Moulin, Saint-Martin",
        "Patiente de Caussade, patient Parkinson, Patient Diabétique",
        "Patiente Ukrainienne, interprète ; enfant Trisomie 21",
        "Patient : sous insuline. Famille : présente",
        "Nouveau-né, né prématuré ; née à terme",
        "Sous HBPM, Injection HBPM, Bilan NFS, mutuelle MGEN",
        "Mme la directrice, M. le préfet, Madame la présidente",
        "1 place d’EHPAD, 2 cours de gymnastique, en cours de soins",
        "12 mars 14 h, le 12 mars",
        "Pôle mère Enfant",
        "Relais Petite Enfance de Montauban",
        "Point Accueil Famille Jeunes",
        "Mission Famille Solidarité",
        "infirmière du patient Asalée",
        "patiente Enceinte",
        "patient Sourd",
    ],
)
def test_words_of_care_pass(text: str) -> None:
    assert not identities_in(text)
    assert refuse_identity(text) == text


def test_the_refusal_shows_the_words_that_it_saw() -> None:
    with pytest.raises(BadInput, match="«\u00a0patiente Ouvrard\u00a0»"):
        refuse_identity("Pansement de la patiente Ouvrard chaque jour")


def test_a_part_of_what_was_seen_is_not_told_beside_it() -> None:
    with pytest.raises(BadInput) as refusal:
        refuse_identity("rappeler au 06.12.34.56.78")
    assert "téléphone" in str(refusal.value)
    assert "date" not in str(refusal.value)


SPACES = st.sampled_from(["", " ", "  ", "\u00a0", "\u202f", "\u2009", "\t", ".", "-", "_", "/", " - ", ". "])


@given(st.integers(1, 9), st.lists(st.tuples(SPACES, st.integers(0, 99)), min_size=4, max_size=4))
def test_a_phone_is_seen_however_its_figures_are_parted(first: int, rest: list[tuple[str, int]]) -> None:
    number = "".join(f"{sign}{figures:02}" for sign, figures in rest)
    for text in (f"0{first}{number}", f"rappeler au 0{first}{number}, le soir", f"+33 {first}{number}"):
        assert Seen.PHONE in identities_in(text)


@given(
    st.dates(date(1900, 1, 1), date(2030, 1, 1)),
    st.sampled_from(
        ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d", "%Y/%m/%d", "%d%m%Y", "%d/%m/%y"]
    ),
)
def test_a_date_with_its_year_is_seen_in_any_order(day: date, spelling: str) -> None:
    assert Seen.DATE in identities_in(f"vue le {day.strftime(spelling)}, plaie")


@given(
    st.sampled_from(["Mme", "MME", "M.", "Mlle", "Madame", "monsieur", "Mr"]),
    st.sampled_from([" ", "\u00a0", "\u202f", "\u200b", "\u00ad ", "  ", "\n"]),
    st.sampled_from(["Durand", "DURAND", "D."]),
)
def test_who_is_called_is_seen_whatever_parts_the_two_words(title: str, sign: str, name: str) -> None:
    for text in (f"{title}{sign}{name}", wide(f"{title}{sign}{name}")):
        assert Seen.CALLED in identities_in(text)


def wide(text: str) -> str:
    """Letters and figures as a Japanese keyboard gives them."""
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


@given(st.decimals(0, 99_999_999, places=2), st.sampled_from([" ", "\u00a0", "\u202f", ""]))
def test_an_amount_is_nobody(amount: Decimal, sign: str) -> None:
    said = f"{amount:,.2f}".replace(",", sign).replace(".", ",")
    assert not identities_in(f"{said} €")


@given(st.integers(10**8, 10**9 - 1) | st.integers(10**10, 10**11 - 1))
def test_a_finess_or_an_rpps_is_a_long_number_and_nothing_else(number: int) -> None:
    assert set(identities_in(f"n° {number}")) == {Seen.NUMBER}


@given(
    st.times(),
    st.times(),
    st.sampled_from(["{0:%H} h {0:%M} à {1:%H} h {1:%M}", "{0:%H}:{0:%M}-{1:%H}:{1:%M}"]),
)
def test_hours_are_nobody(starts: time, ends: time, spelling: str) -> None:
    assert not identities_in(f"lundi {spelling.format(starts, ends)}")


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert set(identities_in(text)) <= set(Seen)


SEALED = "sealed where certified hosting is stated, for the circle of one person"
PROFESSIONAL = "a professional is named; the service refuses the name of the person"
JUDGED = "judged by the service, which tells the line of a tree too"
#: Typed, and yet known: names of cards, addresses of pages, keys of forms.
CHOSEN = (NamedField, PeopleField, forms.URLField, forms.UUIDField)
#: Free text that may hold more than words of no one, and why.
APART = {
    ("counter", "EndForm", "end"): "a key of the counter, chosen by a button",
    ("counter", "TapForm", "kind"): "a key of the counter, chosen by a button",
    ("desks", "DeskForm", "email"): "an address, of a body",
    ("desks", "DeskForm", "phone"): "read as a phone, of a body",
    ("doctors", "CodeForm", "code"): "looked for, never kept",
    ("doctors", "PublicAskForm", "website"): "a trap for machines, never kept",
    ("helping", "OfferFields", "phone"): "read as a phone, of a service",
    ("protocols", "LocalForm", "words"): JUDGED,
    ("protocols", "VersionForm", "words"): JUDGED,
    ("record", "DrugForm", "drug"): SEALED,
    ("record", "DrugForm", "decision"): SEALED,
    ("record", "DrugForm", "said_by"): PROFESSIONAL,
    ("record", "FileForm", "name"): SEALED,
    ("record", "FileForm", "contact"): SEALED,
    ("record", "FileForm", "referent"): PROFESSIONAL,
    ("record", "PlanForm", "text"): SEALED,
}


def free_texts() -> Iterator[tuple[tuple[str, str, str], forms.CharField]]:
    """Where one types words in care: module, form, field; those that a form took from another are its."""
    for module in iter_modules(care_forms.__path__):
        found = import_module(f"{care_forms.__name__}.{module.name}")
        for name, form in getmembers(found, isclass):
            if issubclass(form, forms.BaseForm) and form.__module__ == found.__name__:
                yield from (
                    ((module.name, name, field), each)
                    for field, each in form.declared_fields.items()
                    if isinstance(each, forms.CharField)
                    and not isinstance(each, CHOSEN)
                    and not any(
                        field in base.__dict__.get("declared_fields", {}) for base in form.__mro__[1:]
                    )
                )


@pytest.mark.parametrize(
    "words", ["Mme Durand", "M.\u00a0Durand", "née le 3 mai 1941", "2 84 05 82 121 003 45", "OUVRARD Jeanne"]
)
def test_every_free_text_of_care_refuses_somebody(words: str) -> None:
    passed = set()
    for where, field in free_texts():
        try:
            field.clean(words)
        except forms.ValidationError:
            continue
        passed.add(where)
    assert passed <= APART.keys()
    assert {where for where, field in free_texts() if isinstance(field, NobodyField)}.isdisjoint(APART)
    assert APART.keys() <= {where for where, _ in free_texts()}


def test_a_service_says_its_phone_its_address_and_the_date_of_its_text() -> None:
    said = "Mairie, 05 63 00 00 00, accueil@mairie.example, 12 rue des Lilas, convention du 12/03/2024"
    assert ServiceField().clean(said) == said
    with pytest.raises(forms.ValidationError, match="la fonction ou le service"):
        ServiceField().clean("Mairie, Mme Durand")
    with pytest.raises(forms.ValidationError, match="un téléphone"):
        NobodyField().clean(said)
