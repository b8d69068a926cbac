"""What those who read from outside are written: their link, a reminder, the answer to a remark, their home."""

from datetime import datetime

from django.utils import timezone

from maillage.accounts.models import User
from maillage.dossier.models import Opening, Remark
from maillage.dossier.queries.documents import title_of
from maillage.dossier.services.review import home_link
from maillage.kernel import BadInput, date_in_french, visible, with_no_break_spaces
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.queries.desk import contact_of, reply_to

OWN = "Ce lien est le vôtre : ne le transmettez pas."


def tell_opening(opening: Opening, *, by: User, at: datetime, site: str, again: bool = False) -> None:
    """Their link, by mail; `again`: to remind them. Raises BadInput without an address, or a link."""
    if not opening.email:
        raise BadInput("Cette personne n’a pas de courriel noté : copiez le lien, et envoyez-le vous-même.")
    if opening.link is None or opening.closed_at is not None:
        raise BadInput("Cette ouverture n’a pas de lien qui mène quelque part : prolongez-la d’abord.")
    title = title_of(opening.document)
    wanted = (
        f" Votre avis est attendu pour le {date_in_french(opening.wanted_on)}." if opening.wanted_on else ""
    )
    until = ""
    if opening.link.expires_on:
        until = f" Il s’ouvre jusqu’au {date_in_french(opening.link.expires_on)} (exclu)."
    first = "Un rappel : nous vous avons ouvert" if again else "Nous vous ouvrons"
    said = (
        f"{first} « {title} » pour relecture.{wanted}\n\nVous lisez, vous faites une remarque, vous demandez un "
        f"complément ou vous donnez un avis, sans compte :\n{_at(site, opening.link.get_absolute_url())}\n{OWN}{until}\n\n"
        "Vous préférez répondre à ce message ? Votre avis compte autant : nous le noterons."
    )
    subject = f"{'Rappel : ' if again else ''}{title}, à relire"
    _write(
        f"dossier.opening {opening.pk} {at:%Y%m%d%H%M%S}",
        opening,
        subject,
        said,
        reply_to(opening.structure, by),
        at,
    )
    Opening.objects.filter(pk=opening.pk).update(told_at=at)


def tell_answer(remark: Remark, *, by: User, at: datetime, site: str) -> bool:
    """The answer to what they said; False when no address is known."""
    opening = remark.opening
    if not opening.email:
        return False
    said = f"Vous avez écrit :\n« {_short(remark.words)} »\n\nNotre réponse :\n{remark.answer}"
    if opening.link and opening.link.leads(on=timezone.localdate(at)):
        said += f"\n\nVos remarques et leurs réponses :\n{_at(site, opening.link.get_absolute_url())}\n{OWN}"
    key = f"dossier.answer {remark.pk} {at:%Y%m%d%H%M%S}"
    _write(key, opening, f"Réponse : {title_of(opening.document)}", said, reply_to(opening.structure, by), at)
    return True


def tell_home(opening: Opening, *, at: datetime, site: str) -> None:
    """The link of their home, to the address that was noted for them, and to no other."""
    link = home_link(opening.email)
    said = (
        "Voici la page de tout ce que des structures vous ont ouvert : ce qui attend votre avis, leurs fiches "
        f"d’identité, et de quoi leur adresser une demande.\n{_at(site, link.get_absolute_url())}\n{OWN}"
    )
    key = f"dossier.home {opening.email.lower()} {at:%Y%m%d%H%M}"
    _write(key, opening, "Votre page de partenaire", said, contact_of(opening.structure), at, is_owed=True)


def _write(
    key: str, opening: Opening, subject: str, said: str, answers: str, at: datetime, *, is_owed: bool = False
) -> None:
    name = one_line(opening.structure.name)
    post(
        key,
        subject=with_no_break_spaces(one_line(subject)),
        body=with_no_break_spaces(f"Bonjour,\n\n{said}\n\n{name}\n"),
        sender=name,
        reply_to=answers,
        to=[To(opening.email, one_line(opening.person))],
        about=opening.structure_id,
        is_owed=is_owed,
        at=at,
    )


def one_line(text: str) -> str:
    return " ".join(visible(text).split())


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 300 else f"{words[:299]}…"


def _at(site: str, path: str) -> str:
    return f"{site.rstrip('/')}{path}"
