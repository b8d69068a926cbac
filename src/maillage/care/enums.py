"""Closed lists of the care room."""

from enum import StrEnum

from django.db.models import TextChoices


class Ability(StrEnum):
    READ = "read_care"
    #: Sending on, closing, correcting what was asked, drawing rosters, writing sheets.
    COORDINATE = "coordinate_care"


class Mode(TextChoices):
    """What may be kept about patients."""

    WITHOUT_IDENTITY = "sans_identite", "Sans identité"
    HEALTH_DATA = "donnees_de_sante", "Données de santé"


class RequestKind(TextChoices):
    """What is asked for somebody who is not named."""

    DOCTOR = "medecin_traitant", "Un médecin traitant"
    HOME = "domicile", "Des soins à domicile"
    RETURN = "retour", "Un retour à domicile"
    BEFORE_SURGERY = "avant_operation", "Une rééducation avant une opération"
    OPINION = "avis", "Un avis à distance"
    SKIN = "peau", "Un tri de lésions de la peau"
    UNSCHEDULED = "non_programme", "Un soin non programmé"
    QUESTION = "question", "Une question de pharmacien à un prescripteur"


#: Who comes first takes them; the others have a turn, or are asked to somebody by name.
TAKEN_KINDS = [
    (kind.value, kind.label) for kind in RequestKind if kind not in {RequestKind.DOCTOR, RequestKind.QUESTION}
]
#: Pictures and letters of these go through a tool that the structure uses elsewhere.
OUTSIDE = [(kind.value, kind.label) for kind in (RequestKind.OPINION, RequestKind.SKIN)]


class AskerKind(TextChoices):
    """Who asks; with a desk, who keeps the identity."""

    PATIENT = "patient", "La personne"
    CARER = "proche", "Un proche"
    PROFESSIONAL = "professionnel", "Un professionnel"
    HOSPITAL = "hopital", "Un hôpital"
    DAC = "dac", "Un DAC"
    CAISSE = "caisse", "Une caisse"
    STRUCTURE = "structure", "La structure"
    OTHER = "autre", "Un autre organisme"


class RequestState(TextChoices):
    """Where a request is; `lifecycle.MOVES` says where it may go."""

    OPEN = "ouverte", "Cherche quelqu’un"
    TAKEN = "prise", "Prise"
    DONE = "aboutie", "Aboutie"
    UNMET = "sans_reponse", "Sans réponse"
    WITHDRAWN = "retiree", "Retirée"


#: Nothing more is expected of them.
CLOSED = (RequestState.DONE, RequestState.UNMET, RequestState.WITHDRAWN)


class AgeBand(TextChoices):
    """As much as answering needs; never a birth date."""

    CHILD = "0_15", "Moins de 16 ans"
    ADULT = "16_64", "De 16 à 64 ans"
    SENIOR = "65_74", "De 65 à 74 ans"
    OLD = "75", "75 ans et plus"


class Flag(TextChoices):
    """What makes a request come first, or asks for somebody in particular."""

    ALD = "ald", "Affection de longue durée"
    C2S = "c2s", "Complémentaire santé solidaire"
    DISABILITY = "handicap", "Handicap"
    LANGUAGE = "langue", "Ne parle pas français"
    HOUSEBOUND = "domicile", "Ne peut pas se déplacer"
    DISCHARGE = "sortie", "Sort de l’hôpital"
    PREGNANT = "grossesse", "Grossesse"
    ALONE = "isolement", "Isolement"


class Beyond(TextChoices):
    """What a doctor does not take on, by what their practice can do; never by rights, language or handicap."""

    HOME = "domicile", "Les visites à domicile"
    CHILD = "enfant", "Les moins de 16 ans"
    PREGNANT = "grossesse", "Les suivis de grossesse"


class Refusal(TextChoices):
    """Why somebody does not take what was offered to them."""

    FULL = "complet", "Je n’ai plus de place"
    FAR = "loin", "C’est trop loin"
    AWAY = "absence", "Je m’absente"
    OTHER_CARE = "besoin", "Ce besoin demande quelqu’un d’autre"


class Bridge(TextChoices):
    """Who watches while nobody took the request yet."""

    NURSE = "infirmier", "Un infirmier ou une infirmière"
    PHARMACIST = "pharmacien", "Le pharmacien"
    TELE = "teleconsultation", "Une téléconsultation assistée"
    PASS = "pass", "La permanence d’accès aux soins (PASS)"
    DAC = "dac", "Le DAC"
    UNSCHEDULED = "non_programme", "Les soins non programmés du territoire"


class Ending(TextChoices):
    """Why a request ends without having found, or is withdrawn."""

    NOBODY = "personne", "Personne ne peut la prendre"
    UNREACHED = "injoignable", "La personne ne répond plus"
    ELSEWHERE = "ailleurs", "A trouvé par ailleurs"
    MOVED = "partie", "A quitté le territoire"
    NO_MORE = "souhait", "Ne le souhaite plus"
    DEAD = "deces", "Est décédée"
    MISTAKE = "erreur", "Demande faite par erreur"


class Again(TextChoices):
    """Why a request seeks somebody again."""

    LEFT = "depart", "Le médecin cesse son activité ou part"
    NOT_MET = "rompu", "La première rencontre n’a pas eu lieu"
    TOO_SOON = "erreur_close", "Close par erreur"


class Need(TextChoices):
    """What is to be done, in the words of who asks. No free text: a choice names nobody."""

    DRESSING = "pansement", "Pansement"
    INJECTION = "injection", "Injection"
    DRIP = "perfusion", "Perfusion"
    WASHING = "toilette", "Toilette, aide aux gestes du jour"
    SAMPLING = "prelevement", "Prélèvement"
    WATCHING = "surveillance", "Surveillance"
    REHABILITATION = "reeducation", "Rééducation"
    OTHER = "autre", "Autre soin"


class Answer(TextChoices):
    """What became of what was offered to somebody."""

    YES = "oui", "Prise"
    NO = "non", "Refusée"
    LATE = "sans_reponse", "Sans réponse à temps"
    MISSED = "deja_prise", "Déjà prise par quelqu’un d’autre"
    GAVE_BACK = "rendue", "Rendue"


class Move(TextChoices):
    """What happened to a request, in its thread."""

    ASKED = "demandee", "Demandée"
    OFFERED = "proposee", "Proposée"
    REFUSED = "refusee", "Refusée"
    TAKEN = "prise", "Prise"
    GIVEN_BACK = "rendue", "Rendue"
    ACKNOWLEDGED = "vue", "Prise en charge confirmée"
    REMINDED = "relancee", "Relancée"
    BRIDGED = "relais", "Relais en attendant"
    DONE = "aboutie", "Aboutie"
    UNMET = "sans_reponse", "Close sans réponse"
    WITHDRAWN = "retiree", "Retirée"
    REOPENED = "rouverte", "Rouverte"
    JOINED = "reunie", "Réunie avec une autre"


class ConsentScope(TextChoices):
    """What a person agrees to."""

    TEAM = "equipe", "Partager ce qui est utile avec le cercle nommé ici"
    PLAN = "plan", "Écrire un plan personnalisé"
    DRUGS = "medicaments", "Faire le point sur les médicaments"


class ConsentMeans(TextChoices):
    """How they said it."""

    SPOKEN = "oral", "De vive voix"
    WRITTEN = "ecrit", "Par écrit"
    REPRESENTED = "representant", "Par la personne qui la représente"


class PlanPart(TextChoices):
    """Parts of a personal plan (PPCS): the model of the HAS of 2019."""

    PEOPLE = "intervenants", "Qui intervient, et comment les joindre"
    SEEN = "evaluation", "Évaluation : par qui, quand"
    WISHES = "souhaits", "Ce qui compte pour la personne"
    PROBLEMS = "problemes", "Problèmes et besoins, par ordre"
    AIMS = "objectifs", "Objectifs partagés"
    ACTIONS = "actions", "Actions : qui, quoi, pour quand"
    SUCCESS = "criteres", "À quoi l’on verra que cela va mieux"
    ALERT = "alerte", "En cas d’alerte : que faire, qui appeler"
    REVIEW = "revue", "Revue : date, faits, décisions"
    MISSED = "non_tenus", "Objectifs non tenus, et pourquoi"


class NoReason(TextChoices):
    """Why somebody does not take what they were told of; a choice, no words."""

    FULL = "complet", "Je ne peux pas en prendre de plus"
    FAR = "loin", "C’est trop loin"
    NOT_MINE = "metier", "Ce n’est pas ce que je fais"
    AWAY = "absent", "Je ne suis pas là"
    OTHER = "autre", "Autre raison"


class BackReason(TextChoices):
    """Why a taker gives back."""

    PREVENTED = "empeche", "Empêchement"
    UNREACHED = "injoignable", "Le guichet ne répond pas"
    NOT_MINE = "metier", "Ce n’est pas ce que je fais"
    OTHER = "autre", "Autre raison"


class UnmetReason(TextChoices):
    """Why it ends without anybody."""

    NOBODY = "personne", "Personne n’a pu la prendre"
    ELSEWHERE = "ailleurs", "Quelqu’un a été trouvé ailleurs"
    HOSPITAL = "hopital", "La personne est retournée à l’hôpital"
    OTHER = "autre", "Autre raison"


class Channel(TextChoices):
    """How a practice wants to be asked."""

    SECURE_MAIL = "messagerie", "Messagerie sécurisée de santé"
    PHONE = "telephone", "Téléphone"
    DESK = "secretariat", "Secrétariat"


class QuestionSubject(TextChoices):
    """What a pharmacist asks a prescriber; whom it is about is said by the channel."""

    DOSE = "posologie", "Posologie"
    INTERACTION = "interaction", "Interaction ou contre-indication"
    SHORTAGE = "rupture", "Rupture : que mettre à la place"
    RENEWAL = "renouvellement", "Renouvellement"
    FORM = "ordonnance", "Ordonnance à compléter"
    FOLLOW_UP = "suivi", "Suivi, observance"
    OTHER = "autre", "Autre sujet"


class QuestionAnswer(TextChoices):
    """What came of a question; its content went by the channel."""

    AGREED = "accord", "D’accord avec ce qui est proposé"
    CHANGED = "modifiee", "Ordonnance modifiée"
    REFUSED = "desaccord", "Pas d’accord, on en parle"
    SEEN = "consultation", "La personne est à revoir"


class SwapState(TextChoices):
    """What became of a turn that somebody wants to hand over."""

    ASKED = "demande", "Cherche quelqu’un"
    TAKEN = "accepte", "Accepté"
    WITHDRAWN = "retire", "Retiré"
    #: By the one who was asked.
    REFUSED = "refuse", "Refusé"
    #: The turn itself went to somebody else, or its hours passed.
    VOID = "caduc", "Sans objet"


class Unit(TextChoices):
    """In what a professional says what they can take of unscheduled care."""

    SLOTS = "creneaux", "créneaux"
    HOURS = "heures", "heures"
    CASES = "cas", "cas"


class Outcome(TextChoices):
    """What became of somebody who was directed, in the second of two taps."""

    TAKEN_SOON = "pris_24h", "Pris en charge sous 24 heures"
    TAKEN_LATER = "pris_plus_tard", "Pris en charge plus tard"
    DIRECTED = "oriente", "Orienté ailleurs"
    REFUSED = "refuse", "Refusé"


class LocalKind(TextChoices):
    """What a team writes for itself."""

    PROTOCOL = "protocole", "Protocole local"
    TREE = "arbre", "Arbre de décision"


class TeamRole(TextChoices):
    """Who entrusts, who does, in a protocol."""

    DELEGATING = "delegant", "Délégant"
    DELEGATED = "delegue", "Délégué"


# Who can help, pathways, teams


class HelpKind(TextChoices):
    """Who helps, by the words of the field."""

    DAC = "dac", "Dispositif d’appui à la coordination (DAC)"
    ASALEE = "asalee", "Infirmière Asalée"
    SENIORS = "seniors", "Guichet des personnes âgées"
    PASS = "pass", "Permanence d’accès aux soins (PASS)"
    ADDICTION = "addictologie", "Addictologie"
    MIND = "sante_mentale", "Santé mentale"
    SOCIAL = "social", "Service social"
    CLS = "cls", "Contrat local de santé (CLS)"
    NETWORK = "reseau", "Réseau, équipe spécialisée"
    OTHER = "autre", "Autre aide"


class Situation(TextChoices):
    """What somebody who is not named needs help for."""

    COMPLEX = "complexe", "Situation complexe, trop d’intervenants"
    AGE = "age", "Perte d’autonomie, grand âge"
    CARER = "aidant", "Un proche s’épuise"
    RIGHTS = "droits", "Sans couverture, sans droits ouverts"
    SOCIAL = "social", "Difficultés sociales, logement, argent"
    ADDICTION = "addictions", "Addictions"
    MIND = "sante_mentale", "Souffrance psychique"
    DIABETES = "diabete", "Diabète"
    HEART = "risque_cardiovasculaire", "Risque cardiovasculaire"
    LUNGS = "bpco_tabac", "BPCO, tabac"
    MEMORY = "memoire", "Troubles de la mémoire"
    DISABILITY = "handicap", "Handicap"
    VIOLENCE = "violences", "Violences"
    BIRTH = "naissance", "Grossesse, petite enfance"
    END = "palliatif", "Soins palliatifs"
    TERRITORY = "territoire", "Prévention, projet de santé d’une commune"


class HelpEvent(TextChoices):
    """What is counted of a question, without anybody: it was asked, what came of it."""

    ASKED = "posee", "Questions posées"
    NOTHING = "sans_adresse", "Sans aucune adresse à donner"
    FOUND = "trouve", "« J’ai trouvé »"
    UNMET = "pas_trouve", "« Rien ne convient »"


class HelpFault(TextChoices):
    """What is wrong in the book, said in one tap by who met it."""

    NUMBER = "numero", "Numéro faux"
    SILENT = "muet", "Ne répond pas"
    HOURS = "horaires", "Horaires faux"
    CLOSED = "ferme", "N’existe plus"


class EtpStanding(TextChoices):
    """By what a programme of education exists."""

    DECLARED = "declare", "Déclaré"
    AUTHORISED = "autorise", "Autorisé"
    NEITHER = "action", "Ni l’un ni l’autre : simple action"


class Coming(TextChoices):
    """What somebody answers to a call."""

    YES = "oui", "Je viens"
    NO = "non", "Je ne viens pas"


class EscapSituation(TextChoices):
    """The four of the experiment, by the keys of the law room (`patient_situation`): read, never kept."""

    CHRONIC = "polypathology", "Plus de 65 ans, plusieurs maladies chroniques"
    INSULIN = "insulin_diabetes", "Diabète sous insuline"
    STROKE = "stroke", "AVC hospitalisé depuis moins d’un an"
    PALLIATIVE = "palliative", "Soins palliatifs"
    OTHER = "other", "Aucune des quatre"


class EscapState(TextChoices):
    """Where a team is; `lifecycle.ESCAP_MOVES` says where it may go."""

    PROPOSED = "proposee", "Proposée"
    AGREED = "acceptee", "Acceptée par le patient"
    RUNNING = "en_cours", "En cours"
    RENEWED = "renouvelee", "Renouvelée"
    ENDED = "finie", "Finie"


# Alerts, seasons, crises


class AlertKind(TextChoices):
    """What professionals are warned of."""

    SHORTAGE = "penurie", "Tension ou pénurie de médicament"
    EPIDEMIC = "epidemie", "Épidémie"
    HEAT = "chaleur", "Chaleur"
    COLD = "froid", "Froid"
    POLLUTION = "pollution", "Pollution"
    LOCAL = "local", "Événement local"


class AlertState(TextChoices):
    """Where an alert is; `lifecycle.ALERT_MOVES` says where it may go."""

    SIGNALLED = "signalee", "Signalée"
    SENT = "diffusee", "Diffusée"
    ENDED = "terminee", "Terminée"
    DISMISSED = "sans_suite", "Sans suite"


class VersionState(TextChoices):
    """Where a version of an alert is: its steps are written, then read by its validators, then sent."""

    DRAFT = "brouillon", "En écriture"
    ASKED = "en_relecture", "Chez les validateurs"
    SENT = "diffusee", "Diffusée"
    REPLACED = "remplacee", "Remplacée"


class Validated(TextChoices):
    """What a named validator says of a version."""

    YES = "oui", "Accepte"
    NO = "non", "Refuse"


class Applied(TextChoices):
    """What a reader answers, when an answer is asked."""

    YES = "oui", "Je l’applique"
    NO = "non", "Je ne peux pas"


class Season(TextChoices):
    """What comes back each year."""

    HEAT = "canicule", "Canicule"
    BRONCHIOLITIS = "bronchiolite", "Bronchiolite"
    FLU = "grippe", "Vaccination contre la grippe"
    COLD = "grand_froid", "Grand froid"
    OTHER = "autre", "Autre"


class Family(TextChoices):
    """The five families of crises, each with its reflex sheet."""

    INJURED = "blesses", "Blessés, somatiques ou psychiques"
    FRAGILE = "malades", "Malades et populations fragiles"
    INFECTIOUS = "infectieux", "Agent infectieux émergent"
    NRC = "nrc", "Agent nucléaire, radiologique ou chimique"
    SUPPLY = "offre", "Offre de soins altérée"


class CrisisPart(TextChoices):
    """What somebody is in the crisis plan."""

    REFERENT = "referent", "Référent"
    DEPUTY = "suppleant", "Suppléant"
    CELL = "cellule", "Cellule de crise"


class ResourceKind(TextChoices):
    """What a territory may count on besides people."""

    PLACE = "lieu", "Lieu"
    MATERIAL = "materiel", "Matériel"
    STOCK = "stock", "Stock"
    VEHICLE = "vehicule", "Véhicule"


class Available(TextChoices):
    """What somebody answers to a roll-call."""

    YES = "oui", "Je suis disponible"
    LATER = "plus_tard", "À partir de…"
    NO = "non", "Pas disponible"


class Lesson(TextChoices):
    """What a crisis or an exercise taught."""

    WORKED = "a_marche", "Ce qui a marché"
    CHANGE = "a_changer", "Ce qu’il faut changer"
