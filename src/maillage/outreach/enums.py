"""Closed lists of the outreach room."""

from enum import StrEnum

from django.db.models import TextChoices


class Ability(StrEnum):
    READ = "read_bulletins"
    WRITE = "write_bulletins"
    READ_PARTNERS = "read_partners"
    WRITE_PARTNERS = "write_partners"
    READ_CAMPAIGNS = "read_campaigns"
    CAMPAIGN = "run_campaigns"


class Wish(TextChoices):
    """Whether an address receives the bulletins of a structure."""

    RECEIVES = "recoit", "Reçoit les bulletins"
    REFUSED = "refuse", "Ne les reçoit plus"
    #: Many of one mail domain stopped at once: a filter may have clicked. Nothing is sent until a manager says.
    HELD = "retenu", "Désabonnement à relire"


class Dimension(TextChoices):
    """By what an audience is told; one of each at most, and who is in all of them receives."""

    COLLEGE = "college", "Collège"
    PROFESSION = "profession", "Profession"
    COMMUNE = "commune", "Commune"
    GROUP = "groupe", "Groupe"


class EventAbility(StrEnum):
    READ = "read_events"
    RUN = "run_events"


class EventKind(TextChoices):
    SOIREE = "soiree", "Soirée"
    FORMATION = "formation", "Formation"
    WEBINAIRE = "webinaire", "Webinaire"
    OTHER = "autre", "Autre rencontre"


class EventState(TextChoices):
    DRAFT = "brouillon", "Brouillon"
    OPEN = "ouvert", "Annoncé"
    DONE = "termine", "Terminé"
    CANCELLED = "annule", "Annulé"


class Seat(TextChoices):
    """What somebody registered has of the room."""

    SEATED = "retenue", "Place retenue"
    WAITING = "attente", "Liste d’attente"
    CANCELLED = "annulee", "Ne vient plus"
    #: Came on the day, seated by the host: the seats counted before are not theirs.
    WALK_IN = "sur_place", "Venu sans inscription"


class PartnerKind(TextChoices):
    """What a body outside is, by the words of the field."""

    HOSPITAL = "hopital", "Hôpital, établissement de santé"
    EHPAD = "ehpad", "EHPAD"
    DAC = "dac", "DAC"
    TOWN = "mairie", "Mairie, collectivité"
    CLS = "cls", "Contrat local de santé (CLS)"
    ASALEE = "asalee", "Asalée"
    URPS = "urps", "URPS"
    ARS = "ars", "ARS"
    CPAM = "cpam", "CPAM, caisse"
    STRUCTURE = "structure", "Autre structure d’exercice coordonné"
    ASSOCIATION = "association", "Association"
    OTHER = "autre", "Autre"


#: Those who pay are « financeurs », the others « partenaires ».
FUNDERS = frozenset({PartnerKind.ARS, PartnerKind.CPAM})


class Means(TextChoices):
    """How an exchange was held."""

    MEETING = "reunion", "Réunion"
    CALL = "appel", "Appel"
    MAIL = "courriel", "Courriel"
    REMOTE = "visio", "Visioconférence"
    LETTER = "courrier", "Courrier"


class ConventionState(TextChoices):
    """How a convention stands on a day; never typed."""

    COMING = "a_venir", "À venir"
    RUNNING = "en_cours", "En cours"
    TO_RENEW = "a_renouveler", "À renouveler"
    ENDED = "terminee", "Terminée"


class Phase(TextChoices):
    """When a campaign speaks, in the life of the structure: its words differ (rules.default_words)."""

    BEFORE_LETTER = "avant_lettre", "Avant la lettre d’intention"
    APPROVED = "apres_validation", "Une fois le projet validé"
    SIGNED = "apres_signature", "Une fois le contrat signé"


class Answer(TextChoices):
    """What one tap says of a call."""

    JOINS = "adhere", "Adhère"
    THINKS = "reflechit", "Réfléchit"
    NO = "non", "Dit non"
    WRONG = "mauvais_numero", "Mauvais numéro"
    AGAIN = "rappeler", "À rappeler"
    ABSENT = "absent", "Ne répond pas"
    NEVER = "ne_plus_contacter", "Ne plus me contacter"
