"""What a bank would refuse, found before the file leaves and told with the name of whoever it is about."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from maillage.funding.rules.amounts import in_cents
from maillage.funding.rules.transfers import accounts
from maillage.funding.rules.transfers.characters import LONGEST_REFERENCE, is_reference, sepa_text
from maillage.funding.rules.transfers.target import is_open, open_from
from maillage.funding.types.transfers import Address, BankProfile, Batch, Debtor, Fault, Payment
from maillage.kernel import BadInput, date_in_french, euros, plural

LONGEST_NAME, LONGEST_LABEL, LONGEST_STREET, LONGEST_POSTCODE, LONGEST_TOWN = 70, 140, 70, 16, 35
WRONG_REFERENCE = f"de 1 à {LONGEST_REFERENCE} lettres sans accent, chiffres ou tirets"


def judged(batch: Batch, profile: BankProfile, *, earliest: date) -> Batch:
    """The same batch. Raises BadInput with the first fault, and how many there are."""
    found = list(faults(batch, profile, earliest=earliest))
    if found:
        first = f"{found[0].who} : {found[0].why}" if found[0].who else found[0].why
        others = f" ({plural(len(found), 'ligne')} à reprendre en tout.)" if len(found) > 1 else ""
        raise BadInput(f"{first}{others}", field="payments")
    return batch


def faults(batch: Batch, profile: BankProfile, *, earliest: date) -> Iterator[Fault]:
    """All that keeps a batch from leaving. `earliest`: the first day that the bank may still execute it."""
    if not batch.payments:
        yield Fault("Ce lot n’a aucun virement : ajoutez-en un.")
    if not is_reference(batch.reference):
        yield Fault(f"La référence du lot, « {batch.reference} », n’est pas possible : {WRONG_REFERENCE}.")
    yield from _day_faults(batch.executes_on, earliest)
    yield from (Fault(why) for why in _debtor_faults(batch.debtor))
    times = Counter(each.reference for each in batch.payments)
    for payment in batch.payments:
        whys = list(_payment_faults(payment, batch.debtor, profile))
        if times[payment.reference] > 1:
            whys.append(f"Sa référence, « {payment.reference} », est celle d’un autre virement du lot.")
        yield from (Fault(why, payment.name or payment.reference) for why in whys)


def _day_faults(on: date, earliest: date) -> Iterator[Fault]:
    if on < earliest:
        yield Fault(
            f"Le {date_in_french(on)}, il serait trop tard pour la banque : choisissez le {date_in_french(earliest)} ou après."
        )
    if not is_open(on):
        yield Fault(
            f"Les banques n’exécutent rien le {date_in_french(on)} : choisissez le {date_in_french(open_from(on))}."
        )


def _debtor_faults(debtor: Debtor) -> Iterator[str]:
    if why := _refused(accounts.iban, debtor.iban):
        yield f"Votre compte : {why}"
    if why := _refused(accounts.bic, debtor.bic):
        yield f"Votre banque : {why}"
    yield from (f"Votre nom : {why}" for why in _text_faults(debtor.name, LONGEST_NAME))


def _payment_faults(payment: Payment, debtor: Debtor, profile: BankProfile) -> Iterator[str]:
    yield from _text_faults(payment.name, LONGEST_NAME)
    if payment.label:
        yield from (f"Son libellé : {why}" for why in _text_faults(payment.label, LONGEST_LABEL))
    if not is_reference(payment.reference):
        yield f"Sa référence, « {payment.reference} », n’est pas possible : {WRONG_REFERENCE}."
    yield from _amount_faults(payment.amount, profile.most)
    if payment.bic and (why := _refused(accounts.bic, payment.bic)):
        yield why
    if why := _refused(accounts.iban, payment.iban):
        yield why
        return
    account = accounts.iban(payment.iban)
    if not _refused(accounts.iban, debtor.iban) and account == accounts.iban(debtor.iban):
        yield "C’est le compte qui paie : saisissez celui du bénéficiaire."
    if accounts.wants_an_address(account):
        yield from _address_faults(payment.address, account)


def _amount_faults(amount: Decimal, most: Decimal) -> Iterator[str]:
    try:
        cents = in_cents(amount)
    except BadInput as why:
        yield str(why)
        return
    if cents == 0:
        yield "Rien à virer : retirez cette ligne du lot."
    elif cents < 0:
        yield f"{euros(-amount)} sont à recevoir, pas à virer : retirez cette ligne du lot."
    elif amount > most:
        yield f"{euros(amount)} dépassent le plafond d’un virement, {euros(most)} : faites-le confirmer."


def _address_faults(address: Address | None, account: str) -> Iterator[str]:
    """Outside the Economic Area, an address in its own fields: one in free lines is refused."""
    country = account[:2]
    if address is None or not (sepa_text(address.town) and address.country):
        yield f"Son compte est hors de l’Espace économique européen ({country}) : il faut sa ville et son pays."
        return
    if not (len(address.country) == 2 and address.country.isascii() and address.country.isupper()):
        yield f"Le pays « {address.country} » s’écrit en deux lettres, comme CH."
    for text, longest in (
        (address.street, LONGEST_STREET),
        (address.postcode, LONGEST_POSTCODE),
        (address.town, LONGEST_TOWN),
    ):
        if text:
            yield from (f"Son adresse : {why}" for why in _text_faults(text, longest))


def _text_faults(text: str, longest: int) -> Iterator[str]:
    """Nothing is cut in silence."""
    written = sepa_text(text)
    if not written:
        yield f"« {text} » ne s’écrit pas dans les lettres que les banques lisent : donnez-le en lettres latines."
    elif len(written) > longest:
        yield f"« {written} » a {len(written)} signes : {longest} au plus, abrégez-le."


def _refused(judge: Callable[[str], str], text: str) -> str:
    """Why a number is refused; empty when it is not."""
    try:
        judge(text)
    except BadInput as why:
        return str(why)
    return ""
