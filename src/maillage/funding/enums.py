"""Closed lists of the funding room."""

from enum import StrEnum

from django.db.models import TextChoices


class Basis(TextChoices):
    """By what a sum is shared among associates."""

    EQUAL = "equal", "à parts égales"
    HOURS = "hours", "selon les heures"
    POINTS = "points", "selon les points"


class SharingRule(TextChoices):
    """The rule of sharing that associates voted."""

    EQUAL = "equal", "À parts égales"
    HOURS = "hours", "Selon les heures"
    POINTS = "points", "Selon les points"
    MIXED = "mixed", "Plusieurs parts"


class IndemnityKind(TextChoices):
    """What a professional is paid for: an income lost to a function, or a task of the missions; or not paid."""

    INDEMNITE = "indemnite", "Indemnité"
    REMUNERATION = "remuneration", "Rémunération"
    BENEVOLE = "benevole", "Bénévole"


class RateUnit(TextChoices):
    """What a rate is the price of."""

    HOUR = "hour", "par heure"
    MEETING = "meeting", "par réunion"


class RoundingWay(TextChoices):
    """Which step a length of time goes to; half a step goes up when it goes to the nearest."""

    NEAREST = "nearest", "au plus proche"
    UP = "up", "au-dessus"
    DOWN = "down", "au-dessous"


class CeilingLevel(TextChoices):
    """Where a total stands against its yearly ceiling."""

    FREE = "free", "Sous le plafond"
    NEAR = "near", "Proche du plafond"
    ABOVE = "above", "Au-dessus du plafond"
    UNKNOWN = "unknown", "Plafond inconnu"


class Ability(StrEnum):
    READ = "read_funding"
    RUN = "run_funding"
    APPROVE = "approve_funding"
    #: Note an expense of one's own; whoever may not read the others sees one's own alone.
    NOTE = "note_expense"
    #: Of whom only has that: the line of the rail.
    OWN = "own_expenses"


class ContractKind(TextChoices):
    """What pays. The agreement of a CPTS has a calendar in the law room; others are paid as their paper says."""

    ACI = "aci", "Accord conventionnel (ACI)"
    FIR = "fir", "Fonds d’intervention régional (FIR)"
    OTHER = "autre", "Autre financement"


class Prorata(TextChoices):
    """How a contract counts the time left when a mission starts: as `legislation.Contract` names it."""

    DAYS = "days", "En jours"
    MONTHS = "months", "En mois"


class RateState(TextChoices):
    """How sure the rate of a variable part is."""

    ESTIMATED = "estime", "Estimé par nous"
    PROPOSED = "propose", "Proposé par la caisse"
    AGREED = "retenu", "Retenu au dialogue de gestion"
    NOTIFIED = "notifie", "Notifié"


#: A variable part goes that way; its money comes after.
RATE_STEPS = (RateState.ESTIMATED, RateState.PROPOSED, RateState.AGREED, RateState.NOTIFIED)


class ContractPaperKind(TextChoices):
    """What a paper of a contract is."""

    CONTRACT = "contrat", "Contrat signé"
    ANNEX = "annexe", "Annexe"
    AVENANT = "avenant", "Avenant"
    NOTIFICATION = "notification", "Notification"
    OTHER = "autre", "Autre"


class Arrival(TextChoices):
    """What became of a payment that is expected."""

    AWAITED = "attendu", "Attendu"
    LATE = "en-retard", "En retard"
    PARTIAL = "partiel", "Reçu en partie"
    RECEIVED = "recu", "Reçu"
    SHORT = "ecart", "Reçu, avec un écart expliqué"


class PainVersion(TextChoices):
    """The version of pain.001 that a bank takes."""

    V03 = "pain.001.001.03", "2009 (pain.001.001.03)"
    V09 = "pain.001.001.09", "2019 (pain.001.001.09)"


class ClaimState(TextChoices):
    """What became of a *demande d’indemnité*."""

    ASKED = "demandee", "À approuver"
    APPROVED = "approuvee", "À payer"
    REFUSED = "refusee", "Refusée"
    WAIVED = "renoncee", "Renoncée"
    PAID = "payee", "Payée"


class AnswerKind(TextChoices):
    """What a line of the bank answers."""

    PAYMENT = "versement", "Versement d’un contrat"
    CLAIMS = "demandes", "Demandes payées"
    BATCH = "virements", "Virements exécutés"
    RETURN = "retour", "Virement revenu"
    EXPENSES = "depenses", "Dépenses payées"
    OTHER = "autre", "Autre"


class PayeeKind(TextChoices):
    """Who holds the account that somebody is paid on."""

    SELF = "personne", "La personne elle-même"
    COMPANY = "societe", "Sa société"
    EMPLOYER = "employeur", "Son employeur"


class PayeeStep(TextChoices):
    """What happened to the account of a payee."""

    TYPED = "saisi", "IBAN saisi"
    CHANGED = "change", "IBAN changé"
    CHECKED = "verifie", "IBAN vérifié"
    STOPPED = "arrete", "Remis en quarantaine"
    EDITED = "modifie", "Bénéficiaire modifié"


class BatchState(TextChoices):
    """What became of a file of transfers."""

    PREPARED = "prepare", "À valider"
    VALIDATED = "valide", "Validé, à déposer"
    SENT = "parti", "Déposé à la banque"
    EXECUTED = "execute", "Exécuté"
    PARTLY = "partiel", "Terminé, avec des retours"
    CANCELLED = "annule", "Annulé"


class TransferState(TextChoices):
    """What became of a transfer."""

    WAITING = "attend", "À exécuter"
    EXECUTED = "execute", "Exécuté"
    RETURNED = "revenu", "Revenu"
    DROPPED = "retire", "Retiré"


class Journal(TextChoices):
    """Which *journal* an entry of the books is written in."""

    BANK = "BQ", "Banque"
    CASH = "CA", "Caisse"
    OTHER = "OD", "Opérations diverses"
    OPENING = "AN", "À-nouveaux"


class AccountUse(TextChoices):
    """What an account of the books is proposed for; each at most once in a chart."""

    CASH = "caisse", "La caisse"
    PAYMENTS = "versements", "Les versements des contrats"
    CLAIMS = "demandes", "Les indemnités et rémunérations"
    SURPLUS = "excedent", "L’excédent d’un exercice"
    DEFICIT = "deficit", "Le déficit d’un exercice"


class Way(TextChoices):
    """Which way a movement goes."""

    IN = "recette", "Recette"
    OUT = "depense", "Dépense"


class ExpenseKind(TextChoices):
    """What an expense is."""

    INVOICE = "facture", "Facture"
    QUOTE = "devis", "Devis accepté"
    FEES = "frais", "Frais, avec un justificatif"
    MILEAGE = "km", "Frais kilométriques"
    PAYROLL = "paie", "Paie"


class ExpenseState(TextChoices):
    """What became of an expense."""

    COMMITTED = "engagee", "À approuver"
    APPROVED = "approuvee", "Approuvée"
    PAID = "payee", "Payée"
    REFUSED = "refusee", "Refusée"
    CANCELLED = "annulee", "Annulée"
    BILLED = "facturee", "Facturé"  # a quote whose invoice came: it counts no more


#: What is noted, and neither refused nor cancelled.
NOTED = (ExpenseState.COMMITTED, ExpenseState.APPROVED, ExpenseState.PAID)
#: What somebody approved: it is spent, or will be.
ENGAGED = (ExpenseState.APPROVED, ExpenseState.PAID)


class VotedKind(TextChoices):
    """A number that the structure votes for its expenses: none of them is ours."""

    KILOMETRE = "km", "Un kilomètre"
    TWO_APPROVERS = "deux", "Au-delà, deux personnes approuvent"


class BudgetKind(TextChoices):
    """What a line of the budget is."""

    PLANNED = "prevu", "Prévu"
    CARRIED = "report", "Report d’une autre année"
    RESERVED = "reserve", "Mise en réserve"


class AccordState(TextChoices):
    """How far the declaration of a civil year is."""

    TO_DECLARE = "a-declarer", "À déclarer"
    DECLARED = "declare", "Déclaré"
    NOTIFIED = "notifie", "Notifié"
    RECEIVED = "recu", "Reçu"


class Origin(TextChoices):
    """Where a fact of the year comes from."""

    TYPED = "saisi", "Saisi"
    COUNTED = "compte", "Compté ici"
    UNKNOWN = "inconnu", "Inconnu"
