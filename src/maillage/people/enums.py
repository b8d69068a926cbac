"""Closed lists of the people room."""

from django.db.models import TextChoices


class Engagement(TextChoices):
    PORTEUR = "porteur", "Porteur"
    ENGAGE = "engage", "Engagé"
    A_ASSOCIER = "a_associer", "À associer"


class Practice(TextChoices):
    """How one practises, by the words of the law room."""

    LIBERAL = "liberal", "Libéral"
    SALARIED = "salaried", "Salarié"
    VOLUNTEER = "volunteer", "Bénévole"


class TeamRole(TextChoices):
    """The roles that rules of composition count, by the words of the law room."""

    ASSOCIATE = "associate", "Associé"
    ATTENDING_DOCTOR = "attending_doctor", "Médecin traitant du patient"


class Channel(TextChoices):
    MEETING = "reunion", "Réunion en présentiel"
    REMOTE = "visio", "Visioconférence"
    MAIL = "courriel", "Courriel"
    LETTER = "courrier", "Courrier ou affiche"
    PHONE = "telephone", "Appels téléphoniques"
    URPS = "urps", "Message relayé par une URPS"
    GROUP = "messagerie", "Groupe de messagerie"
