"""Closed lists of the governance room."""

from enum import StrEnum

from django.db.models import TextChoices


class Choice(TextChoices):
    """What a ballot says."""

    POUR = "pour", "Pour"
    CONTRE = "contre", "Contre"
    ABSTENTION = "abstention", "Abstention"
    BLANC = "blanc", "Blanc"
    NUL = "nul", "Nul"


#: What a ballot by link says of a resolution: nobody spoils it by mistake.
CHOICES = (Choice.POUR, Choice.CONTRE, Choice.ABSTENTION, Choice.BLANC)


class Majority(TextChoices):
    """What a resolution needs, when the statutes do not write a fraction of the base."""

    SIMPLE = "simple", "plus de pour que de contre"
    ABSOLUTE = "absolute", "plus de la moitié"


class Base(TextChoices):
    """Of what a majority is taken."""

    CAST = "cast", "des suffrages exprimés"
    PRESENT = "present", "des membres présents ou représentés"
    MEMBERS = "members", "des membres qui ont le droit de vote"


class Tie(TextChoices):
    """What as many for as against gives."""

    REJECTED = "rejected", "la résolution est rejetée"
    CHAIR = "chair", "la voix de la présidence l’emporte"


#: A quorum of which the statutes say that there is none; what they do not say is empty.
NO_QUORUM = "aucun"


class CastingVoice(TextChoices):
    """Whose voice settles a tie when several people hold the chair."""

    SITTING = "seance", "celle de qui préside la séance"


class Ability(StrEnum):
    READ = "read_governance"
    PROPOSE = "propose_ideas"  # an idea, a support, a comment: of whoever belongs
    RUN = "run_governance"


class InstanceKind(TextChoices):
    """The instances of a structure; which of them a form has: rules.kinds_of."""

    AG = "ag", "Assemblée générale"
    CA = "ca", "Conseil d’administration"
    BUREAU = "bureau", "Bureau"
    COLLEGE = "college", "Collège"
    COMITE = "comite", "Comité"
    GT = "gt", "Groupe de travail"
    EQUIPE = "equipe", "Réunion d’équipe"
    ASSOCIES = "associes", "Assemblée des associés"


#: Of all who belong; others sit by a mandate.
EVERYBODY = (InstanceKind.AG, InstanceKind.EQUIPE, InstanceKind.ASSOCIES)


#: Those that sit as an ordinary assembly or as an extraordinary one.
ASSEMBLIES = (InstanceKind.AG, InstanceKind.ASSOCIES)
#: Those that answer for the structure between two assemblies: their offices are those of the structure.
OF_OFFICERS = (InstanceKind.BUREAU, InstanceKind.CA)


class Office(TextChoices):
    """What somebody does in an instance."""

    PRESIDENCE = "presidence", "Présidence"
    COPRESIDENCE = "copresidence", "Coprésidence"
    VICE = "vice", "Vice-présidence"
    TRESORERIE = "tresorerie", "Trésorerie"
    SECRETARIAT = "secretariat", "Secrétariat"
    REFERENT = "referent", "Référent"
    MEMBRE = "membre", "Membre"
    SUPPLEANT = "suppleant", "Suppléant"


#: Who holds the chair of an instance.
CHAIRS = (Office.PRESIDENCE, Office.COPRESIDENCE)
OFFICERS = (*CHAIRS, Office.VICE, Office.TRESORERIE, Office.SECRETARIAT)


class Signer(TextChoices):
    """In what quality somebody signs a procès-verbal."""

    SITTING = "seance", "Présidence de la séance"
    WRITER = "redaction", "Secrétariat de la séance"
    PRESIDENCE = "presidence", "Présidence"
    VICE = "vice", "Vice-présidence"
    TRESORERIE = "tresorerie", "Trésorerie"
    SECRETARIAT = "secretariat", "Secrétariat"


class Formality(TextChoices):
    """What changed in an association, and is declared outside of it."""

    OFFICERS = "dirigeants", "Changement de dirigeants"
    STATUTES = "statuts", "Changement des statuts"


class MeetingState(TextChoices):
    DRAFT = "brouillon", "En préparation"
    CONVOKED = "convoquee", "Convoquée"
    HELD = "tenue", "Tenue"
    CANCELLED = "annulee", "Annulée"


class Means(TextChoices):
    """How it is known that somebody is there."""

    HOST = "hote", "Par l’hôte"
    LINK = "lien", "Par son lien"
    CODE = "code", "Par le code affiché"
    REMOTE = "distance", "À distance"


class Coming(TextChoices):
    """What somebody who is convoked answers."""

    YES = "vient", "Je viens"
    REMOTE = "distance", "Je viens à distance"
    NO = "absent", "Je ne viens pas"


class Verdict(TextChoices):
    """What becomes of a decision put before an instance."""

    ADOPTED = "adoptee", "Adoptée"
    REJECTED = "rejetee", "Rejetée"
    UNKNOWN = "inconnu", "Les règles ne le disent pas"
    ELECTED = "elu", "Élu(s)"
    NOBODY = "sans_elu", "Personne n’est élu"


class VoteKind(TextChoices):
    """What one answers."""

    RESOLUTION = "resolution", "Pour ou contre une résolution"
    NAMES = "noms", "Élire des personnes"
    LIST = "liste", "Choisir une liste"


class VoteState(TextChoices):
    DRAFT = "prepare", "Préparé"
    OPEN = "ouvert", "Ouvert"
    CLOSED = "clos", "Clos"
    CANCELLED = "annule", "Annulé"


class Suits(TextChoices):
    """What somebody says of a date that is proposed."""

    YES = "oui", "Oui"
    MAYBE = "besoin", "Si besoin"
    NO = "non", "Non"


class QuestionState(TextChoices):
    """What the host does of a question asked from afar."""

    ASKED = "posee", "Posée"
    SHOWN = "montree", "À l’écran"
    ANSWERED = "repondue", "Répondue"
    ASIDE = "ecartee", "Écartée"


class IdeaState(TextChoices):
    """What became of an idea."""

    WAITING = "attend", "Attend une réponse"
    KEPT = "retenue", "Retenue"
    REWORK = "a_retravailler", "À retravailler"
    DISMISSED = "ecartee", "Écartée"
    TASK = "en_tache", "Transformée en tâche"
