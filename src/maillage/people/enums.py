"""Closed lists of the people room."""

from enum import StrEnum

from django.db.models import TextChoices


class Ability(StrEnum):
    FEES = "fees"


class Engagement(TextChoices):
    PORTEUR = "porteur", "Porteur"
    ENGAGE = "engage", "Engagé"
    A_ASSOCIER = "a_associer", "À associer"


class Practice(TextChoices):
    """How one practises: the first three by the words of the law room, whose rules count no other."""

    LIBERAL = "liberal", "Libéral"
    SALARIED = "salaried", "Salarié"
    VOLUNTEER = "volunteer", "Bénévole"
    REPLACING = "replacing", "Remplaçant"
    STUDENT = "student", "Étudiant"
    RETIRED = "retired", "Retraité"


class Standing(TextChoices):
    """In what quality one may join, for the statutes: a way of practising, or what one is instead."""

    LIBERAL = Practice.LIBERAL.value, "Professionnel libéral"
    SALARIED = Practice.SALARIED.value, "Professionnel salarié"
    REPLACING = Practice.REPLACING.value, "Remplaçant"
    VOLUNTEER = Practice.VOLUNTEER.value, "Bénévole"
    STUDENT = Practice.STUDENT.value, "Étudiant"
    RETIRED = Practice.RETIRED.value, "Retraité"
    BODY = "etablissement", "Établissement"
    PATIENTS = "usager", "Représentant d’usagers"
    PARTNER = "partenaire", "Collectivité, autre partenaire"


class Belonging(TextChoices):
    """As what one belongs, by the law and the statutes of each form."""

    ADHERENT = "adherent", "Adhérent"
    SIGNATAIRE = "signataire", "Signataire"
    ASSOCIE = "associe", "Associé"
    SALARIE = "salarie", "Salarié"


class Preferred(TextChoices):
    MAIL = "courriel", "Courriel"
    PHONE = "appel", "Appel"
    TEXT = "sms", "SMS"
    LETTER = "courrier", "Courrier"


class Theme(TextChoices):
    """What professionals of a territory work on together; a structure adds its own words (OwnTheme)."""

    UNPLANNED = "soins-non-programmes", "Soins non programmés"
    ACCESS = "medecin-traitant", "Accès à un médecin traitant"
    ELDERLY = "personnes-agees", "Personnes âgées"
    CHRONIC = "maladies-chroniques", "Maladies chroniques"
    MENTAL = "sante-mentale", "Santé mentale"
    CHILDREN = "enfants", "Enfants et adolescents"
    WOMEN = "sante-des-femmes", "Santé des femmes"
    ADDICTIONS = "addictions", "Addictions"
    HANDICAP = "handicap", "Handicap"
    PREVENTION = "prevention", "Prévention"
    CRISIS = "crise-sanitaire", "Crise sanitaire"
    TRAINING = "formation", "Formation, stages"
    DIGITAL = "numerique", "Numérique"
    WELCOMING = "accueil", "Accueil de nouveaux professionnels"


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


class Basis(TextChoices):
    """What a fee runs on."""

    CIVIL = "civile", "L’année civile"
    ROLLING = "glissante", "Douze mois depuis l’entrée"


class Means(TextChoices):
    """How a fee was received; nothing is paid here."""

    TRANSFER = "virement", "Virement"
    CHEQUE = "cheque", "Chèque"
    CARD = "carte", "Carte, ailleurs"
    CASH = "especes", "Espèces"
