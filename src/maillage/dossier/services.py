"""Writing a section, and taking the document away."""

import re

import nh3
from django.db import transaction
from django.utils.html import escape, linebreaks

from maillage.accounts.models import User
from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.dossier.models import SectionText
from maillage.kernel import BadInput
from maillage.structures.models import Structure

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "h3", "blockquote", "a"}
LONGEST = 40_000  # characters; a whole letter is about 15,000


class WrittenMeanwhile(BadInput):
    """Somebody saved this section since the page was opened. `theirs` is what stands now."""

    def __init__(self, theirs: SectionText) -> None:
        super().__init__(
            "Quelqu’un a enregistré cette partie pendant que vous écriviez. Le vôtre est dans le cadre, l’autre "
            "plus bas : réunissez-les, puis enregistrez.",
            field="text",
        )
        self.theirs = theirs


def cleaned(text: str, *, rich: bool) -> str:
    """HTML we are willing to keep. The editor's titles and divs become ours; plain text gets its paragraphs."""
    html = text if rich else linebreaks(escape(text.strip()))
    html = re.sub(r"<(/?)h1\b", r"<\1h3", html).replace("<div", "<p").replace("</div>", "</p>")
    html = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    return "" if not re.sub(r"<[^>]*>|&nbsp;|\s", "", html) else html


@transaction.atomic
def write_section(
    structure: Structure, plan: str, section: str, text: str, *, rich: bool, version: int, by: User
) -> SectionText:
    """Keep the words of a section. Raises WrittenMeanwhile when `version` is not the one that stands."""
    if len(text) > LONGEST:
        raise BadInput("Ce texte est trop long pour une partie. Gardez l’essentiel.", field="text")
    # The structure's row is the lock: two first writers of a section wait for each other.
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    kept = structure.section_texts.filter(plan=plan, section=section).first()
    html = cleaned(text, rich=rich)
    if kept is None:
        kept = SectionText(structure=structure, plan=plan, section=section, version=0)
    elif kept.html == html:
        return kept
    if kept.version != version:
        raise WrittenMeanwhile(kept)
    kept.html, kept.version, kept.updated_by = html, version + 1, by
    kept.save()
    record(f"Document : la partie « {section} » est écrite.", by=by.pk, subject=structure.pk)
    return kept


def note_download(structure: Structure, title: str, form: str, *, by: User) -> None:
    record(f"{title} : sortie en {form.upper()}.", by=by.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
