"""What people wrote in the sections of a document, and every version of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.dossier.enums import SectionState
from maillage.dossier.models.documents import Document
from maillage.people.models import Person
from maillage.structures.models import Structure


class SectionText(models.Model):
    """A section of a document as it stands. `version` grows at each save, so that nobody writes over somebody unseen.

    A row of version 0 has no words yet: somebody holds it, or drafts it.
    """

    # Words about a structure go with it.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="section_texts")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="section_texts")
    plan = models.CharField(max_length=60)  # keys of the law room
    section = models.CharField(max_length=60)
    html = models.TextField("texte", blank=True)  # cleaned when it is saved
    version = models.PositiveIntegerField(default=1)
    state = models.CharField("état", max_length=10, choices=SectionState, default=SectionState.TO_WRITE)
    #: Who writes it, as was agreed: a card, or an account. Both None: nobody, or they left.
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="sections"
    )
    owner_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Block that fills itself → the seal of what it held when these words were saved, and that day.
    seen = models.JSONField(default=dict)
    #: What its clauses last wrote, as chosen then: words that differ from it were changed by hand.
    from_clauses = models.TextField(blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "texte d’une partie"
        constraints = [
            models.UniqueConstraint(fields=["document", "section"], name="section_text_once"),
            models.CheckConstraint(
                name="section_owned_by_one", condition=Q(owner=None) | Q(owner_account=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.section}"


class SectionVersion(models.Model):
    """The words of a section as they were saved. None is ever changed, nor taken away before its section."""

    text = models.ForeignKey(SectionText, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    html = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "version d’une partie"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="section_version_once")]

    def __str__(self) -> str:
        return f"{self.text} v{self.number}"


class SectionDraft(models.Model):
    """What somebody types and has not saved: one each, and theirs alone."""

    text = models.ForeignKey(SectionText, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    html = models.TextField(blank=True)
    version = models.PositiveIntegerField()  # of the section, over which it is written
    number = models.PositiveIntegerField(default=1)  # grows at each keeping: told back to who types
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = "brouillon d’une partie"
        constraints = [models.UniqueConstraint(fields=["text", "user"], name="section_draft_once")]

    def __str__(self) -> str:
        return f"{self.text}, brouillon de {self.user}"


class SectionPen(models.Model):
    """Who writes a section now. Given up by itself when nothing was heard for a while (`PEN_KEPT`)."""

    text = models.OneToOneField(SectionText, on_delete=models.CASCADE, related_name="pen")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    heard_at = models.DateTimeField()

    class Meta:
        verbose_name = "plume d’une partie"

    def __str__(self) -> str:
        return f"{self.text}, {self.user}"


class SectionComment(models.Model):
    """What a member says of a section, inside the structure. It stays when the passage it quotes is rewritten."""

    text = models.ForeignKey(SectionText, on_delete=models.CASCADE, related_name="comments")
    words = models.CharField("commentaire", max_length=1000)
    quotation = models.CharField("passage", max_length=300, blank=True)
    version = models.PositiveIntegerField()  # that it was said of
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "commentaire d’une partie"
        ordering = ["said_at", "pk"]

    def __str__(self) -> str:
        return self.words


class ClauseChoice(models.Model):
    """What was chosen in a clause of statutes or of internal rules, by the keys of its options."""

    text = models.ForeignKey(SectionText, on_delete=models.CASCADE, related_name="choices")
    clause = models.CharField(max_length=60)  # keys of the law room
    options = models.JSONField(default=list)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "clause choisie"
        constraints = [models.UniqueConstraint(fields=["text", "clause"], name="clause_chosen_once")]

    def __str__(self) -> str:
        return f"{self.text} · {self.clause}"
