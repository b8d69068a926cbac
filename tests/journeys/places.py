"""Every page of the site, in the states people meet: empty, full, refused."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from journeys import (
    alerting,
    books,
    bulletins,
    campaigns,
    cards,
    caring_paths,
    dates,
    dialogues,
    doctors,
    dossiers,
    duties,
    events,
    followed,
    ideas,
    joining,
    money,
    partners,
    payroll,
    projects,
    protocols,
    records,
    requests,
    reviews,
    rooms,
    sittings,
    spending,
    surveys,
    takings,
)
from journeys.steps import CAMILLE, NOOR, SACHA, lay_the_table, paste_people, summary, unfold, without_checks

#: Twelve communes just above a threshold, two of them in a declared neighbour.
GRAND_MONTAUBAN = "82001,82025,82044,82052,82085,82090,82098,82121,82124,82150,82167,82195"
TEAM_IN_WORDS = "medecin_generaliste=2&infirmier=3"
CLAP = "/s/esp-clap-des-mauges-demonstration/"
SPACE = "/s/cpts-du-grand-montauban-demonstration/"
MSP = "/s/maison-de-sante-de-caussade-et-septfonds-demonstration/"
CENTRE = "/s/centre-de-sante-municipal-de-moissac-demonstration/"
TENANT, NEWCOMER = "tenant@demo.example", "nouvelle@demo.example"


def leave_as_it_is(page: Page) -> None:
    """The page is what its address gives."""


@dataclass(frozen=True)
class Place:
    """An address, who opens it (empty: without account), and what is done there first."""

    path: str
    who: str = ""
    then: Callable[[Page], None] = leave_as_it_is

    @property
    def is_made(self) -> bool:
        """Whether its number or its link is known to `then` alone, which goes there: the address itself leads nowhere."""
        return any(unknown in self.path for unknown in ("/0/", "-0/", "/aucun/"))


def tab(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("tab", name=name).click()


def paste_a_mistake(page: Page) -> None:
    paste_people(page, "Max Supposé ; dompteur")
    expect(page.locator("#pasted-error")).to_be_visible()


def paste_unknown_communes(page: Page) -> None:
    page.get_by_text("Coller une liste de communes").click()
    page.get_by_label("Coller des noms ou des codes").fill("Nullepart")
    page.get_by_role("button", name="Ajouter ces communes").click()
    expect(page.get_by_role("alert")).to_be_visible()


def untick_montauban(page: Page) -> None:
    page.locator(".commune-list [value='82121']").uncheck()
    expect(summary(page)).to_contain_text("3 morceaux")
    page.get_by_role("tab", name="Chiffres").click()


def ask_a_code(page: Page) -> None:
    page.get_by_label("Votre adresse électronique").fill(CAMILLE)
    page.get_by_role("button", name="Recevoir mon code").click()
    page.get_by_label("Code à six chiffres").wait_for()


def type_a_wrong_code(page: Page) -> None:
    ask_a_code(page)
    page.get_by_label("Code à six chiffres").fill("000000")
    page.get_by_role("button", name="Entrer").click()
    page.get_by_text("Ce code n’est pas le bon").first.wait_for()


def send(button: str, **fields: str) -> Callable[[Page], None]:
    """Fill fields by their names and send a form the browser itself would hold back."""

    def fill_and_send(page: Page) -> None:
        unfold(page)
        without_checks(page)
        for name, value in fields.items():
            page.locator(f"[name='{name}']").first.fill(value)
        page.get_by_role("button", name=button, exact=True).first.click()
        page.locator(".error-summary").first.wait_for()

    return fill_and_send


def lay(page: Page, kind: str, *lines: str) -> None:
    """Add a layer of habits: its page has no address before."""
    page.goto(f"{SPACE}diagnostic/habitudes/ajouter/")
    page.get_by_label("Nom du calque").fill(f"{kind} 2025")
    page.get_by_label(kind).check()
    page.get_by_label("Source").fill("Source fictive")
    page.get_by_label("Date des données").fill("2025-06-01")
    page.get_by_label("Lignes, collées").fill("\n".join(lines))
    page.get_by_role("button", name="Lire le tableau").click()


def take(page: Page) -> None:
    """What was read is seen, then kept."""
    page.get_by_role("button", name="Ajouter ce calque").click()


def see_lines(page: Page) -> None:
    lay(page, "Secteurs de garde", "Montauban;Centre", "Bressols;Sud", "Total;4")
    page.get_by_role("heading", name="Ce que donne votre tableau").wait_for()


def lay_sectors(page: Page) -> None:
    lay(page, "Secteurs de garde", "Montauban;Centre", "Bressols;Sud", "Montech;Sud", "Caussade;Est")
    take(page)
    page.get_by_role("heading", name="Comparé à votre territoire").wait_for()
    unfold(page)


def lay_flows(page: Page) -> None:
    lay(page, "Flux de patients", "82121;82121;60", "82025;Toulouse;20", "82001;CHU;5", "82125;82121;9")
    take(page)
    page.get_by_role("heading", name="Comparé à votre territoire").wait_for()
    unfold(page)


def lay_mistakes(page: Page) -> None:
    lay(
        page, "Bassins de vie", "Montauban;Centre;3", "Nullepart;Centre;1", "Bressols;;", "82001;Est;beaucoup"
    )
    page.get_by_role("heading", name="Lignes perdues").wait_for()


def import_lines(*lines: str) -> Callable[[Page], None]:
    """Paste a list of members, and see what it would do."""

    def paste_and_read(page: Page) -> None:
        page.get_by_label("Ou des lignes copiées").fill("\n".join(lines))
        page.get_by_role("button", name="Lire la liste").click()
        page.get_by_role("heading", name="Ce que donne votre liste").wait_for()
        unfold(page)

    return paste_and_read


def correct_someone(page: Page) -> None:
    page.goto(f"{SPACE}equipe/")
    page.locator("tbody th a").first.click()
    page.get_by_role("button", name="Enregistrer").wait_for()


def correct_a_step(page: Page) -> None:
    page.goto(f"{SPACE}parcours/")
    page.locator(".moves a").first.click()
    page.get_by_role("button", name="Enregistrer").wait_for()


def correct_a_carrier(page: Page) -> None:
    page.goto(f"{MSP}parcours/")
    page.locator(".carriers a").first.click()
    page.get_by_role("button", name="Enregistrer").wait_for()


def open_site(page: Page) -> None:
    page.goto(f"{MSP}sites/")
    page.locator("tbody th a").first.click()
    page.get_by_role("button", name="Enregistrer", exact=True).wait_for()


def open_an_access(page: Page) -> None:
    """An invitation waits: no worker runs beside the server of the tests."""
    page.goto(f"{SPACE}reglages/")
    page.locator("[name='email']").fill("invitee@example.org")
    page.get_by_role("button", name="Ouvrir cet accès").click()
    page.get_by_text("Invitation en attente d’envoi").wait_for()


def spelled(number: int) -> str:
    """A name for a number: letters alone, none of them a title."""
    return "".join(chr(ord("a") + int(figure)) for figure in f"{number:04}").title()


def import_a_long_list(page: Page) -> None:
    rows = (f"Fictif {spelled(at)};Infirmier;Montauban" for at in range(501))
    page.get_by_label("Ou des lignes copiées d’un tableur").fill("\n".join(["Nom;Profession;Commune", *rows]))
    page.get_by_role("button", name="Lire la liste").click()
    page.get_by_role("button", name="Importer 501 personnes").click()
    expect(page.get_by_role("heading", name="Tâches", exact=True)).to_be_visible()


def make_a_key(page: Page) -> None:
    page.get_by_label("Pour quel logiciel").fill("Tableur du bureau")
    page.get_by_role("button", name="Faire la clé").click()
    page.get_by_label("La clé").wait_for()


def invite_someone(page: Page) -> None:
    open_an_access(page)
    page.goto("/demonstration/messages/")
    page.get_by_role("table").wait_for()


def open_a_message(page: Page) -> None:
    invite_someone(page)
    page.locator("tbody th a").first.click()
    page.get_by_role("heading", name="1 destinataire").wait_for()


def open_first(path: str) -> Callable[[Page], None]:
    """The page of the first that a search of the directory finds."""

    def search_and_click(page: Page) -> None:
        page.goto(path)
        page.locator(".directory-card h3 a").first.click()
        page.locator(".directory-about").wait_for()
        unfold(page)

    return search_and_click


PLACES = {
    "home": Place("/"),
    "example": Place(SPACE),
    "example, its letter": Place(f"{SPACE}lettre/"),
    "table, empty": Place("/tour-de-table/"),
    "table, full": Place("/tour-de-table/", then=lay_the_table),
    "table, a line not understood": Place("/tour-de-table/", then=paste_a_mistake),
    "drawing, at the start": Place("/territoire/"),
    "drawing, communes found": Place("/territoire/?q=mont"),
    "drawing, no commune found": Place("/territoire/?q=zzzz"),
    "drawing, empty": Place("/territoire/?dep=82", then=unfold),
    "drawing, communes": Place(f"/territoire/?dep=82&codes={GRAND_MONTAUBAN}"),
    "drawing, figures": Place(f"/territoire/?dep=82&codes={GRAND_MONTAUBAN}", then=tab("Chiffres")),
    "drawing, law": Place(
        f"/territoire/?dep=82&codes={GRAND_MONTAUBAN}&signed=2027-06-01", then=tab("La loi")
    ),
    "drawing, law before it": Place("/territoire/?dep=82&codes=82121&signed=2018-06-01", then=tab("La loi")),
    "drawing, in pieces": Place(f"/territoire/?dep=82&codes={GRAND_MONTAUBAN}", then=untick_montauban),
    "drawing, refused words": Place("/territoire/?dep=82", then=paste_unknown_communes),
    "drawing, refused address": Place("/territoire/?dep=99&codes=82121,99999&signed=demain"),
    "uncovered, at the start": Place("/territoire/zones-blanches/"),
    "uncovered, refused": Place("/territoire/zones-blanches/?departement=99"),
    "uncovered": Place("/territoire/zones-blanches/82/"),
    "uncovered, nothing declared": Place("/territoire/zones-blanches/46/"),
    "directory, at the start": Place("/annuaire/", then=unfold),
    "directory, people": Place("/annuaire/?commune=82121&km=20&trade=medecin_specialiste", then=unfold),
    "directory, places": Place("/annuaire/?commune=82121&km=20&view=places", then=unfold),
    "directory, everywhere": Place("/annuaire/?q=marie"),
    "directory, nobody": Place("/annuaire/?q=zzqx+marie&commune=82121"),
    "directory, refused": Place("/annuaire/?q=a&commune=Saint-Denis"),
    "directory, someone": Place("/annuaire/personnes/0/", then=open_first("/annuaire/?commune=82121")),
    "directory, someone, with an account": Place(
        "/annuaire/personnes/0/", CAMILLE, open_first("/annuaire/?commune=82121")
    ),
    "directory, a place": Place(
        "/annuaire/lieux/0/", then=open_first("/annuaire/?commune=82121&view=places")
    ),
    "choosing, first question": Place("/choisir/"),
    "choosing, the team": Place("/choisir/?etape=2"),
    "choosing, advised": Place(f"/choisir/resultat/?{TEAM_IN_WORDS}"),
    "choosing, advised of nothing": Place("/choisir/resultat/"),
    "choosing, refused": Place("/choisir/resultat/?medecin_generaliste=beaucoup"),
    "forms": Place("/formes/"),
    "form": Place(f"/formes/msp/?{TEAM_IN_WORDS}&on=2026-03-01"),
    "form, refused": Place("/formes/msp/?on=demain"),
    "computing": Place("/calculer/"),
    "computing, asked": Place("/calculer/cpts/"),
    "computing, answered": Place("/calculer/cpts/?population=82095"),
    "computing, from an example": Place("/calculer/cpts/?population=60000"),
    "computing, half answered": Place("/calculer/msp/?patients=6000&points=9000&prerequisites_met=oui"),
    "computing, refused": Place("/calculer/cpts/?population=-3"),
    "contract": Place("/calculer/contrat/"),
    "contract, without missions": Place("/calculer/contrat/?signed=2026-03-01&size=1"),
    "contract, refused": Place("/calculer/contrat/?signed=demain"),
    "rules": Place("/regles/?q=plafond"),
    "rules, none found": Place("/regles/?q=zzzz"),
    "rule": Place("/regles/cpts.running_cost.size_2/"),
    "rule, unknown": Place("/regles/cpts.ceiling.size_1/"),
    "glossary": Place("/glossaire/"),
    "sign-in": Place("/compte/entrer/"),
    "sign-in, refused": Place("/compte/entrer/", then=send("Recevoir mon code", email="sans arobase")),
    "code": Place("/compte/entrer/", then=ask_a_code),
    "messages of the demonstration, none": Place("/demonstration/messages/"),
    "messages of the demonstration": Place("/demonstration/messages/", CAMILLE, invite_someone),
    "message of the demonstration": Place("/demonstration/messages/1/", CAMILLE, open_a_message),
    "code, refused": Place("/compte/entrer/", then=type_a_wrong_code),
    "sign-out": Place("/compte/quitter/", CAMILLE),
    "founding": Place(f"/fonder/?codes={GRAND_MONTAUBAN}&signed=2027-06-01", NOOR),
    "founding, with several already": Place("/fonder/?codes=82121&signed=2027-06-01", CAMILLE),
    "founding, without a drawing": Place("/fonder/?forme=cpts", NOOR),
    "founding, refused": Place("/fonder/?codes=82121", NOOR, send("Enregistrer le projet", name=" ")),
    "structures, none": Place("/s/", NEWCOMER),
    "structures": Place("/s/", CAMILLE),
    "workspace": Place(SPACE, CAMILLE),
    "team": Place(f"{SPACE}equipe/", CAMILLE, unfold),
    "team, read only": Place(f"{SPACE}equipe/", SACHA),
    "team, refused": Place(f"{SPACE}equipe/", CAMILLE, send("Ajouter à la table")),
    "import of members": Place(f"{SPACE}adherents/importer/", CAMILLE, unfold),
    "import of members, seen before": Place(
        f"{SPACE}adherents/importer/",
        CAMILLE,
        import_lines(
            "Nom;Profession;Téléphone;Téléphone;Depuis le",
            "Lou Fictif;infirmier;0612345678;;04/03/2026",
            "Max Fictif;dompteur;;;04/03/2026",
            "Zoé Fictif;MG;;0612345678;31/02/2026",
        ),
    ),
    "import of members, refused": Place(
        f"{SPACE}adherents/importer/", CAMILLE, send("Lire la liste", text="Bonjour")
    ),
    "information, refused": Place(
        f"{SPACE}equipe/", CAMILLE, send("Noter cette information", present="beaucoup")
    ),
    "territory": Place(f"{SPACE}territoire/", CAMILLE),
    "person of the team": Place(f"{SPACE}equipe/0/", CAMILLE, correct_someone),
    "members, none": Place(f"{MSP}adherents/", CAMILLE),
    "members, demands": Place(f"{SPACE}adherents/", CAMILLE, joining.ask),
    "members, read only": Place(f"{SPACE}adherents/?state=tous", SACHA),
    "members, nobody found": Place(f"{SPACE}adherents/?q=zzzz&state=tous", CAMILLE),
    "contact desk": Place(partners.CONTACT, CAMILLE),
    "contact desk, read only": Place(partners.CONTACT, SACHA),
    "contact desk, none": Place(f"{MSP}contact/", CAMILLE),
    "contact desk, refused": Place(f"{MSP}contact/", CAMILLE, partners.no_contact),
    "partners": Place(partners.PARTNERS, CAMILLE),
    "partners, none": Place(f"{MSP}partenaires/", CAMILLE),
    "partners, read only": Place(partners.PARTNERS, SACHA),
    "partners, none found": Place(f"{partners.PARTNERS}?q=zzzz&kind=cls", CAMILLE),
    "partners, looked for": Place(f"{partners.PARTNERS}ajouter/?q=ehpad", CAMILLE, unfold),
    "partners, unknown to the directory": Place(f"{partners.PARTNERS}ajouter/?q=zzzzzz", CAMILLE),
    "partner": Place(f"{partners.PARTNERS}0/", CAMILLE, partners.all_forms),
    "partner, read only": Place(f"{partners.PARTNERS}0/", SACHA, partners.read),
    "partner, refused": Place(f"{partners.PARTNERS}0/", CAMILLE, partners.refused),
    "partner, corrected meanwhile": Place(f"{partners.PARTNERS}0/corriger/", CAMILLE, partners.corrected),
    "convention": Place(f"{partners.PARTNERS}0/conventions/0/", CAMILLE, partners.convention),
    "convention, refused": Place(f"{partners.PARTNERS}0/conventions/", CAMILLE, partners.new_convention),
    "request of a partner": Place(f"{partners.PARTNERS}0/demandes/0/", CAMILLE, partners.request),
    "payroll": Place(payroll.PAYROLL, CAMILLE),
    "payroll, a file that is seen": Place(payroll.PAYROLL, CAMILLE, payroll.seen),
    "payroll, a file with a line refused": Place(payroll.PAYROLL, CAMILLE, payroll.refused),
    "payroll, a file of unknown columns": Place(payroll.PAYROLL, CAMILLE, payroll.unknown),
    "bank": Place(money.BANK, CAMILLE, unfold),
    "bank, an account": Place(f"{money.BANK}0/", CAMILLE, money.account),
    "bank, a file that is seen": Place(f"{money.BANK}0/importer/", CAMILLE, money.seen),
    "bank, a file that is refused": Place(f"{money.BANK}0/importer/", CAMILLE, money.refused),
    "bank, a line": Place(f"{money.BANK}lignes/0/", CAMILLE, money.line),
    "bank, a line that is said": Place(f"{money.BANK}lignes/0/", CAMILLE, money.line_said),
    "bank, what it takes": Place(f"{money.BANK}0/virements/", CAMILLE, money.wants),
    "payees": Place(f"{money.MONEY}beneficiaires/", CAMILLE),
    "payee, new": Place(f"{money.MONEY}beneficiaires/ajouter/", CAMILLE, unfold),
    "payee, refused": Place(
        f"{money.MONEY}beneficiaires/ajouter/", CAMILLE, send("Noter ce bénéficiaire", iban="FR76")
    ),
    "payee, to call back": Place(f"{money.MONEY}beneficiaires/0/", CAMILLE, money.payee),
    "batches": Place(f"{money.MONEY}lots/", CAMILLE, unfold),
    "batches, none": Place(f"{MSP}argent/lots/", CAMILLE),
    "batch, to prepare": Place(f"{money.MONEY}lots/preparer/", CAMILLE),
    "batch, held back": Place(f"{money.MONEY}lots/0/", CAMILLE, money.batch("prepare")),
    "batch, executed": Place(f"{money.MONEY}lots/0/", CAMILLE, money.batch("execute")),
    "books": Place(books.BOOKS, CAMILLE),
    "books, none": Place(f"{MSP}argent/livre/", CAMILLE),
    "books, a movement": Place(f"{books.BOOKS}noter/", CAMILLE),
    "books, a movement, refused": Place(
        f"{books.BOOKS}noter/", CAMILLE, takings.follow(since=f"{books.BOOKS}noter/", send="Noter")
    ),
    "books, an entry": Place(f"{books.BOOKS}0/", CAMILLE, books.entry),
    "books, a draft": Place(f"{books.BOOKS}0/", CAMILLE, books.draft()),
    "books, a draft to put right": Place(f"{books.BOOKS}0/modifier/", CAMILLE, books.draft("modifier/")),
    "books, opened": Place(f"{books.BOOKS}ouverture/", CAMILLE, unfold),
    "books, to open": Place(f"{MSP}argent/livre/ouverture/", CAMILLE, books.balances),
    "books, their chart": Place(f"{books.BOOKS}comptes/", CAMILLE, unfold),
    "books, an account": Place(f"{books.BOOKS}comptes/0/", CAMILLE, books.account),
    "books, a year": Place(f"{books.BOOKS}exercices/0/", CAMILLE, books.year(is_closed=False)),
    "books, a year that is closed": Place(f"{books.BOOKS}exercices/0/", CAMILLE, books.year(is_closed=True)),
    "who misses at the table": Place(f"{SPACE}equipe/manques/", CAMILLE),
    "who misses at the table, of a MSP": Place(f"{MSP}equipe/manques/", CAMILLE),
    "coverage": Place(f"{SPACE}adherents/couverture/", CAMILLE),
    "what one gains": Place(f"{SPACE}adherents/gagner/", CAMILLE),
    "what one gains, written": Place(f"{SPACE}adherents/gagner/pharmacien/", CAMILLE, joining.say_gain_page),
    "what one gains, behind the link": Place("/l/aucun/pharmacien/", CAMILLE, joining.gains),
    "what one gains, its poster": Place(
        f"{SPACE}adherents/regles/affiche/?pour=pharmacien", CAMILLE, joining.gains_poster
    ),
    "rules of joining, none": Place(f"{MSP}adherents/regles/", CAMILLE),
    "rules of joining": Place(f"{SPACE}adherents/regles/", CAMILLE, joining.open_door),
    "rules of joining, refused": Place(
        f"{MSP}adherents/regles/", CAMILLE, send("Enregistrer et ouvrir le lien", statutes_url="nulle part")
    ),
    "the public page of a structure": Place("/structure/cpts-du-grand-montauban-demonstration/"),
    "the poster of the public page": Place(f"{SPACE}adherents/regles/affiche/?page=1", CAMILLE),
    "joining, its poster": Place(f"{SPACE}adherents/regles/affiche/", CAMILLE, joining.poster),
    "joining": Place("/l/aucun/", CAMILLE, joining.door),
    "joining, found": Place("/l/aucun/", CAMILLE, joining.found),
    "joining, nobody found": Place("/l/aucun/", CAMILLE, joining.nobody),
    "joining, filled": Place("/l/aucun/", CAMILLE, joining.filled),
    "joining, by hand": Place("/l/aucun/", CAMILLE, joining.by_hand),
    "joining, refused": Place("/l/aucun/", CAMILLE, joining.refused),
    "joining, asked": Place("/l/aucun/merci/", CAMILLE, joining.thanks),
    "checking cards": Place(f"{SPACE}adherents/exactes/", CAMILLE, joining.check),
    "own card": Place("/l/aucun/", then=joining.own_card),
    "own card, refused": Place("/l/aucun/", then=joining.own_card_refused),
    "own card, leaving": Place("/l/aucun/", then=joining.leave),
    "own card, away": Place("/l/aucun/", then=cards.own_card_full),
    "own card, absence refused": Place("/l/aucun/", then=cards.own_absence_refused),
    "own card, erasing": Place("/l/aucun/", then=cards.own_erasing),
    "own card, erased": Place("/l/aucun/", then=cards.own_erased),
    "members, somebody away": Place(f"{SPACE}adherents/", CAMILLE, cards.someone_away),
    "cards to read again": Place(f"{SPACE}adherents/annuaire/", CAMILLE, cards.reread),
    "cards to read again, none": Place(f"{MSP}adherents/annuaire/", CAMILLE),
    "card to read again": Place(f"{SPACE}equipe/0/", CAMILLE, cards.reread_one),
    "card, erasing": Place(f"{SPACE}equipe/0/effacer/", CAMILLE, cards.erasing),
    "what is kept": Place(f"{SPACE}adherents/conservation/", CAMILLE),
    "parts of a company": Place(f"{MSP}equipe/0/parts/", CAMILLE, cards.parts),
    "parts of a company, foreseen": Place(f"{MSP}equipe/0/parts/", CAMILLE, cards.parts_foreseen),
    "doubles": Place(f"{SPACE}adherents/doubles/", CAMILLE, joining.doubles),
    "doubles, none": Place(f"{MSP}adherents/doubles/", CAMILLE),
    "doubles, chosen by hand": Place(f"{MSP}adherents/doubles/?choisir=1", CAMILLE),
    "fees, none": Place(f"{MSP}adherents/cotisations/", CAMILLE),
    "fees": Place(f"{SPACE}adherents/cotisations/", CAMILLE, joining.fees),
    "fees, refused": Place(f"{MSP}adherents/cotisations/", CAMILLE, send("Enregistrer", amount="-3")),
    "step of the life": Place(f"{SPACE}parcours/etapes/reconnaissance/0/", CAMILLE, correct_a_step),
    "parts": Place(f"{SPACE}territoire/parties/", CAMILLE),
    "parts, read only": Place(f"{SPACE}territoire/parties/", SACHA),
    "parts, refused": Place(
        f"{SPACE}territoire/parties/", CAMILLE, send("Prendre cette partie seulement", name="Centre")
    ),
    "history": Place(f"{SPACE}reglages/historique/", CAMILLE),
    "erasing": Place(f"{SPACE}reglages/supprimer/", CAMILLE),
    "erasing, refused": Place(
        f"{SPACE}reglages/supprimer/", CAMILLE, send("Supprimer pour toujours", name="Autre")
    ),
    "account": Place("/compte/", CAMILLE),
    "account, erasing": Place("/compte/supprimer/", CAMILLE),
    "territory, redrawn": Place(f"{SPACE}territoire/redessiner/?codes=82121", CAMILLE),
    "habits, none": Place(f"{SPACE}diagnostic/habitudes/", CAMILLE),
    "habits, none to read": Place(f"{SPACE}diagnostic/habitudes/", SACHA),
    "habits": Place(f"{SPACE}diagnostic/habitudes/", CAMILLE, lay_sectors),
    "habits, new": Place(f"{SPACE}diagnostic/habitudes/ajouter/", CAMILLE, unfold),
    "habits, seen before": Place(f"{SPACE}diagnostic/habitudes/ajouter/", CAMILLE, see_lines),
    "habits, refused": Place(f"{SPACE}diagnostic/habitudes/ajouter/", CAMILLE, lay_mistakes),
    "habits, sectors": Place(f"{SPACE}diagnostic/habitudes/0/", CAMILLE, lay_sectors),
    "habits, flows": Place(f"{SPACE}diagnostic/habitudes/0/", CAMILLE, lay_flows),
    "founding, a MSP": Place("/fonder/?forme=msp&equipe=infirmier:2&region=76", CAMILLE),
    "founding, around a patient": Place("/fonder/?forme=escap", CAMILLE),
    "sites": Place(f"{MSP}sites/", CAMILLE),
    "sites, none": Place(f"{SPACE}sites/", CAMILLE),
    "sites, refused": Place(f"{SPACE}sites/", CAMILLE, send("Ajouter ce site", finess="12")),
    "site": Place(f"{MSP}sites/1/", CAMILLE, open_site),
    "MSP, home": Place(MSP, CAMILLE),
    "legal person": Place(f"{MSP}parcours/porteurs/0/", CAMILLE, correct_a_carrier),
    "MSP, life": Place(f"{MSP}parcours/", CAMILLE, unfold),
    "MSP, document": Place(f"{MSP}lettre/", CAMILLE),
    "MSP, diagnosis without communes": Place(f"{MSP}diagnostic/", CAMILLE),
    "linked structures": Place(f"{SPACE}liens/", CAMILLE),
    "linked structures, refused": Place(
        f"{SPACE}liens/",
        CAMILLE,
        send("Demander à l’autre de confirmer", address="/s/cpts-du-grand-montauban-demonstration/"),
    ),
    "past": Place(f"{SPACE}parcours/passe/", CAMILLE),
    "past, refused": Place(
        f"{SPACE}parcours/passe/", CAMILLE, send("Noter ces dates", lettre_validee="2020-01-01")
    ),
    "life": Place(f"{SPACE}parcours/", CAMILLE, unfold),
    "life, refused": Place(f"{SPACE}parcours/", CAMILLE, send("Noter cette personne morale", siret="12")),
    "surveys, none": Place(surveys.SURVEYS, CAMILLE, unfold),
    "surveys, none to read": Place(surveys.SURVEYS, SACHA),
    "surveys": Place(surveys.SURVEYS, CAMILLE, surveys.see(surveys.everything, answers=1)),
    "surveys, refused": Place(
        surveys.SURVEYS,
        CAMILLE,
        send("Ouvrir cette enquête\N{NO-BREAK SPACE}: Professionnels de santé", closed_on="2020-01-01"),
    ),
    "survey, too early": Place(f"{surveys.SURVEYS}0/", CAMILLE, surveys.see(surveys.results, answers=3)),
    "survey, open": Place(f"{surveys.SURVEYS}0/", SACHA, surveys.see(surveys.results, answers=12)),
    "survey, closed": Place(
        f"{surveys.SURVEYS}0/", CAMILLE, surveys.see(surveys.results, answers=25, closed=True)
    ),
    "survey, its poster": Place(f"{surveys.SURVEYS}0/affiche/", CAMILLE, surveys.see(surveys.poster)),
    "survey, asked": Place("/l/aucun/", CAMILLE, surveys.see(surveys.link)),
    "survey, refused": Place("/l/aucun/", CAMILLE, surveys.answer_nothing),
    "survey, answered": Place("/l/aucun/merci/", CAMILLE, surveys.see(surveys.thanks)),
    "survey, over": Place("/l/aucun/", CAMILLE, surveys.see(surveys.link, closed=True)),
    "bulletins": Place(bulletins.BULLETINS, CAMILLE),
    "bulletins, to read": Place(bulletins.BULLETINS, SACHA),
    "bulletins, none": Place(f"{MSP}bulletins/", CAMILLE),
    "to tell otherwise": Place(bulletins.UNREACHED, CAMILLE, bulletins.unreached),
    "to tell otherwise, nobody": Place(f"{MSP}adherents/a-prevenir/", CAMILLE),
    "card, its address sends back": Place(f"{SPACE}equipe/0/", CAMILLE, bulletins.stopped_card),
    "bulletins, with held unsubscriptions": Place(bulletins.BULLETINS, CAMILLE, bulletins.held),
    "bulletin, written": Place(f"{bulletins.BULLETINS}0/", CAMILLE, bulletins.writing),
    "bulletin, refused": Place(f"{bulletins.BULLETINS}0/", CAMILLE, bulletins.refused),
    "bulletin, before it leaves": Place(f"{bulletins.BULLETINS}0/apercu/", CAMILLE, bulletins.preview),
    "bulletin, sent": Place(f"{bulletins.BULLETINS}0/", CAMILLE, bulletins.read),
    "bulletin, read by a member": Place(f"{bulletins.BULLETINS}0/", SACHA, bulletins.read),
    "bulletin, received": Place("/l/aucun/", "", bulletins.door),
    "bulletin, stopped": Place("/l/aucun/", "", bulletins.stopped),
    "year": Place(f"{SPACE}annee/", CAMILLE),
    "changes to declare": Place(f"{SPACE}annee/declarations/", CAMILLE),
    "year, empty": Place(f"{MSP}annee/?year=2031", CAMILLE),
    "ideas": Place(ideas.IDEAS, CAMILLE, ideas.ideas),
    "ideas, none": Place(ideas.IDEAS, SACHA),
    "ideas, refused": Place(ideas.IDEAS, CAMILLE, ideas.refused),
    "idea": Place(f"{ideas.IDEAS}0/", CAMILLE, ideas.idea),
    "idea, read by a member": Place(f"{ideas.IDEAS}0/", SACHA, ideas.idea),
    "idea, its answer refused": Place(f"{ideas.IDEAS}0/", CAMILLE, ideas.answer_refused),
    "ideas, by one’s link": Place("/l/aucun/idees/", "", ideas.own_ideas),
    "idea, by one’s link": Place("/l/aucun/idee-0/", "", ideas.own_idea),
    "interests": Place(ideas.REGISTER, CAMILLE, ideas.declared),
    "interests, one’s own": Place("/l/aucun/interets/", "", ideas.own_interests),
    "referents": Place(ideas.REFERENTS, CAMILLE, ideas.referents),
    "referents, none": Place(ideas.REFERENTS, SACHA),
    "concertations": Place(f"{MSP}rcp/", CAMILLE, ideas.register),
    "concertations, refused": Place(f"{MSP}rcp/", CAMILLE, ideas.register_refused),
    "task, one’s own": Place("/l/aucun/tache-0/", "", ideas.own_task),
    "weekly message, stopped": Place("/l/aucun/rappels/", "", ideas.own_wish),
    "pack of somebody who leaves": Place(ideas.PACK, CAMILLE, ideas.pack),
    "care": Place(duties.CARE, CAMILLE),
    "care, what it counts": Place(f"{duties.CARE}comptes/", CAMILLE),
    "care, what it keeps": Place(f"{duties.CARE}confidentialite/", SACHA),
    "files of people": Place(records.FILES, CAMILLE, records.files),
    "files of people, their reconciliations": Place(records.FILES, CAMILLE, records.reconciliations),
    "files of people, closed": Place(records.FILES, CAMILLE, records.closed),
    "file of a person, why": Place(records.FILES, CAMILLE, records.why),
    "file of a person": Place(records.FILES, CAMILLE, records.file),
    "file of a person, its plan": Place(records.FILES, CAMILLE, records.plan),
    "care, what it keeps of people who are named": Place(records.FILES, CAMILLE, records.kept),
    "care, its settings": Place(f"{duties.CARE}reglages/", CAMILLE),
    "on duty": Place(duties.DUTY, CAMILLE),
    "on duty, read by a member": Place(duties.DUTY, SACHA),
    "on duty, none": Place(f"{duties.EMPTY}gardes/", NOOR),
    "roster, new": Place(f"{duties.DUTY}ajouter/", CAMILLE),
    "roster": Place(f"{duties.DUTY}0/", CAMILLE, duties.roster),
    "roster, being prepared": Place(f"{duties.DUTY}0/", CAMILLE, duties.drafted),
    "roster, its rules": Place(f"{duties.DUTY}0/reglages/", CAMILLE, duties.settings),
    "roster, its rules refused": Place(f"{duties.DUTY}0/reglages/", CAMILLE, duties.settings_refused),
    "turn": Place(f"{duties.DUTY}0/tours/0/", CAMILLE, duties.turn),
    "who can take": Place(duties.TAKING, CAMILLE),
    "who can take, nobody": Place(f"{duties.EMPTY}non-programmes/", NOOR),
    "what one can take": Place(f"{duties.TAKING}0/", CAMILLE, duties.capacity),
    "regulation": Place(f"{duties.TAKING}regulation/", CAMILLE, duties.regulation_refused),
    "regulation, none": Place(f"{duties.EMPTY}non-programmes/regulation/", NOOR),
    "on duty, by the link of regulators": Place("/l/aucun/", "", duties.board),
    "taps": Place("/l/aucun/", "", duties.taps),
    "taps, the second": Place("/l/aucun/infirmier/", "", duties.second_tap),
    "duties, one’s own": Place("/l/aucun/gardes/", "", duties.own_duties),
    "turn, one’s own": Place("/l/aucun/garde-0/", "", duties.own_duty),
    "turn, to exchange": Place("/l/aucun/remplacement-0/", "", duties.own_exchange),
    "roster, to close": Place(f"{duties.DUTY}0/fermer/", CAMILLE, duties.closing),
    "turn, to take": Place("/l/aucun/remplacement-0/", "", duties.own_swap),
    "capacity, one’s own, refused": Place("/l/aucun/capacite/", "", duties.own_capacity),
    "help, answered": Place(f"{caring_paths.CARE}aide/?situation=bpco_tabac", CAMILLE),
    "help, by the link handed out": Place("/l/aucun/", "", caring_paths.by_link),
    "help, by one’s link": Place("/l/aucun/aide/", "", caring_paths.own("aide")),
    "help, its book": Place(f"{caring_paths.CARE}aide/annuaire/", CAMILLE),
    "help, new": Place(f"{caring_paths.CARE}aide/ajouter/", CAMILLE, caring_paths.help_refused),
    "help, corrected": Place(
        f"{caring_paths.CARE}aide/0/", CAMILLE, caring_paths.first("help_offers", "aide/{pk}/")
    ),
    "pathways": Place(f"{caring_paths.CARE}parcours/", CAMILLE),
    "pathway, new": Place(f"{caring_paths.CARE}parcours/ajouter/", CAMILLE),
    "pathway": Place(
        f"{caring_paths.CARE}parcours/0/",
        CAMILLE,
        caring_paths.first("pathways", "parcours/{pk}/", title__startswith="Retour"),
    ),
    "pathway, written": Place(
        f"{caring_paths.CARE}parcours/0/ecrire/",
        CAMILLE,
        caring_paths.first("pathways", "parcours/{pk}/ecrire/", title__startswith="Plaie"),
    ),
    "pathway, by one’s link": Place("/l/aucun/parcours-0/", "", caring_paths.own_pathway),
    "reflex sheets": Place(f"{caring_paths.CARE}parcours/fiches/", CAMILLE),
    "reflex sheet, new": Place(f"{caring_paths.CARE}parcours/fiches/ajouter/?modele=diabete", CAMILLE),
    "reflex sheet": Place(
        f"{caring_paths.CARE}parcours/fiches/0/",
        CAMILLE,
        caring_paths.first("reflex_sheets", "parcours/fiches/{pk}/"),
    ),
    "reflex sheet, written": Place(
        f"{caring_paths.CARE}parcours/fiches/0/ecrire/",
        CAMILLE,
        caring_paths.first("reflex_sheets", "parcours/fiches/{pk}/ecrire/"),
    ),
    "reflex sheet, by one’s link": Place("/l/aucun/fiche-0/", "", caring_paths.own_sheet),
    "education": Place(f"{caring_paths.CARE}education/", CAMILLE),
    "education, new": Place(f"{caring_paths.CARE}education/ajouter/", CAMILLE),
    "education, a programme": Place(
        f"{caring_paths.CARE}education/0/", CAMILLE, caring_paths.first("etp_programmes", "education/{pk}/")
    ),
    "education, a programme corrected": Place(
        f"{caring_paths.CARE}education/0/modifier/",
        CAMILLE,
        caring_paths.first("etp_programmes", "education/{pk}/modifier/"),
    ),
    "concertations called": Place(f"{caring_paths.CARE}concertations/", CAMILLE),
    "concertation, new": Place(f"{caring_paths.CARE}concertations/convoquer/", CAMILLE),
    "concertation": Place(
        f"{caring_paths.CARE}concertations/0/",
        CAMILLE,
        caring_paths.first("rcp_calls", "concertations/{pk}/", situations=None),
    ),
    "concertation, by one’s link": Place("/l/aucun/rcp-0/", "", caring_paths.own_call),
    "session of education, by one’s link": Place("/l/aucun/seance-0/", "", caring_paths.own_session),
    "escap": Place(f"{caring_paths.CARE}escap/", CAMILLE),
    "escap, new": Place(f"{caring_paths.CARE}escap/ajouter/", CAMILLE, caring_paths.escap_refused),
    "escap, a team": Place(
        f"{caring_paths.CARE}escap/0/",
        CAMILLE,
        caring_paths.first("escaps", "escap/{pk}/", state="proposee"),
    ),
    "alerts": Place(f"{alerting.CARE}alertes/", SACHA),
    "alerts, refused": Place(f"{alerting.CARE}alertes/", CAMILLE, alerting.alerts_refused),
    "alert, running": Place(f"{alerting.CARE}alertes/0/", CAMILLE, alerting.alert(1)),
    "alert, who read it": Place(f"{alerting.CARE}alertes/0/lectures/", CAMILLE, alerting.readings),
    "alert, to write": Place(f"{alerting.CARE}alertes/0/", CAMILLE, alerting.alert(3)),
    "alert, by one’s link": Place("/l/aucun/alerte-0/", "", alerting.own_alert),
    "shortage, by one’s link": Place("/l/aucun/rupture/", "", alerting.own_signal),
    "validation, by one’s link": Place("/l/aucun/valider-0/", "", alerting.own_validation),
    "seasons": Place(f"{alerting.CARE}saisons/", CAMILLE),
    "season": Place(f"{alerting.CARE}saisons/0/", CAMILLE, alerting.season),
    "season, by one’s link": Place("/l/aucun/saison-0/", "", alerting.own_season),
    "crises": Place(f"{alerting.CARE}crise/", CAMILLE),
    "crises, none": Place("/s/esp-clap-des-mauges-demonstration/soins/crise/", NOOR),
    "crisis sheet": Place(f"{alerting.CARE}crise/fiches/malades/", CAMILLE),
    "crisis, refused": Place(f"{alerting.CARE}crise/declencher/", CAMILLE, alerting.start_refused),
    "crisis": Place(f"{alerting.CARE}crise/0/", CAMILLE, alerting.crisis),
    "crisis, its answers": Place(f"{alerting.CARE}crise/0/reponses/", CAMILLE, alerting.answers),
    "crisis, by one’s link": Place("/l/aucun/crise-0/", "", alerting.own_crisis),
    "project": Place(projects.PROJECT, CAMILLE),
    "project, read by a member": Place(projects.PROJECT, SACHA),
    "project, empty": Place(projects.EMPTY, NOOR),
    "needs": Place(f"{projects.PROJECT}besoins/", CAMILLE),
    "needs, none": Place(f"{projects.EMPTY}besoins/", NOOR),
    "need, refused": Place(f"{projects.PROJECT}besoins/", CAMILLE, projects.need_refused),
    "objective, new": Place(f"{projects.PROJECT}objectifs/ajouter/", CAMILLE),
    "objective": Place(f"{projects.PROJECT}objectifs/0/", CAMILLE, projects.objective),
    "actions": Place(f"{projects.PROJECT}actions/", CAMILLE),
    "actions, none": Place(f"{projects.EMPTY}actions/", NOOR),
    "action, new": Place(f"{projects.PROJECT}actions/ajouter/", CAMILLE),
    "action, refused": Place(f"{projects.PROJECT}actions/ajouter/", CAMILLE, projects.action_refused),
    "action": Place(projects.ACTION, CAMILLE, unfold),
    "action, read by a member": Place(projects.ACTION, SACHA),
    "action, its state refused": Place(projects.ACTION, CAMILLE, projects.state_refused),
    "action, a part": Place(f"{projects.ACTION}ecrire/essentiel/", CAMILLE),
    "action, a step": Place(f"{projects.ACTION}etapes/0/", CAMILLE, projects.step),
    "action, by one’s link": Place("/l/aucun/action-0/", "", projects.own_action),
    "protocols": Place(protocols.CARE + "protocoles/", CAMILLE),
    "protocols, none": Place(f"{protocols.EMPTY}protocoles/", NOOR),
    "protocol, of the law": Place(f"{protocols.CARE}protocoles/odynophagie/", CAMILLE),
    "protocol, its team refused": Place(f"{protocols.CARE}equipes/0/", CAMILLE, protocols.team_refused),
    "tree": Place(f"{protocols.CARE}arbres/angine_au_comptoir/", SACHA),
    "tree, followed to its end": Place(
        f"{protocols.CARE}arbres/peau_avis_a_distance/suivre/", SACHA, protocols.tree_ended
    ),
    "text of the team": Place(f"{protocols.CARE}textes/0/", CAMILLE, protocols.text("Chute à domicile")),
    "text of the team, a tree": Place(
        f"{protocols.CARE}textes/0/",
        SACHA,
        protocols.text("Équivalence convenue"),
    ),
    "text of the team, written": Place(
        f"{protocols.CARE}textes/0/ecrire/", CAMILLE, protocols.text("Pansement du samedi", "ecrire/")
    ),
    "text of the team, with its validators": Place(
        f"{protocols.CARE}textes/0/", CAMILLE, protocols.text("Oxygène au domicile")
    ),
    "text of the team, to validate": Place("/l/aucun/texte-0/", "", protocols.own_text),
    "text of the team, refused": Place(f"{protocols.CARE}textes/ecrire/", CAMILLE, protocols.text_refused),
    "pharmacy": Place(f"{protocols.CARE}pharmacie/", CAMILLE),
    "pharmacy, none": Place(f"{protocols.EMPTY}pharmacie/", NOOR),
    "counter, of a pharmacist": Place("/l/aucun/comptoir/", "", protocols.counter(protocols.PHARMACIST)),
    "counter, of a delegate": Place("/l/aucun/comptoir/", "", protocols.counter(protocols.NURSE)),
    "tree, at the counter": Place("/l/aucun/arbre/", "", protocols.own_tree),
    "year of actions": Place(f"{projects.PROJECT}annee/", CAMILLE),
    "year of actions, empty": Place(f"{projects.PROJECT}annee/?year=2040", CAMILLE),
    "library": Place(f"{projects.PROJECT}bibliotheque/", CAMILLE),
    "sheet of the library": Place(f"{projects.PROJECT}bibliotheque/fragilite/", CAMILLE),
    "action of another structure": Place(f"{projects.PROJECT}reprendre/0/", CAMILLE, projects.copied),
    "maturity": Place(f"{projects.PROJECT}maturite/", CAMILLE, projects.maturity_refused),
    "maturity, none": Place(f"{projects.EMPTY}maturite/", NOOR),
    "maturity, by one’s link": Place("/l/aucun/maturite/", "", projects.own_maturity),
    "doctors sought": Place(doctors.DOCTORS, CAMILLE),
    "doctors sought, all": Place(f"{doctors.DOCTORS}?state=tous", SACHA),
    "doctors sought, none": Place(f"{doctors.EMPTY}medecins/", NOOR),
    "doctor sought": Place(f"{doctors.DOCTORS}0/", CAMILLE, doctors.one_open),
    "doctor sought, taken": Place(f"{doctors.DOCTORS}0/", SACHA, doctors.one_taken),
    "doctor sought, refused": Place(f"{doctors.DOCTORS}0/", CAMILLE, doctors.one_refused),
    "doctor sought, new": Place(f"{doctors.DOCTORS}demander/", CAMILLE),
    "places of doctors": Place(f"{doctors.DOCTORS}places/", CAMILLE, doctors.places_refused),
    "places of doctors, none": Place(f"{doctors.EMPTY}medecins/places/", NOOR),
    "doctors, the page": Place(f"{doctors.DOCTORS}page/", CAMILLE),
    "doctors, the page not open": Place(f"{doctors.EMPTY}medecins/page/", NOOR),
    "doctors, the poster": Place(f"{doctors.DOCTORS}page/affiche/", CAMILLE),
    "doctors, the year": Place(f"{doctors.DOCTORS}annee/2026/", CAMILLE),
    "doctors, the year, empty": Place(f"{doctors.EMPTY}medecins/annee/2026/", NOOR),
    "doctor, asked by oneself": Place("/l/aucun/", "", doctors.public),
    "doctor, followed by a code": Place("/l/aucun/suivre/", "", doctors.followed),
    "doctor, followed by a code that is none": Place("/l/aucun/suivre/", "", doctors.not_followed),
    "doctor, offered": Place("/l/aucun/place-0/", "", doctors.offered),
    "doctor, what one takes": Place("/l/aucun/patients/", "", doctors.own_patients),
    "doctor, asked by a card": Place("/l/aucun/cherche/", "", doctors.own_ask),
    "desks": Place(doctors.DESKS, CAMILLE),
    "desks, none": Place(f"{doctors.EMPTY}guichets/", NOOR),
    "desk": Place(f"{doctors.DESKS}0/", CAMILLE, doctors.desk),
    "desk, its sheet": Place(f"{doctors.DESKS}0/fiche/", CAMILLE, doctors.sheet),
    "desk, by its link": Place("/l/aucun/", "", doctors.at_the_desk),
    "desk, asking": Place("/l/aucun/medecin_traitant/", "", doctors.desk_asks),
    "desk, what is kept": Place("/l/aucun/confidentialite/", "", doctors.desk_kept),
    "doctor, asked by oneself, what is kept": Place("/l/aucun/confidentialite/", "", doctors.public_kept),
    "desk, a request": Place("/l/aucun/demande-0/", "", doctors.desk_reads),
    "requests for care": Place(f"{requests.CARE}demandes/", CAMILLE),
    "requests for care, closed, read by a member": Place(f"{requests.CARE}demandes/?etat=closes", SACHA),
    "requests for care, none": Place(f"{requests.EMPTY}demandes/", NOOR),
    "request for care, new": Place(f"{requests.CARE}demandes/nouvelle/", CAMILLE),
    "request for care, refused": Place(f"{requests.CARE}demandes/nouvelle/", CAMILLE, requests.refused),
    "request for care, late": Place(f"{requests.CARE}demandes/1/", CAMILLE, requests.late),
    "request for care, taken": Place(f"{requests.CARE}demandes/1/", SACHA, requests.taken),
    "who is told": Place(f"{requests.CARE}prevenus/", CAMILLE),
    "who is told, nobody": Place(f"{requests.EMPTY}prevenus/", NOOR),
    "questions to a prescriber": Place(f"{requests.CARE}questions/", CAMILLE),
    "questions to a prescriber, none": Place(f"{requests.EMPTY}questions/", NOOR),
    "a desk": Place("/l/aucun/", "", requests.of_desk),
    "a desk asks": Place("/l/aucun/retour/", "", requests.asking),
    "a desk waits": Place("/l/aucun/demande-0/", "", requests.asked),
    "a desk is answered": Place("/l/aucun/demande-0/", "", requests.answered),
    "request, by one’s link": Place("/l/aucun/besoin-0/", "", requests.offered),
    "request that is mine": Place("/l/aucun/besoin-0/", "", requests.mine),
    "request that is taken": Place("/l/aucun/besoin-0/", "", requests.gone),
    "how one is told": Place("/l/aucun/prevenir/", "", requests.watching),
    "a pharmacist asks": Place("/l/aucun/poser/", "", requests.to_ask),
    "a question, asked": Place("/l/aucun/question-0/", "", requests.by_channel),
    "a question, to answer": Place("/l/aucun/question-0/", "", requests.to_answer),
    "how a practice is asked": Place("/l/aucun/canal/", "", requests.channel),
    "followed": Place(followed.INDICATORS, CAMILLE),
    "followed, of a past year": Place(f"{followed.INDICATORS}?annee=2025", SACHA),
    "followed, none": Place(followed.EMPTY, NOOR),
    "followed, new": Place(f"{followed.INDICATORS}ajouter/", CAMILLE, followed.indicator_refused),
    "indicators of the catalogue": Place(f"{followed.INDICATORS}choisir/", CAMILLE),
    "indicator, given by the caisse": Place(f"{followed.INDICATORS}0/", CAMILLE, followed.given),
    "indicator, counted here": Place(f"{followed.INDICATORS}0/", CAMILLE, followed.counted),
    "indicator, its value refused": Place(f"{followed.INDICATORS}0/", CAMILLE, followed.value_refused),
    "followed, edited": Place(f"{followed.INDICATORS}0/modifier/", CAMILLE, followed.edited),
    "context": Place(f"{followed.INDICATORS}contexte/", CAMILLE),
    "reviews": Place(f"{followed.INDICATORS}revues/", CAMILLE),
    "review": Place(f"{followed.INDICATORS}revues/0/", CAMILLE, followed.review),
    "pieces": Place(followed.PIECES, CAMILLE),
    "pieces, none": Place(f"{followed.EMPTY}pieces/", NOOR),
    "piece, new": Place(f"{followed.PIECES}ajouter/", CAMILLE, followed.piece_refused),
    "meetings": Place(sittings.MEETINGS, CAMILLE),
    "meetings, read by a member": Place(sittings.MEETINGS, SACHA),
    "meetings, none": Place(f"{CLAP}reunions/", NOOR),
    "instances": Place(sittings.INSTANCES, CAMILLE),
    "instances, none": Place(f"{CLAP}reunions/instances/", NOOR),
    "instance, new": Place(f"{sittings.INSTANCES}ajouter/", CAMILLE),
    "instance": Place(f"{sittings.INSTANCES}0/", CAMILLE, sittings.instance),
    "instance, read by a member": Place(f"{sittings.INSTANCES}0/", SACHA, sittings.instance),
    "instance, nobody seated": Place(f"{sittings.INSTANCES}0/", CAMILLE, sittings.instance_refused),
    "instance, its rules": Place(f"{sittings.INSTANCES}0/regles/", CAMILLE, sittings.rules),
    "instance, its rules refused": Place(f"{sittings.INSTANCES}0/regles/", CAMILLE, sittings.rules_refused),
    "meeting, new": Place(f"{sittings.MEETINGS}preparer/0/", CAMILLE, sittings.prepare),
    "meeting, not prepared": Place(f"{sittings.MEETINGS}preparer/0/", CAMILLE, sittings.not_prepared),
    "dates, new": Place(f"{sittings.MEETINGS}proposer/0/", CAMILLE, dates.proposing),
    "dates, refused": Place(f"{sittings.MEETINGS}proposer/0/", CAMILLE, dates.refused),
    "dates, answered": Place(f"{sittings.MEETINGS}sondages/0/", CAMILLE, dates.read),
    "dates, nobody answered": Place(f"{sittings.MEETINGS}sondages/0/", CAMILLE, dates.unanswered),
    "dates, level": Place(f"{sittings.MEETINGS}sondages/0/", CAMILLE, dates.level),
    "dates, one’s answer": Place("/l/aucun/", "", dates.own),
    "dates, one’s answer noted": Place("/l/aucun/", "", dates.noted),
    "dates, one’s answer refused": Place("/l/aucun/", "", dates.nothing_said),
    "dates, closed": Place("/l/aucun/", "", dates.closed),
    "dates, by the shared link": Place("/l/aucun/", "", dates.by_name),
    "meeting, to come": Place(f"{sittings.MEETINGS}0/", CAMILLE, sittings.to_come),
    "meeting, answered": Place(f"{sittings.MEETINGS}0/", CAMILLE, sittings.answers),
    "meeting, taken up from what waits": Place(f"{sittings.MEETINGS}preparer/0/", CAMILLE, rooms.taking),
    "meeting, with a document": Place(f"{sittings.MEETINGS}0/", CAMILLE, rooms.documented),
    "meeting, its code": Place(f"{sittings.MEETINGS}0/emargement/", CAMILLE, rooms.code),
    "meeting, its code closed": Place(f"{sittings.MEETINGS}0/emargement/", CAMILLE, rooms.no_code),
    "meeting, one signs by the code": Place("/l/aucun/", "", rooms.signing_page),
    "meeting, one signs, refused": Place("/l/aucun/", "", rooms.not_expected),
    "meeting, signatures to confirm": Place(f"{sittings.MEETINGS}0/presences/", CAMILLE, rooms.to_confirm),
    "meeting, one signs by one’s link": Place("/l/aucun/", "", rooms.own_door),
    "meeting, conducted": Place(f"{sittings.MEETINGS}0/conduite/", CAMILLE, rooms.conducted),
    "meeting, its screen": Place(f"{sittings.MEETINGS}0/ecran/", CAMILLE, rooms.screen),
    "meeting, its screen before": Place(f"{sittings.MEETINGS}0/ecran/", CAMILLE, rooms.screen_before),
    "minutes, written": Place(f"{sittings.MEETINGS}0/proces-verbal/", CAMILLE, rooms.writing_minutes),
    "minutes, two texts": Place(f"{sittings.MEETINGS}0/proces-verbal/", CAMILLE, rooms.both_texts),
    "minutes, sent": Place(f"{sittings.MEETINGS}0/proces-verbal/", CAMILLE, rooms.sent_minutes),
    "minutes, read again by one’s link": Place("/l/aucun/", "", rooms.own_minutes),
    "meeting, one’s answer": Place("/l/aucun/", "", sittings.own_answer),
    "meeting, one’s answer refused": Place("/l/aucun/", "", sittings.answer_refused),
    "meeting, one’s answer noted": Place("/l/aucun/", "", sittings.answered),
    "meeting, called off before one answers": Place("/l/aucun/", "", sittings.answer_too_late),
    "meeting, changed": Place(f"{sittings.MEETINGS}0/modifier/", CAMILLE, sittings.changed),
    "meeting, under way": Place(f"{sittings.MEETINGS}0/", CAMILLE, sittings.running),
    "meeting, not decided": Place(f"{sittings.MEETINGS}0/", CAMILLE, sittings.not_decided),
    "meeting, held": Place(f"{sittings.MEETINGS}0/", CAMILLE, sittings.held),
    "meeting, read by a member": Place(f"{sittings.MEETINGS}0/", SACHA, sittings.held),
    "meeting, called off": Place(f"{sittings.MEETINGS}0/", CAMILLE, sittings.called_off),
    "meeting, who is there": Place(f"{sittings.MEETINGS}0/presences/", CAMILLE, sittings.attendance),
    "meeting, too early to tick": Place(
        f"{sittings.MEETINGS}0/presences/", CAMILLE, sittings.attendance_too_early
    ),
    "vote, new": Place(f"{sittings.MEETINGS}0/votes/preparer/", CAMILLE, sittings.new_vote),
    "vote, not prepared": Place(f"{sittings.MEETINGS}0/votes/preparer/", CAMILLE, sittings.no_vote),
    "vote, prepared": Place(f"{sittings.MEETINGS}votes/0/", CAMILLE, sittings.drafted_vote),
    "vote, changed": Place(f"{sittings.MEETINGS}votes/0/modifier/", CAMILLE, sittings.changed_vote),
    "vote, open": Place(f"{sittings.MEETINGS}votes/0/", CAMILLE, sittings.open_vote),
    "vote, closed": Place(f"{sittings.MEETINGS}votes/0/", CAMILLE, sittings.closed_vote),
    "vote, closed, read by a member": Place(f"{sittings.MEETINGS}votes/0/", SACHA, sittings.closed_vote),
    "vote, one’s own": Place("/l/aucun/vote/", "", sittings.own_vote),
    "vote, one’s own, empty": Place("/l/aucun/vote/", "", sittings.no_ballot),
    "vote, one’s own, cast": Place("/l/aucun/vote/", "", sittings.own_vote_cast),
    "decisions": Place(f"{SPACE}decisions/", CAMILLE),
    "decisions, none found": Place(f"{SPACE}decisions/?q=zzz", CAMILLE),
    "decisions, none": Place(f"{CLAP}decisions/", NOOR),
    "tasks": Place(f"{SPACE}a-faire/", CAMILLE, unfold),
    "tasks, read by a member": Place(f"{SPACE}a-faire/", SACHA),
    "tasks, none": Place(f"{CLAP}a-faire/", NOOR),
    "events": Place(events.EVENTS, CAMILLE),
    "events, read by a member": Place(events.EVENTS, SACHA),
    "events, none": Place(f"{MSP}evenements/", CAMILLE),
    "event, new": Place(f"{events.EVENTS}nouveau/", CAMILLE, unfold),
    "event, not prepared": Place(f"{events.EVENTS}nouveau/", CAMILLE, events.not_prepared),
    "event, changed": Place(f"{events.EVENTS}0/modifier/", CAMILLE, events.changed),
    "event, a draft": Place(f"{events.EVENTS}0/", CAMILLE, events.draft),
    "event, to come": Place(f"{events.EVENTS}0/", CAMILLE, events.to_come),
    "event, over": Place(f"{events.EVENTS}0/", CAMILLE, events.over),
    "event, not cancelled": Place(f"{events.EVENTS}0/", CAMILLE, events.not_cancelled),
    "event, called off": Place(f"{events.EVENTS}0/", CAMILLE, events.called_off),
    "event, read by a member": Place(f"{events.EVENTS}0/", SACHA, events.to_come),
    "event, its poster": Place(f"{events.EVENTS}0/affiche/", CAMILLE, events.poster),
    "event, who is there": Place(f"{events.EVENTS}0/presences/", CAMILLE, events.attendance),
    "event, who is there, too early": Place(
        f"{events.EVENTS}0/presences/", CAMILLE, events.attendance_too_early
    ),
    "event, who is there, a day": Place(f"{events.EVENTS}0/presences/", CAMILLE, events.attendance_of_a_day),
    "event, one who came a day": Place(f"{events.EVENTS}0/inscrits/0/", CAMILLE, events.one_of_a_day),
    "event, who is there, refused": Place(f"{events.EVENTS}0/presences/", CAMILLE, events.attendance_refused),
    "event, one who comes": Place(f"{events.EVENTS}0/inscrits/0/", CAMILLE, events.one),
    "event, its page": Place("/l/aucun/", "", events.public),
    "event, its page, refused": Place("/l/aucun/", "", events.public_refused),
    "event, its page, called off": Place("/l/aucun/", "", events.public_called_off),
    "event, registered": Place("/l/aucun/merci/", "", events.thanks),
    "event, one’s registration": Place("/l/aucun/", "", events.own),
    "event, one’s attestation": Place("/l/aucun/", "", events.own_after),
    "campaigns, none": Place(campaigns.CAMPAIGNS, CAMILLE, campaigns.none),
    "campaigns, read only": Place(campaigns.CAMPAIGNS, SACHA),
    "campaigns, refused": Place(campaigns.CAMPAIGNS, CAMILLE, campaigns.refused),
    "campaigns, some": Place(campaigns.CAMPAIGNS, CAMILLE, campaigns.listed),
    "campaign, followed": Place(f"{campaigns.CAMPAIGNS}0/", CAMILLE, campaigns.followed),
    "campaign, read only": Place(f"{campaigns.CAMPAIGNS}0/", SACHA, campaigns.followed_by_a_reader),
    "campaign, whom it calls": Place(f"{campaigns.CAMPAIGNS}0/qui/", CAMILLE, campaigns.retargeted),
    "campaign, closed": Place(f"{campaigns.CAMPAIGNS}0/", CAMILLE, campaigns.followed_and_closed),
    "no more calls": Place(f"{campaigns.CAMPAIGNS}ne-plus-contacter/", CAMILLE),
    "no more calls, looked for": Place(
        f"{campaigns.CAMPAIGNS}ne-plus-contacter/", CAMILLE, campaigns.looked_for
    ),
    "calls, no name yet": Place("/l/aucun/", "", campaigns.nothing_yet),
    "calls, with names": Place("/l/aucun/", "", campaigns.with_names),
    "calls, refused": Place("/l/aucun/", "", campaigns.without_a_day),
    "calls, a profession to choose": Place("/l/aucun/", "", campaigns.to_choose),
    "calls, somebody known": Place("/l/aucun/", "", campaigns.known),
    "calls, over": Place("/l/aucun/", "", campaigns.closed),
    "diagnosis": Place(f"{SPACE}diagnostic/", CAMILLE, unfold),
    "diagnosis, read only": Place(f"{SPACE}diagnostic/", SACHA),
    "diagnosis of a drawing": Place(f"/territoire/diagnostic/?codes={GRAND_MONTAUBAN}"),
    "visibility": Place(f"{SPACE}visibilite/", CAMILLE),
    "settings": Place(f"{SPACE}reglages/", CAMILLE),
    "open links": Place(f"{SPACE}reglages/liens/", CAMILLE),
    "works": Place(f"{SPACE}taches/", CAMILLE),
    "works, a long list under way": Place(f"{SPACE}adherents/importer/", CAMILLE, import_a_long_list),
    "keys, none": Place(f"{SPACE}reglages/cles/", CAMILLE),
    "keys, one just made": Place(f"{SPACE}reglages/cles/", CAMILLE, make_a_key),
    "settings, with an invitation": Place(f"{SPACE}reglages/", CAMILLE, open_an_access),
    "settings, refused": Place(f"{SPACE}reglages/", CAMILLE, send("Ouvrir cet accès", email="sans arobase")),
    "settings, not for readers": Place(f"{SPACE}reglages/", SACHA),
    "letter": Place(f"{SPACE}lettre/", CAMILLE),
    "documents": Place(dossiers.DOCUMENTS, CAMILLE),
    "document": Place(dossiers.DOCUMENT, CAMILLE, dossiers.document),
    "section": Place(dossiers.SECTION, CAMILLE, dossiers.section),
    "section, another writes it": Place(dossiers.SECTION, SACHA, dossiers.section_held),
    "versions of a section": Place(dossiers.VERSIONS, CAMILLE, dossiers.versions),
    "clauses": Place(dossiers.CLAUSES, CAMILLE, dossiers.clauses),
    "formalities": Place(f"{SPACE}formalites/", CAMILLE),
    "formalities, of a MSP": Place(f"{MSP}formalites/", CAMILLE),
    "declaration": Place(f"{MSP}declaration/", CAMILLE, unfold),
    "declaration, of a centre": Place(f"{CENTRE}declaration/", NOOR),
    "declaration, a line": Place(f"{MSP}declaration/{dialogues.YEAR}/lignes/protocols/", CAMILLE),
    "declaration, a line refused": Place(
        f"{MSP}declaration/{dialogues.YEAR}/lignes/protocols/",
        CAMILLE,
        send("Enregistrer cette ligne", owner="Personne"),
    ),
    "dialogues": Place(dialogues.DIALOGUES, CAMILLE),
    "dialogues, none": Place(f"{CENTRE}dialogue/", NOOR),
    "dialogue, prepared": Place(f"{dialogues.DIALOGUES}0/", CAMILLE, dialogues.prepared),
    "dialogue, concluded": Place(f"{dialogues.DIALOGUES}0/", CAMILLE, dialogues.concluded),
    "dialogue, a mission": Place(f"{dialogues.DIALOGUES}0/missions/parcours/", CAMILLE, dialogues.mission),
    "dialogue, to conclude": Place(f"{dialogues.DIALOGUES}0/conclure/", CAMILLE, dialogues.to_conclude),
    "letter, in a region's order": Place(f"{SPACE}lettre/?ordre=normandie", SACHA),
    "money": Place(takings.MONEY, CAMILLE),
    "money, no contract": Place(f"{CENTRE}argent/", NOOR),
    "year of an agreement": Place(f"{MSP}argent/accord/", CAMILLE, unfold),
    "year of an agreement, counted by the caisse": Place(
        f"{MSP}argent/accord/", CAMILLE, takings.last_year(f"{MSP}argent/accord/")
    ),
    "year of an agreement, of a centre": Place(f"{CENTRE}argent/accord/", NOOR),
    "kept in a year": Place(f"{MSP}argent/accord/saisir/", CAMILLE, unfold),
    "kept in a year, refused": Place(
        f"{MSP}argent/accord/saisir/",
        CAMILLE,
        takings.typed(f"{MSP}argent/accord/saisir/", "kept-sas_share", "140", "Enregistrer et compter"),
    ),
    "count of the caisse": Place(f"{MSP}argent/accord/caisse/", CAMILLE),
    "count of the caisse, refused": Place(
        f"{MSP}argent/accord/caisse/",
        CAMILLE,
        takings.typed(
            f"{MSP}argent/accord/caisse/", "words-msp.amount", "Sans montant", "Enregistrer ce compte"
        ),
    ),
    "pharmacists, none": Place(f"{CENTRE}argent/pharmacien/", NOOR),
    "year of a pharmacist": Place(
        f"{MSP}argent/pharmacien/0/", CAMILLE, takings.follow("Pharmacien", since=f"{MSP}argent/")
    ),
    "month of a pharmacist": Place(
        f"{MSP}argent/pharmacien/0/2026/1/", CAMILLE, takings.a_month(f"{MSP}argent/pharmacien/")
    ),
    "agreement, new": Place(takings.SIGNING, CAMILLE),
    "agreement, refused": Place(
        takings.SIGNING, CAMILLE, takings.follow(since=takings.SIGNING, send="Enregistrer")
    ),
    "agreement": Place(f"{takings.MONEY}contrats/0/", CAMILLE, takings.follow(takings.AGREEMENT)),
    "agreement, to correct": Place(
        f"{takings.MONEY}contrats/0/modifier/", CAMILLE, takings.follow(takings.AGREEMENT, "Modifier")
    ),
    "grant": Place(f"{takings.MONEY}contrats/0/", CAMILLE, takings.follow(takings.GRANT)),
    "agreement, a mission": Place(
        f"{takings.MONEY}contrats/0/annexe/parcours/", CAMILLE, takings.follow(takings.AGREEMENT, "Corriger")
    ),
    "avenant": Place(
        f"{takings.MONEY}contrats/0/avenants/0/", CAMILLE, takings.follow(takings.AGREEMENT, "Avenant 1")
    ),
    "avenant, a mission": Place(
        f"{takings.MONEY}contrats/0/avenants/0/annexe/parcours/",
        CAMILLE,
        takings.follow(takings.AGREEMENT, "Avenant 1", "Écrire"),
    ),
    "indicators": Place(
        f"{takings.MONEY}contrats/0/indicateurs/",
        CAMILLE,
        takings.follow(takings.AGREEMENT, "Voir les indicateurs"),
    ),
    "indicators, refused": Place(
        f"{takings.MONEY}contrats/0/indicateurs/",
        CAMILLE,
        takings.follow(takings.GRANT, "Voir les indicateurs", send="Noter cet indicateur"),
    ),
    "indicators, none": Place(
        f"{takings.MONEY}contrats/0/indicateurs/",
        CAMILLE,
        takings.follow(takings.GRANT, "Voir les indicateurs"),
    ),
    "an indicator": Place(
        f"{takings.MONEY}contrats/0/indicateurs/0/",
        CAMILLE,
        takings.follow(takings.AGREEMENT, "Voir les indicateurs", "Modifier"),
    ),
    "results": Place(f"{takings.MONEY}contrats/0/resultats/2/parcours/", CAMILLE, takings.results),
    "results, refused": Place(
        f"{takings.MONEY}contrats/0/resultats/2/parcours/",
        CAMILLE,
        lambda page: takings.results(page, send="Noter cette étape"),
    ),
    "money that came": Place(
        f"{takings.MONEY}contrats/0/recu/aci/", CAMILLE, takings.follow("Noter ce qui est arrivé")
    ),
    "money that came, refused": Place(
        f"{takings.MONEY}contrats/0/recu/aci/",
        CAMILLE,
        takings.follow("Noter ce qui est arrivé", send="Noter"),
    ),
    "hours": Place(takings.HOURS, CAMILLE),
    "hours of a meeting": Place(
        f"{takings.HOURS}reunions/0/", CAMILLE, takings.follow("Bureau, ", since=takings.HOURS)
    ),
    "hours of a campaign": Place(f"{takings.HOURS}campagnes/0/", CAMILLE, takings.calls),
    "a claim": Place(f"{takings.HOURS}demandes/0/", CAMILLE, takings.follow("Fictif", since=takings.HOURS)),
    "scale": Place(takings.SCALE, CAMILLE, unfold),
    "hours, one’s own": Place("/l/aucun/heures/", "", lambda page: takings.own(page, "heures")),
    "hours, one’s own, refused": Place(
        "/l/aucun/heures/", "", lambda page: takings.own(page, "heures", send="Déclarer")
    ),
    "a claim, one’s own": Place("/l/aucun/demande-0/", "", takings.own_claim),
    "sums paid, one’s own": Place("/l/aucun/sommes/", "", takings.own_paid),
    "sums paid, one’s own, none": Place(
        "/l/aucun/sommes-2000/", "", lambda page: takings.own(page, "sommes-2000")
    ),
    "treasury": Place(f"{takings.MONEY}tresorerie/", CAMILLE),
    "treasury, no bank": Place(f"{MSP}argent/tresorerie/", CAMILLE),
    "yearly return": Place(f"{takings.MONEY}restitution/", CAMILLE),
    "yearly return, nothing yet": Place(f"{MSP}argent/restitution/", CAMILLE),
    "where the money goes": Place(f"{takings.MONEY}transparence/", CAMILLE, unfold),
    "where the money goes, for a member": Place(f"{takings.MONEY}transparence/", SACHA),
    "sharings": Place(takings.SHARINGS, CAMILLE),
    "sharings, nobody holds parts": Place(f"{takings.RUNNING}argent/partages/", CAMILLE),
    "sharing, simulated": Place(f"{takings.SHARINGS}simuler/", CAMILLE, takings.simulate),
    "sharing, refused": Place(
        f"{takings.SHARINGS}simuler/",
        CAMILLE,
        takings.follow(since=f"{takings.SHARINGS}simuler/", send="Simuler"),
    ),
    "a sharing": Place(
        f"{takings.SHARINGS}0/", CAMILLE, takings.follow("Rémunération", since=takings.SHARINGS)
    ),
    "shares to pay": Place(
        f"{takings.SHARINGS}0/virements/",
        CAMILLE,
        takings.follow("Rémunération", "Payer ces parts par virement", since=takings.SHARINGS),
    ),
    "expenses": Place(spending.EXPENSES, CAMILLE),
    "expenses, one's own": Place(spending.EXPENSES, SACHA),
    "expenses, none": Place(f"{MSP}argent/depenses/", CAMILLE),
    "an expense, new": Place(f"{spending.EXPENSES}ajouter/", CAMILLE),
    "an expense, refused": Place(
        f"{spending.EXPENSES}ajouter/?nature=km", CAMILLE, send("Noter cette dépense", kilometres="-3")
    ),
    "an expense to approve": Place(f"{spending.EXPENSES}0/", CAMILLE, spending.to_approve),
    "an expense that is split": Place(f"{spending.EXPENSES}0/", CAMILLE, spending.split),
    "what is voted for expenses": Place(f"{spending.EXPENSES}regles/", CAMILLE, unfold),
    "budget": Place(spending.BUDGET, CAMILLE, unfold),
    "budget, what if": Place(f"{spending.BUDGET}?poste=fonctionnement&plus=50000", CAMILLE),
    "who sees what": Place(reviews.SEEN, CAMILLE, unfold),
    "who sees what, read only": Place(reviews.SEEN, SACHA),
    "reviews of a document": Place(
        f"{reviews.DOSSIER}relectures/", CAMILLE, reviews.of_letter("relectures/")
    ),
    "have it read": Place(
        f"{reviews.DOSSIER}relectures/ouvrir/", CAMILLE, reviews.of_letter("relectures/ouvrir/")
    ),
    "have it read, refused": Place(f"{reviews.DOSSIER}relectures/ouvrir/", CAMILLE, reviews.refused),
    "an opening": Place(f"{reviews.DOSSIER}relectures/0/", CAMILLE, reviews.of_opening("ars")),
    "an opening, by mail": Place(f"{reviews.DOSSIER}relectures/0/", CAMILLE, reviews.of_opening("cpam")),
    "an opinion that came": Place(
        f"{reviews.DOSSIER}relectures/0/avis/", CAMILLE, reviews.of_opening("cpam", "avis/")
    ),
    "a remark that came": Place(
        f"{reviews.DOSSIER}relectures/0/remarque/", CAMILLE, reviews.of_opening("cpam", "remarque/")
    ),
    "answer a remark": Place(f"{reviews.DOSSIER}relectures/remarques/0/", CAMILLE, reviews.answering),
    "file a document": Place(f"{reviews.DOSSIER}depot/", CAMILLE, reviews.of_letter("depot/")),
    "relay a request": Place(f"{reviews.SEEN}demandes/0/", CAMILLE, reviews.relaying),
    "read by a link": Place("/l/aucun/", "", reviews.by_link()),
    "a section, by a link": Place("/l/aucun/partie-origine/", "", reviews.by_link("partie-origine")),
    "what fills itself, by a link": Place(
        "/l/aucun/partie-territoire/", "", reviews.by_link("partie-territoire")
    ),
    "an annex, by a link": Place("/l/aucun/annexe-carte/", "", reviews.by_link("annexe-carte")),
    "an opinion, by a link": Place("/l/aucun/avis/", "", reviews.by_link("avis")),
    "home of a partner": Place("/l/aucun/", "", reviews.at_home),
    "a request of a partner": Place("/l/aucun/demande-0/", "", reviews.asking),
    "own reviews, none": Place("/partenaire/", CAMILLE),
    "legal notice": Place("/mentions-legales/"),
    "privacy": Place("/confidentialite/"),
    "accessibility": Place("/accessibilite/"),
    "contact": Place("/contact/"),
    "nowhere": Place("/nulle-part/"),
    "not yours": Place(SPACE, NOOR),
    "components": Place("/ui/", TENANT),
}
