"""What must never be typed where nobody is to be named: shapes of phones, of NIR, of birth dates, of names."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from unicodedata import category, normalize

from maillage.care.rules.identity_words import BEFORE_NAMES, FIRST_NAMES, NO_NAMES
from maillage.kernel import BadInput, with_no_break_spaces

#: The way out, of what a team writes for itself, and of what is asked for somebody.
SAY_WHAT = "retirez-le, ou dites une fonction, un service, un lieu"
KEEP_IT = "retirez-le, gardez-le à votre guichet, à côté du code de la demande"
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
    PERSON = "le nom d’une personne"
    FIRST = "un nom ou un prénom"
    NAMED = "un nom en capitales"
    STREET = "une adresse"


#: By two figures wherever they stand; grouped otherwise, where they are no end of an amount, as « 1 045 000 ».
PHONE = re.compile(
    rf"(?:(?:\+|00){_SEP}33|(?<!\d)0){_SEP}(?:\(0\){_SEP})?[1-9](?:{_SEP}\d{{2}}){{4}}(?!\d)"
    rf"|(?<!\d)(?<!\d )0 ?[1-9](?:{_SEP}\d){{8}}(?!\d)"
    rf"|\b[Tt][ée]l(?:éphone)?\W{{0,3}}[1-9](?:{_SEP}\d{{2}}){{4}}(?!\d)"
)
#: Whole, or its beginning, which says a sex, a month, a year and a département of birth; or any number called so.
NIR = re.compile(
    rf"(?<!\d)[12]{_SEP}\d{{2}}{_SEP}(?:0[1-9]|1[0-2]|[2-9]\d){_SEP}(?:\d{{2}}|2[AB])(?:{_SEP}\d{{3}}){{2}}"
    rf"(?:{_SEP}\d{{2}})?(?!\d)"
    r"|(?<![\d,])(?<!\d )[12] \d{2} (?:0[1-9]|1[0-2]) (?:\d{2}|2[AB])(?![\d,]| ?\d)"
    r"|\b(?:nir|ins|sécu|secu|sécurité sociale|n° ?ss)\b\W{0,5}(?:\d[ .]?){5,}",
    re.IGNORECASE,
)
#: Of a card, of a record; shorter where it is called so.
LONG_NUMBER = re.compile(
    r"(?<!\d)\d{9,}(?!\d)|\b(?:ipp|nip|iep|nda|dossier)\b\W{0,2}(?:n°)? ?\d{5,}", re.IGNORECASE
)
EMAIL = re.compile(r"[\w.+\-]+ ?(?:@|[(\[]at[)\]]|\barobase\b) ?[\w\-]+(?:\.| point )\w+", re.IGNORECASE)
#: Of one person: « enfants nés en 2024 » are a public. « ne le » is a negation, unless a figure follows.
BIRTH = re.compile(
    r"\bn(?:é|ée|ee|é\(e\))\W{1,3}(?:le\b|en\b|au mois\b|\d)|\bne (?:le |en )?\d"
    r"|\b(?:ddn|naissance)\b\W{0,3}(?:(?:le|en) )?\d",
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
    rf"|\b\d{{1,2}}(?:er)? (?:{_MONTHS})[a-zéû.]* (?:{_YEAR}(?!\d)|[3-9]\d(?= ?(?:$|[.,;)])))"
    rf"|\b(?:{_MONTHS})[a-zéû.]* 19\d{{2}}(?!\d)",
    re.IGNORECASE,
)
#: A title before who is known by their office: « Mme la directrice ».
_OFFICE = r"(?! l[ea] (?:mair|préf|sous-préf|direct|présid|procur|délégu|secrét|conseill|député|ministre|médecin|chef|cadre))"
#: « Mme O. », « M.Durand », « Mr DUPONT », « m. durand »; « le Dr Martin » is a professional, and may be named; « M.S.P. »
#: is no one, nor « i.m. », nor ten « m. ».
CALLED = re.compile(
    rf"(?<![\w.])M\.{_OFFICE} [^\W\d]{{2}}"
    r"|(?<![\w.])M\.? [A-ZÀ-Ý]|(?<![\w.])M\.[A-ZÀ-Ý][\w’'\-]|(?<![\w.])(?<!\d )m\. ?[^\W\d]{2}"
    r"|\bMM(?:\. ?| )[A-ZÀ-Ý]|(?i:\b(?:mmes?|mlles?|mr|m[dm]e|mdme|mons|monsieur|messieurs|madame|mesdames|mademoiselle)\b"
    rf"{_OFFICE}[. \-]{{0,3}}\w)|\b(?:Mad\.|M°) ?\w"
)
#: How adjectives of care end, and few surnames.
SUFFERING = ("ique", "eux", "euse", "ative", "atif", "isé", "isée")
_NAME, _CAPITALS = r"[A-ZÀ-Ý][a-zà-ÿ’'\-]{2,}", r"[A-ZÀ-Ý]{5,}"
#: « patiente Martin », « famille Durand », « née Roux », « nom : Roux », « C. M., 84 ans »; « patient Parkinson » is no one.
PERSON = re.compile(
    r"(?i:\b(?:patiente?|pte?|résidente?|veuve|vve|épouse|ép\.|dame|sieur|famille|bébé|bb|mamie|papi|papy|fils|fille|enfant"
    r"|petite?|mère|père|mari|frère|sœur|née|nommée?|prénommée?)) "
    rf"(?:(?:De|Le|La|El|Ben) )?(?:(?:[A-ZÀ-Ý]\. ?)?({_NAME}|{_CAPITALS})\b|(?:[A-ZÀ-Ý]\.(?!\w) ?){{1,3}})"
    r"|(?i:\bs[’']appelle \w|\b(?:pré)?noms?\W{0,2}: ?\w|\binitiales?\b\W{0,3})[A-ZÀ-Ý]?\w"
    r"|(?<![\w.])(?:(?:[A-ZÀ-Ý]\. ?){2,3}|[A-ZÀ-Ý]{2}),? ?\d{1,3} ans\b"
)
_FIRST = rf"(?:{'|'.join(sorted({*FIRST_NAMES, *map(str.upper, FIRST_NAMES)}, reverse=True))})"
#: « Claire Martin », « Martin Claire », « Claire M. », « Claire, 84 ans »; « pharmacie Claire Martin » is no one.
FIRST = re.compile(
    rf"(?:\b([\w.’'\-]+) )?(?<![\w\-]){_FIRST}(?:[ \-]{_FIRST})*"
    rf"(?:,? \d{{1,3}} ans\b| [A-ZÀ-Ý]\b(?!’)| (?:(?:de|du|le|la|De|Le|La|El|Ben|Van) )?({_NAME}|[A-ZÀ-Ý]{{3,}})\b)"
    rf"|\b({_NAME}|[A-ZÀ-Ý]{{3,}}) {_FIRST}\b(?!-)"
)
#: « DUPONT Jeanne », « Jeanne DUPONT »: a surname in capitals beside a first name.
NAMED = re.compile(r"\b([A-ZÀ-Ý]{3,}) ([A-ZÀ-Ý][a-zà-ÿ]{2,})\b|\b([A-ZÀ-Ý][a-zà-ÿ]{2,}) ([A-ZÀ-Ý]{4,})\b")
STREET = re.compile(
    r"\b\d{0,4} ?(?:bis|ter)?,? ?(?:rue|avenue|av\.|boulevard|bd|impasse|allée|chemin) (?:de|du|des|d’|la|le|les|[A-ZÀ-Ý])",
    re.IGNORECASE,
)
#: What is an address with its number, and a word otherwise: « place d’EHPAD », « en cours de soins ».
NUMBERED = re.compile(
    r"\b\d{1,4} ?(?:bis|ter)?,? (?i:place|quai|route|rte|cours|square|faubourg|passage|lotissement|cité|esplanade|hameau) "
    r"(?:de la |de l[’']|du |des |de |d[’'])?[A-ZÀ-Ý][a-zà-ÿ]|(?i:\blieu[ \-]?dit\b)|(?i:\bapp(?:t|artement)\b\.? ?(?:n° ?)?\d)"
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
    (Seen.PERSON, PERSON),
    (Seen.FIRST, FIRST),
    (Seen.NAMED, NAMED),
    (Seen.STREET, STREET),
    (Seen.STREET, NUMBERED),
)


def identities_in(text: str) -> dict[Seen, str]:
    """What of somebody this text seems to say, each once, and the words that say it; empty when nothing is seen."""
    readings = _readings(text)
    seen: dict[Seen, str] = {}
    for what, shape in SHAPES:
        if what not in seen and (
            words := next((found for each in readings for found in _found(shape, each)), "")
        ):
            seen[what] = words
    return seen


def _readings(text: str) -> tuple[str, ...]:
    """The text as one sees it: wide letters and parted accents made plain, one kind of space. What no one sees, as a
    soft hyphen, was put inside a word or between two."""
    plain = normalize("NFKC", text)
    hidden = {sign for sign in plain if category(sign) == "Cf"}
    kept = [plain.translate({ord(sign): instead for sign in hidden}) for instead in ("", " ")]
    return tuple(dict.fromkeys(" ".join(each.split()) for each in kept))


def _found(shape: re.Pattern[str], text: str) -> Iterator[str]:
    return (found[0] for found in shape.finditer(text) if not any(map(_is_no_name, found.groups())))


def _is_no_name(word: str | None) -> bool:
    """Of the trade: an acronym, a place, an illness, or how one says what somebody suffers from, « Diabétique »."""
    spoken = (word or "").casefold().strip(".")
    return spoken in NO_NAMES or spoken in BEFORE_NAMES or spoken.endswith(SUFFERING)


def told(seen: Mapping[Seen, str]) -> str:
    """« un nom (« Mme O ») et un téléphone (« 06 12 34 56 78 ») »: whoever typed another thing sees which words to change."""
    said = [
        f"{what} («\u00a0{words.strip()}\u00a0»)"
        for what, words in seen.items()
        if not any(words in other and words != other for other in seen.values())
    ]
    return " et ".join(said)


def refuse_identity(text: str, *, field: str = "note", way_out: str = SAY_WHAT) -> str:
    """The text, when it names nobody. Raises BadInput with what was seen and the way out."""
    if seen := identities_in(text):
        said = f"Ce texte semble contenir {told(seen)}. Ici, personne n’est nommé : {way_out}."
        raise BadInput(with_no_break_spaces(said), field=field)
    return text


def refuse_beside_a_code(text: str) -> str:
    """The same, of what goes with a request: its desk keeps who it is."""
    return refuse_identity(text, way_out=KEEP_IT)
