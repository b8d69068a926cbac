"""What the world reads of the domain that messages leave from, and what is said of it on a page, which asks nobody."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils.timezone import localdate

from maillage.kernel import BadInput, date_in_french, joined, with_no_break_spaces
from maillage.mail.enums import RecordState
from maillage.mail.models import DomainRecord
from maillage.mail.rules import DKIM_UNTOLD, dkim_found, dmarc_found, is_public, spf_found
from maillage.mail.types import Found

#: Seconds for one record, all its tries.
ANSWERED_WITHIN = 5
#: A name → its texts, none when it has none; None: nobody answered.
Lookup = Callable[[str], Sequence[str] | None]


def texts_of(name: str) -> list[str] | None:
    from dns.exception import DNSException
    from dns.resolver import NXDOMAIN, NoAnswer, Resolver

    try:
        answer = Resolver().resolve(name, "TXT", lifetime=ANSWERED_WITHIN)
    except (NXDOMAIN, NoAnswer):
        return []
    except DNSException:
        return None
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def looked_up(ask: Lookup = texts_of) -> list[Found]:
    """SPF of the envelope, DKIM and DMARC of the address that people read. Raises BadInput without such an address."""
    domain = domain_of(settings.SERVER_EMAIL)
    if not is_public(domain):
        raise BadInput(
            f"MAILLAGE_MAIL_FROM écrit de « {settings.SERVER_EMAIL} », que personne ne peut joindre : donnez une adresse "
            "d’un domaine à vous."
        )
    envelope = domain_of(settings.BOUNCES) or domain
    selectors = [f"{selector}._domainkey.{domain}" for selector in settings.DKIM]
    return [
        Found("SPF", envelope, *spf_found(ask(envelope))),
        *(Found("DKIM", name, *dkim_found(ask(name))) for name in selectors),
        *([] if selectors else [Found("DKIM", domain, RecordState.UNKNOWN, DKIM_UNTOLD)]),
        _dmarc(domain, envelope, ask),
    ]


def _dmarc(domain: str, envelope: str, ask: Lookup) -> Found:
    """Of the domain, else of the nearest above that has one (RFC 9989)."""
    labels = domain.split(".")
    for start in range(len(labels) - 1):
        name = ".".join(labels[start:])
        texts = ask(f"_dmarc.{name}")
        found = dmarc_found(texts, name=name, domain=domain, envelope=envelope)
        if found:
            return Found("DMARC", f"_dmarc.{name}", *found)
    words = "Aucun. Publiez au moins « v=DMARC1; p=none » : les grandes messageries le demandent."
    return Found("DMARC", f"_dmarc.{domain}", RecordState.BROKEN, words)


def sender_words() -> str:
    """« Les messages partent de … » as who runs a structure reads it: what was found last, and when."""
    return with_no_break_spaces(_sender_words())


def _sender_words() -> str:
    if settings.DEMO:
        return "Ceci est une démonstration : aucun message n’en part."
    address = settings.SERVER_EMAIL
    if not is_public(domain_of(address)):
        return f"Les messages partent de « {address} », que personne ne peut joindre : dites-le à qui tient ce site."
    records = list(DomainRecord.objects.filter(sender=address))
    if not records:
        return f"Les messages partent de {address}. Ce domaine n’a pas été vérifié par qui tient ce site."
    words = (
        f"Les messages partent de {address}, vérifié le {date_in_french(localdate(records[0].checked_at))}"
    )
    by_state = {
        state: joined(sorted({each.record for each in records if each.state == state}))
        for state in RecordState
    }
    told = [f"{names} : {state.label}" for state, names in by_state.items() if names]
    risk = (
        " Des messages risquent d’être pris pour indésirables : dites-le à qui tient ce site."
        if by_state[RecordState.BROKEN]
        else ""
    )
    return f"{words}. {' ; '.join(told)}.{risk}"


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].lower().rstrip(".")
