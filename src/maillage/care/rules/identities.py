"""What must never be typed where nobody is to be named: shapes of phones, of NIR, of birth dates, of names."""

import re
from enum import StrEnum
from unicodedata import category, normalize

from maillage.kernel import BadInput, with_no_break_spaces

#: What people put between the figures of a number, or of a date; spaces are already alike.
_SEP = r"[ ._/\-]{0,3}"


class Seen(StrEnum):
    """What a text seems to say of somebody, in words."""

    NIR = "un numéro de sécurité sociale"
    PHONE = "un téléphone"
    EMAIL = "une adresse de courriel"
    NUMBER = "un long numéro"
    BIRTH = "une date de naissance"
    DATE = "une date entière"
    CALLED = "un nom"
    NAMED = "un nom en capitales"
    STREET = "une adresse"


#: By two figures wherever they stand; grouped otherwise, where they are no end of an amount, as « 1 045 000 ».
PHONE = re.compile(
    rf"(?:(?:\+|00){_SEP}33|(?<!\d)0){_SEP}(?:\(0\){_SEP})?[1-9](?:{_SEP}\d{{2}}){{4}}(?!\d)"
    rf"|(?<!\d)(?<!\d )0 ?[1-9](?:{_SEP}\d){{8}}(?!\d)"
)
NIR = re.compile(
    rf"(?<!\d)[12]{_SEP}\d{{2}}{_SEP}(?:0[1-9]|1[0-2]|[2-9]\d){_SEP}(?:\d{{2}}|2[AB])(?:{_SEP}\d{{3}}){{2}}"
    rf"(?:{_SEP}\d{{2}})?(?!\d)",
    re.IGNORECASE,
)
LONG_NUMBER = re.compile(r"(?<!\d)\d{9,}(?!\d)")  # of a card, of a record
EMAIL = re.compile(r"[\w.+\-]+ ?@ ?[\w\-]+\.\w+")
#: Of one person: « enfants nés en 2024 » are a public. « ne le » is a negation, unless a figure follows.
BIRTH = re.compile(
    r"\bn(?:é|ée|ee|é\(e\))\W{1,3}(?:le\b|en\b|\d)|\bne (?:le |en )?\d|\b(?:ddn|date de naissance)\b\W{0,3}\d",
    re.IGNORECASE,
)
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d{2}"
_DATE_SEP = r" ?[/.\-_] ?"
_MONTHS = "janv|févr|fevr|mars|avr|mai|juin|juil|août|aout|sept|oct|nov|déc|dec"
DATE = re.compile(
    r"(?<!\d)\d{1,2}[/.\-_]\d{1,2}[/.\-_]\d{2}(?!\d)"
    rf"|(?<!\d)\d{{1,2}}{_DATE_SEP}\d{{1,2}}{_DATE_SEP}{_YEAR}(?!\d)"
    rf"|(?<!\d){_DAY} {_MONTH} {_YEAR}(?!\d)"
    rf"|(?<!\d){_YEAR}(?:{_DATE_SEP}| ){_MONTH}(?:{_DATE_SEP}| ){_DAY}(?!\d)"
    r"|(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d{2}(?!\d)"
    r"|(?<!\d)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
    rf"|\b\d{{1,2}}(?:er)? (?:{_MONTHS})[a-zéû.]* {_YEAR}(?!\d)",
    re.IGNORECASE,
)
#: « Mme O. », « M.Durand », « Mr DUPONT », « m. durand »; « le Dr Martin » is a professional, and may be named; « M.S.P. »
#: is no one, nor « i.m. », nor ten « m. ».
CALLED = re.compile(
    r"(?<![\w.])M\.? [A-ZÀ-Ý]|(?<![\w.])M\.[A-ZÀ-Ý][\w’'\-]|(?<![\w.])(?<!\d )m\. ?[^\W\d]{2}"
    r"|\bMM(?:\. ?| )[A-ZÀ-Ý]|(?i:\b(?:mmes?|mlles?|mr|monsieur|messieurs|madame|mesdames|mademoiselle)\b[. \-]{0,3}\w)"
)
#: Capitals that name no one.
TRADE = frozenset(
    [
        "ACI",
        "ALD",
        "ANSM",
        "ARS",
        "ASALEE",
        "AVC",
        "BPCO",
        "CCAS",
        "CDS",
        "CHU",
        "CLIC",
        "CLS",
        "CMP",
        "CNAM",
        "CPAM",
        "CPTS",
        "DAC",
        "DIU",
        "DMP",
        "DPC",
        "EHPAD",
        "EMSP",
        "ESCAP",
        "ESMS",
        "ESP",
        "ETP",
        "FINESS",
        "HAD",
        "HAS",
        "HCSP",
        "HDJ",
        "HTA",
        "IDE",
        "IDEL",
        "INR",
        "IPA",
        "IRC",
        "IRM",
        "IVG",
        "MAIA",
        "MDPH",
        "MSA",
        "MSP",
        "NRBC",
        "ORSAN",
        "OSNP",
        "PASS",
        "PCR",
        "PDSA",
        "PLAN",
        "PMI",
        "PPCS",
        "PPS",
        "PRADO",
        "PRS",
        "PTSM",
        "RAAC",
        "RCP",
        "RPPS",
        "RSA",
        "SAAD",
        "SAMU",
        "SAS",
        "SDIS",
        "SISA",
        "SMUR",
        "SNP",
        "SSIAD",
        "SMR",
        "TDAH",
        "USLD",
        "VAD",
        "VIH",
        "VSL",
    ]
)
#: « DUPONT Jeanne », « Jeanne DUPONT »: a surname in capitals beside a first name.
NAMED = re.compile(r"\b([A-ZÀ-Ý]{3,}) [A-ZÀ-Ý][a-zà-ÿ]{2,}\b|\b[A-ZÀ-Ý][a-zà-ÿ]{2,} ([A-ZÀ-Ý]{4,})\b")
STREET = re.compile(
    r"\b\d{0,4} ?(?:bis|ter)?,? ?(?:rue|avenue|av\.|boulevard|bd|impasse|allée|chemin) (?:de|du|des|d’|la|le|les|[A-ZÀ-Ý])",
    re.IGNORECASE,
)
#: In the order in which they are told.
SHAPES: tuple[tuple[Seen, re.Pattern[str]], ...] = (
    (Seen.NIR, NIR),
    (Seen.PHONE, PHONE),
    (Seen.EMAIL, EMAIL),
    (Seen.NUMBER, LONG_NUMBER),
    (Seen.BIRTH, BIRTH),
    (Seen.DATE, DATE),
    (Seen.CALLED, CALLED),
    (Seen.NAMED, NAMED),
    (Seen.STREET, STREET),
)


def identities_in(text: str) -> tuple[Seen, ...]:
    """What of somebody this text seems to say, each once; empty when nothing is seen."""
    readings = _readings(text)
    return tuple(what for what, shape in SHAPES if any(_is_seen(shape, each) for each in readings))


def _readings(text: str) -> tuple[str, ...]:
    """The text as one sees it: wide letters and parted accents made plain, one kind of space. What no one sees, as a
    soft hyphen, was put inside a word or between two."""
    plain = normalize("NFKC", text)
    hidden = {sign for sign in plain if category(sign) == "Cf"}
    kept = [plain.translate({ord(sign): instead for sign in hidden}) for instead in ("", " ")]
    return tuple(dict.fromkeys(" ".join(each.split()) for each in kept))


def _is_seen(shape: re.Pattern[str], text: str) -> bool:
    return any(TRADE.isdisjoint(found.groups()) for found in shape.finditer(text))


def refuse_identity(text: str, *, field: str = "note") -> str:
    """The text, when it names nobody. Raises BadInput with what was seen and the way out."""
    if seen := identities_in(text):
        raise BadInput(
            with_no_break_spaces(
                f"Ce texte semble contenir {' et '.join(seen)}. Ici, personne n’est nommé : retirez-le, gardez-le à "
                "votre guichet, à côté du code de la demande."
            ),
            field=field,
        )
    return text
