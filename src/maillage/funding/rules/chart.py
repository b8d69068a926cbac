"""Accounts proposed to a legal person that opens its books, and the day when a year of books ends."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from maillage.funding.enums import AccountUse
from maillage.funding.types.books import ProposedAccount

#: A legal person whose chart is proposed: one of legislation.legal_kinds(). Others ask their accountant.
ASSOCIATIONS = frozenset({"association", "association_locale"})
BANK, CASH = "512", ProposedAccount("530", "Caisse", AccountUse.CASH)

#: What an association usually needs of the *règlement ANC n° 2018-06*: each number was read in a public copy of it.
OF_AN_ASSOCIATION = (
    ProposedAccount("1068", "Réserves pour projet de l’entité"),
    ProposedAccount("110", "Report à nouveau (solde créditeur)"),
    ProposedAccount("119", "Report à nouveau (solde débiteur)"),
    ProposedAccount("120", "Résultat de l’exercice (excédent)", AccountUse.SURPLUS),
    ProposedAccount("129", "Résultat de l’exercice (déficit)", AccountUse.DEFICIT),
    ProposedAccount("194", "Fonds dédiés sur subventions d’exploitation"),
    ProposedAccount("401", "Fournisseurs"),
    ProposedAccount("421", "Personnel, rémunérations dues"),
    ProposedAccount("431", "Sécurité sociale"),
    ProposedAccount("441", "État, subventions et aides à recevoir"),
    ProposedAccount("4681", "Frais des bénévoles"),
    ProposedAccount("471", "Compte d’attente"),
    ProposedAccount("486", "Charges constatées d’avance"),
    ProposedAccount("487", "Produits constatés d’avance"),
    CASH,
    ProposedAccount("6061", "Eau, énergie"),
    ProposedAccount("6063", "Entretien et petit équipement"),
    ProposedAccount("6064", "Fournitures administratives"),
    ProposedAccount("6132", "Locations immobilières"),
    ProposedAccount("6135", "Locations mobilières"),
    ProposedAccount("6156", "Maintenance"),
    ProposedAccount("616", "Primes d’assurances"),
    ProposedAccount("6185", "Frais de colloques, séminaires, conférences"),
    ProposedAccount("6226", "Honoraires"),
    ProposedAccount("6236", "Catalogues et imprimés"),
    ProposedAccount("6251", "Voyages et déplacements"),
    ProposedAccount("6257", "Réceptions"),
    ProposedAccount("626", "Frais postaux et de télécommunications"),
    ProposedAccount("627", "Services bancaires et assimilés"),
    ProposedAccount("6281", "Concours divers (cotisations)"),
    ProposedAccount("6311", "Taxe sur les salaires"),
    ProposedAccount("641", "Rémunérations du personnel"),
    ProposedAccount("645", "Charges de sécurité sociale et de prévoyance"),
    ProposedAccount("651", "Redevances pour logiciels, licences, droits"),
    ProposedAccount("6894", "Reports en fonds dédiés sur subventions d’exploitation"),
    ProposedAccount("706", "Prestations de services"),
    ProposedAccount("741", "Subventions d’exploitation", AccountUse.PAYMENTS),
    ProposedAccount("7541", "Dons manuels"),
    ProposedAccount("756", "Cotisations"),
    ProposedAccount("768", "Autres produits financiers"),
    ProposedAccount("7894", "Utilisations de fonds dédiés sur subventions d’exploitation"),
    ProposedAccount("861", "Mises à disposition gratuite de biens"),
    ProposedAccount("864", "Personnel bénévole"),
    ProposedAccount("871", "Prestations en nature"),
    ProposedAccount("875", "Bénévolat"),
)

#: What two first digits of an account are called, in an income statement.
POSTS: Mapping[str, str] = MappingProxyType(
    {
        "60": "Achats",
        "61": "Services extérieurs",
        "62": "Autres services extérieurs",
        "63": "Impôts, taxes et versements assimilés",
        "64": "Charges de personnel",
        "65": "Autres charges de gestion courante",
        "66": "Charges financières",
        "67": "Charges exceptionnelles",
        "68": "Dotations, reports en fonds dédiés",
        "69": "Participation des salariés, impôts sur les bénéfices",
        "70": "Ventes et prestations de services",
        "71": "Production stockée",
        "72": "Production immobilisée",
        "73": "Concours publics",
        "74": "Subventions",
        "75": "Autres produits de gestion courante",
        "76": "Produits financiers",
        "77": "Produits exceptionnels",
        "78": "Reprises, utilisations de fonds dédiés",
        "86": "Emplois des contributions volontaires",
        "87": "Contributions volontaires en nature",
    }
)


def chart_of(kind: str) -> tuple[ProposedAccount, ...]:
    """What is proposed to a legal person of that kind, beside its accounts at the bank."""
    return OF_AN_ASSOCIATION if kind in ASSOCIATIONS else (CASH,)


def bank_number(rank: int) -> str:
    """Of the account at the bank of that rank, from zero: 512, 51202, 51203…"""
    return f"{BANK}{rank + 1:02}" if rank else BANK


def last_day(since: date) -> date:
    """Of the year that begins so: the eve of its anniversary, which is 1 March for a 29 February."""
    try:
        anniversary = since.replace(year=since.year + 1)
    except ValueError:
        anniversary = date(since.year + 1, 3, 1)
    return anniversary - timedelta(days=1)
