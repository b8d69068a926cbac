"""Who a message is from, in words that no header can be broken with; when to try again; what a failure says, and a domain."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from unicodedata import category, normalize

from maillage.mail.enums import RecordState, Verdict

#: Anything that Python or a mail server takes for the end of a line, and the other controls.
BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
#: What has a meaning in the name of an address.
MARKS = re.compile(r'[<>"\\,;:]')
LONGEST_NAME = 100
#: From one try to the next: an address that a server puts off for a day and a half is given up.
DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
#: A message handed over for longer than this was left by its worker.
LEFT_AFTER = timedelta(minutes=5)


def breaks_headers(text: str) -> bool:
    return bool(BREAKS.search(text))


def display_name(words: str) -> str:
    """« M. Escoffre (CPTS du Val) » for the name of an address: without marks, invisible letters, or another address.

    A name that holds an address is read as that address by who receives it.
    """
    seen = "".join(letter for letter in words if not category(letter).startswith("C"))
    kept = [word for word in MARKS.sub(" ", seen).split() if "@" not in normalize("NFKC", word)]
    return " ".join(kept)[:LONGEST_NAME].strip()


def delay_after(attempts: int) -> timedelta | None:
    """Before the next try, when `attempts` were made; None: no more."""
    return DELAYS[attempts - 1] if attempts <= len(DELAYS) else None


#: « 5.1.1 » (RFC 3463), and the three digits of SMTP before it, or alone.
STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\d|\.\d)")
CODE = re.compile(r"(?:^|;\s*|\s)([245])\d\d(?=[ \-]|$)")
#: The address does not exist, or no more; not what blames the sender (5.1.7, 5.1.8).
DEAD = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
#: By its second number: of our system, of our message, or of what is thought of both.
NOT_OF_THE_ADDRESS = frozenset("3567")
#: So many sendings in a row, over so long.
MOST_FAILURES, FAILING_FOR = 3, timedelta(days=10)
SAID = {
    "5.1.2": "Le nom après l’arobase n’existe pas.",
    "5.2.1": "Cette boîte est fermée.",
    "1": "Cette adresse n’existe pas, ou plus.",
    "2": "Sa boîte est pleine, ou ne prend plus de messages.",
    "4": "Sa messagerie ne répond pas.",
}


def status_of(status: str, said: str) -> str:
    """« 5.1.1 », from the field of a report, else from what the server said; « 5.0.0 » from « 550 … »; empty: neither."""
    for text in (status, said):
        found = STATUS.search(text)
        if found and not found[1].endswith(".0.0"):
            return found[1]
    if found := STATUS.search(status) or STATUS.search(said):
        return found[1]
    code = CODE.search(said)
    return f"{code[1]}.0.0" if code else ""


def verdict_on(status: str) -> Verdict:
    if status in DEAD:
        return Verdict.DEAD
    kind, _, rest = status.partition(".")
    if kind not in {"4", "5"} or rest[:1] in NOT_OF_THE_ADDRESS or status in {"5.1.7", "5.1.8"}:
        return Verdict.SAYS_NOTHING
    return Verdict.COUNTS


def failure_in_words(status: str) -> str:
    """« Cette adresse n’existe pas, ou plus. »"""
    second = status.partition(".")[2].partition(".")[0]
    return SAID.get(status) or SAID.get(second, "Sa messagerie ne prend pas nos messages.")


# What a domain publishes of who may write for it (RFC 7208, 6376, 9989)

DKIM_UNTOLD = "Maillage ne connaît pas le sélecteur : dites-le par MAILLAGE_DKIM (« s= » de DKIM-Signature, dans un message reçu)."
UNANSWERED = "Le DNS ne répond pas : réessayez."
POLICIES = {
    "none": "Il n’écarte rien encore (p=none).",
    "quarantine": "Ce qui n’est pas signé va aux indésirables (p=quarantine).",
    "reject": "Ce qui n’est pas signé est refusé (p=reject).",
}
Judged = tuple[RecordState, str, str]  # how it is, in words, as it is published


def is_public(domain: str) -> bool:
    """A domain that the world may ask about."""
    *others, last = domain.split(".")
    return (
        bool(others) and all(others) and last not in {"", "localhost", "local", "internal", "invalid", "test"}
    )


def spf_found(texts: Sequence[str] | None) -> Judged:
    if texts is None:
        return RecordState.UNKNOWN, UNANSWERED, ""
    records = [text for text in texts if text.lower().split(" ")[0] == "v=spf1"]
    if len(records) != 1:
        said = (
            "Deux se contredisent, et aucun ne compte : gardez-en un."
            if records
            else "Aucun : publiez-en un."
        )
        return RecordState.BROKEN, said, " | ".join(records)
    terms = records[0].lower().split()
    if {"all", "+all"} & set(terms):
        return RecordState.BROKEN, "Il laisse n’importe qui écrire pour vous (+all).", records[0]
    said = (
        "Il existe. Vérifiez qu’il nomme le serveur par où vos messages sortent : Maillage ne le connaît pas."
    )
    return RecordState.FINE, said, records[0]


def dkim_found(texts: Sequence[str] | None) -> Judged:
    if texts is None:
        return RecordState.UNKNOWN, UNANSWERED, ""
    keys = [(text, tags_of(text)) for text in texts if "p=" in text.replace(" ", "")]
    if len(keys) != 1:
        return RecordState.BROKEN, "Ce sélecteur n’a pas une clé, et une seule.", " | ".join(texts)
    (text, tags), *_ = keys
    if not tags.get("p"):
        return RecordState.BROKEN, "Cette clé est révoquée (p= vide).", text
    said = "La clé existe. Un message reçu dit si votre serveur signe : « dkim=pass »."
    return RecordState.FINE, said, text


def dmarc_found(texts: Sequence[str] | None, *, name: str, domain: str, envelope: str) -> Judged | None:
    """What is published at `name`, `domain` or above it; None: nothing there."""
    if texts is None:
        return RecordState.UNKNOWN, UNANSWERED, ""
    records = [text for text in texts if re.match(r"v\s*=\s*DMARC1\s*(;|$)", text)]
    if not records:
        return None
    if len(records) > 1:
        return (
            RecordState.BROKEN,
            "Deux se contredisent, et aucun ne compte : gardez-en un.",
            " | ".join(records),
        )
    tags = tags_of(records[0])
    policy = (tags.get("sp") if name != domain else None) or tags.get("p", "none")
    if policy not in POLICIES:
        return RecordState.BROKEN, "Sa règle (p=) n’est pas de celles qui existent.", records[0]
    return RecordState.FINE, POLICIES[policy] + _aligned(tags, domain, envelope), records[0]


def _aligned(tags: Mapping[str, str], domain: str, envelope: str) -> str:
    """What is to be known when the envelope is of another domain than the letter: which are one, the DNS does not say."""
    is_inside = envelope.endswith(f".{domain}") or domain.endswith(f".{envelope}")
    if envelope == domain or (is_inside and tags.get("aspf") != "s"):
        return ""
    if tags.get("aspf") == "s":
        return f" Les retours vont à {envelope}, un autre nom : SPF ne compte pas pour lui (aspf=s), il faut DKIM."
    return f" Les retours vont à {envelope}, un autre domaine : SPF ne compte pas pour lui s’il est distinct, il faut DKIM."


def tags_of(record: str) -> dict[str, str]:
    """« v=DMARC1; p=none » → its tags, in small letters."""
    pairs = (part.partition("=") for part in record.split(";") if "=" in part)
    return {name.strip().lower(): "".join(value.split()).lower() for name, _, value in pairs}
