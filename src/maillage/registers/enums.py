"""Names the national files give to their columns and codes (docs/adr/0008; formats of 2026)."""

from enum import IntFlag, StrEnum

#: Suffixes the header writes in full.
AT = " (coord. structure)"
OF = " (structure)"

PERSON_COLUMNS = ("Type d'identifiant PP", "Identifiant PP", "Identification nationale PP")

#: `PS_LibreAcces_Personne_activite`: 56 columns, one row per person, activity, structure and skill.
ACTIVITY_COLUMNS = (
    *PERSON_COLUMNS, "Code civilité d'exercice", "Libellé civilité d'exercice", "Code civilité",
    "Libellé civilité", "Nom d'exercice", "Prénom d'exercice", "Code profession", "Libellé profession",
    "Code catégorie professionnelle", "Libellé catégorie professionnelle", "Code type savoir-faire",
    "Libellé type savoir-faire", "Code savoir-faire", "Libellé savoir-faire", "Code mode exercice",
    "Libellé mode exercice", "Numéro SIRET site", "Numéro SIREN site", "Numéro FINESS site",
    "Numéro FINESS établissement juridique", "Identifiant technique de la structure", "Raison sociale site",
    "Enseigne commerciale site", f"Complément destinataire{AT}", f"Complément point géographique{AT}",
    f"Numéro Voie{AT}", f"Indice répétition voie{AT}", f"Code type de voie{AT}", f"Libellé type de voie{AT}",
    f"Libellé Voie{AT}", f"Mention distribution{AT}", f"Bureau cedex{AT}", f"Code postal{AT}",
    f"Code commune{AT}", f"Libellé commune{AT}", f"Code pays{AT}", f"Libellé pays{AT}", f"Téléphone{AT}",
    f"Téléphone 2{AT}", f"Télécopie{AT}", f"Adresse e-mail{AT}", f"Code Département{OF}",
    f"Libellé Département{OF}", "Ancien identifiant de la structure", "Autorité d'enregistrement",
    "Code secteur d'activité", "Libellé secteur d'activité", "Code section tableau pharmaciens",
    "Libellé section tableau pharmaciens", "Code rôle", "Libellé rôle", "Code genre activité",
    "Libellé genre activité",
)  # fmt: skip

#: `PS_LibreAcces_SavoirFaire`: 13 columns.
SKILL_COLUMNS = (
    *PERSON_COLUMNS, "Nom d'exercice", "Prénom d'exercice", "Code profession", "Libellé profession",
    "Code catégorie professionnelle", "Libellé catégorie professionnelle", "Code type savoir-faire",
    "Libellé type savoir-faire", "Code savoir-faire", "Libellé savoir-faire",
)  # fmt: skip

#: `PS_LibreAcces_Dipl_AutExerc`: 13 columns.
DIPLOMA_COLUMNS = (
    *PERSON_COLUMNS, "Nom d'exercice", "Prénom d'exercice", "Code type diplôme obtenu",
    "Libellé type diplôme obtenu", "Code diplôme obtenu", "Libellé diplôme obtenu", "Code type autorisation",
    "Libellé type autorisation", "Code discipline autorisation", "Libellé discipline autorisation",
)  # fmt: skip

#: File names as data.gouv gives them.
ACTIVITY_FILE = "ps-libreacces-personne-activite.txt"
SKILL_FILE = "ps-libreacces-savoirfaire.txt"
DIPLOMA_FILE = "ps-libreacces-dipl-autexerc.txt"
FINESS_FILE = "finess-structures.json.gz"


class Mode(StrEnum):
    """TRE_R23, how one practises."""

    LIBERAL = "L"
    SALARIED = "S"
    VOLUNTARY = "B"


class Genre(StrEnum):
    """TRE_R22, the genres that count as care; the others are not."""

    CARE = "GENR01"
    REPLACES = "GENR02"  # remplaçant
    REPLACEMENT = "GENR03"  # remplacement


class Counts(IntFlag):
    """What an activity counts for in an area."""

    CARE = 1
    REPLACES = 2  # and nothing else
    LIBERAL = 4
    IN_TOWN = 8  # liberal, or salaried by a centre de santé: what a patient reaches without a hospital


#: TRE_R02, the sector of activity that our counts name.
CENTRE_DE_SANTE = "SA05"


class Register(StrEnum):
    """The national files the directory is made of: what `maillage import` takes."""

    RPPS = "rpps"
    FINESS = "finess"


#: Where each file is when nobody says so: data.gouv.fr redirects to the file of the day.
OFFICIAL = "https://www.data.gouv.fr/api/1/datasets/r/"
ADDRESSES = {
    ACTIVITY_FILE: f"{OFFICIAL}fffda7e9-0ea2-4c35-bba0-4496f3af935d",
    SKILL_FILE: f"{OFFICIAL}fb55f15f-bd61-4402-b551-51ef387f2fab",
    DIPLOMA_FILE: f"{OFFICIAL}41ae70ac-90c8-4c4e-8644-4ef1b100f045",
    FINESS_FILE: f"{OFFICIAL}cd493959-fb03-41e5-9347-0edd14dfbc22",
}


class PlaceKind(StrEnum):
    """What a diagnosis counts among the establishments of FINESS."""

    PHARMACIE = "pharmacie"
    MSP = "msp"
    CDS = "cds"
    CPTS = "cpts"
    DAC = "dac"
    HOPITAL = "hopital"
    EHPAD = "ehpad"
    SSIAD = "ssiad"
    LABORATOIRE = "laboratoire"
    AUTRE = ""
