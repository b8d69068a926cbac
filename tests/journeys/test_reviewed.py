"""A letter read by the ARS on a phone, without account, then frozen and filed: what was said of it is answered."""

from django.utils import timezone
from playwright.sync_api import expect

from browser import IN_A_BROWSER
from journeys import reviews
from journeys.conftest import OpenWindow
from journeys.joining import structure
from journeys.steps import CAMILLE, go_in, send_by

pytestmark = IN_A_BROWSER


def test_the_ars_answers_from_its_mail_and_what_is_filed_changes_no_more(window: OpenWindow) -> None:
    document = reviews.letter()
    coordinator, officer = window().new_page(), window(width=360).new_page()
    go_in(coordinator, CAMILLE, reviews.DOSSIER.replace("0/", ""))
    opening = reviews.open_to_the_ars(coordinator, document)
    reviews.read_and_judge(officer, "Lettre d’intention", "Origine et contexte")

    remark = opening.remarks.get()
    coordinator.goto(f"/s/{structure().slug}/dossier/{document.pk}/relectures/remarques/{remark.pk}/")
    coordinator.get_by_label("Votre réponse").fill("Six, c’est écrit dans la partie suivante.")
    send_by(coordinator.get_by_role("button", name="Enregistrer la réponse"))
    expect(coordinator.get_by_text("Six, c’est écrit").first).to_be_visible()
    reviews.open_from_the_mail(officer, "Réponse")
    expect(officer.get_by_text("Six, c’est écrit").first).to_be_visible()

    # The caisse answers the message: what it says is typed in, and weighs the same.
    by_mail = reviews.opening("cpam")
    coordinator.goto(f"/s/{structure().slug}/dossier/{document.pk}/relectures/{by_mail.pk}/avis/")
    coordinator.get_by_label("Favorable", exact=True).check()
    coordinator.get_by_label("Ce qui est dit").fill("Le budget est joint : avis favorable.")
    coordinator.get_by_label("Reçu", exact=True).select_option("courriel")
    send_by(coordinator.get_by_role("button", name="Enregistrer"))
    expect(coordinator.get_by_text("Le budget est joint").first).to_be_visible()
    assert {opening.opinions.get().verdict, by_mail.opinions.latest("pk").verdict} == {"favorable"}

    reviews.freeze(coordinator, document)
    coordinator.goto(f"/s/{structure().slug}/dossier/{document.pk}/partie/origine/")
    expect(coordinator.locator("trix-editor")).to_have_count(0)
    coordinator.goto(f"/s/{structure().slug}/dossier/{document.pk}/depot/")
    today = timezone.localdate()
    coordinator.get_by_label("Date du récépissé").fill(f"{today:%Y-%m-%d}")
    coordinator.get_by_role("button", name="Noter le récépissé").click()
    expect(coordinator.get_by_text("Récépissé du").first).to_be_visible()
    assert officer.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
