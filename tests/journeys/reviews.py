"""Documents of the demonstration opened to partners; addresses are made here."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from journeys.joining import structure
from journeys.steps import go_through, send_by, unfold, without_checks
from maillage.dossier.models import Document, Opening
from maillage.dossier.services.review import home_link
from maillage.mail.services import deliver_due

SPACE = "/s/cpts-du-grand-montauban-demonstration/"
SEEN = f"{SPACE}qui-voit/"
DOSSIER = f"{SPACE}dossier/0/"


def letter() -> Document:
    return Document.objects.get(structure=structure(), plan="lettre_d_intention_cpts")


def opening(kind: str) -> Opening:
    return Opening.objects.select_related("link").get(document=letter(), kind=kind)


def of_letter(path: str, *, then: Callable[[Page], None] = unfold) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        page.goto(f"{SPACE}dossier/{letter().pk}/{path}")
        then(page)

    return go


def of_opening(kind: str, path: str = "") -> Callable[[Page], None]:
    def go(page: Page) -> None:
        of_letter(f"relectures/{opening(kind).pk}/{path}")(page)

    return go


def answering(page: Page) -> None:
    remark = opening("cpam").remarks.filter(answered_at=None)[0]
    of_letter(f"relectures/remarques/{remark.pk}/")(page)


def refused(page: Page) -> None:
    of_letter("relectures/ouvrir/")(page)
    without_checks(page)
    page.get_by_role("button", name="Ouvrir ces parties").click()
    page.locator(".field-error").first.wait_for()


def relaying(page: Page) -> None:
    asked = structure().partners.get(kind="ars").requests.exclude(received=None)[0]
    page.goto(f"{SEEN}demandes/{asked.pk}/")


def by_link(step: str = "") -> Callable[[Page], None]:
    def go(page: Page) -> None:
        link = opening("urps").link
        assert link
        page.goto(link.step(step) if step else link.get_absolute_url())
        unfold(page)

    return go


def at_home(page: Page) -> None:
    page.goto(home_link("jeanne@ars.example").get_absolute_url())


def asking(page: Page) -> None:
    page.goto(home_link("jeanne@ars.example").step(f"demande-{opening('ars').pk}"))


# Read from outside, without account

WORDS = "Dites combien de médecins s’engagent."


def open_to_the_ars(page: Page, document: Document) -> Opening:
    """By its page, then by a mail that the worker sends."""
    page.goto(f"/s/{document.structure.slug}/dossier/{document.pk}/relectures/ouvrir/")
    page.get_by_label("Nature").select_option("ars")
    page.get_by_label("Organisme", exact=True).fill("Délégation fictive de l’ARS")
    page.get_by_label("Personne qui relit").fill("Lou Supposé")
    page.locator("[name=email]").fill("lou@ars.example")
    send_by(page.get_by_role("button", name="Ouvrir ces parties"))
    send_by(page.get_by_role("button", name="Envoyer le lien par courriel"))
    expect(page.get_by_text("Dernier message").first).to_be_visible()
    return document.openings.get(person="Lou Supposé")


def open_from_the_mail(page: Page, subject: str) -> None:
    """The officer's last message of that subject, then the address that it holds."""
    deliver_due(limit=100, now=timezone.now)
    page.goto("/demonstration/messages/")
    go_through(page.get_by_role("link", name=subject).first)
    go_through(page.locator("main a[href*='/l/']").first)


def read_and_judge(page: Page, document: str, section: str) -> None:
    """From its mail: a remark on a section, then an opinion."""
    open_from_the_mail(page, f"{document}, à relire")
    door = page.url
    go_through(page.get_by_role("link", name=section).first)
    page.get_by_label("Votre texte").fill(WORDS)
    send_by(page.get_by_role("button", name="Envoyer"))
    expect(page.get_by_text(WORDS).first).to_be_visible()
    page.goto(door)
    go_through(page.get_by_role("link", name="Donner mon avis"))
    page.get_by_label("Favorable", exact=True).check()
    page.get_by_label("Votre nom et votre fonction").fill("Lou Supposé, déléguée fictive")
    page.get_by_label("Vos motifs").fill("Le territoire est cohérent.")
    send_by(page.get_by_role("button", name="Donner cet avis"))
    expect(page.get_by_role("heading", name="Votre avis")).to_be_visible()


def freeze(page: Page, document: Document) -> None:
    page.goto(f"/s/{document.structure.slug}/dossier/{document.pk}/depot/")
    page.get_by_role("button", name="Arrêter ce document").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Arrêter ce document").click()
    expect(page.get_by_role("link", name="La version arrêtée (PDF)")).to_be_visible()
