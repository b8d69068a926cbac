"""What is opened of a document to somebody outside, what they say of it, and its state once filed."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from maillage.dossier.enums import BodyKind, Channel, RemarkKind, Verdict, Way
from maillage.dossier.models.documents import Document
from maillage.files.models import File
from maillage.links.models import Link
from maillage.outreach.models import Partner, PartnerRequest
from maillage.structures.models import Structure

LONGEST_WORDS = 20_000  # characters of an opinion, of a remark


class Opening(models.Model):
    """Some sections of a document, opened to somebody of a body outside. Nothing else of it is theirs to read."""

    #: What the form was sent with: sending it twice opens once.
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    # What was opened goes with its structure.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="openings")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="openings")
    kind = models.CharField("nature", max_length=12, choices=BodyKind)
    body = models.CharField("organisme", max_length=150)
    #: In the book of the structure, when it is there.
    partner = models.ForeignKey(
        Partner, on_delete=models.SET_NULL, null=True, blank=True, related_name="openings"
    )
    person = models.CharField("personne", max_length=120)
    email = models.EmailField("courriel", max_length=254, blank=True)
    way = models.CharField("comment", max_length=8, choices=Way, default=Way.LINK)
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="opening", null=True, blank=True)
    #: The addresses before: they open nothing, what is still sent there is kept.
    former_links = models.ManyToManyField(Link, related_name="+", blank=True)
    sections = models.JSONField("parties", default=list)  # keys of its plan
    annexes = models.JSONField("annexes", default=list, blank=True)  # queries.review_content.ANNEXES
    wanted_on = models.DateField("avis attendu pour le", null=True, blank=True)
    #: Who decided it, in words: « bureau du 12 mars ».
    decided = models.CharField("décidé par", max_length=150, blank=True)
    opened_at = models.DateTimeField("ouvert le")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: The last time that we wrote to them, or that the pack was handed over.
    told_at = models.DateTimeField("écrit le", null=True, blank=True)
    #: They ask for another link: theirs is over.
    link_asked_at = models.DateTimeField("nouveau lien demandé le", null=True, blank=True)
    closed_at = models.DateTimeField("refermé le", null=True, blank=True)

    class Meta:
        verbose_name = "ouverture d’un document"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.person}, {self.body}"


class SectionReading(models.Model):
    """Somebody outside said that they read a section, as it was then."""

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="readings")
    section = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    read_at = models.DateTimeField("lue le")

    class Meta:
        verbose_name = "lecture d’une partie"
        ordering = ["read_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["opening", "section", "version"], name="section_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.opening}, {self.section}"


class Received(models.Model):
    """What somebody outside says of a document: by their link, or typed by who received it."""

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    words = models.TextField("texte", max_length=LONGEST_WORDS)
    channel = models.CharField("reçu", max_length=8, choices=Channel, default=Channel.LINK)
    received_on = models.DateField("reçu le")
    made_at = models.DateTimeField("noté le")
    #: Who typed it for them; None: they did.
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    paper = models.OneToOneField(
        File, on_delete=models.SET_NULL, null=True, blank=True, related_name="%(class)s_paper"
    )

    class Meta:
        abstract = True


class Remark(Received):
    """A remark on a section, or a complement asked for: open until it is answered, whatever becomes of the passage."""

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="remarks")
    kind = models.CharField("nature", max_length=10, choices=RemarkKind, default=RemarkKind.REMARK)
    #: Empty: of the whole document.
    section = models.CharField(max_length=60, blank=True)
    #: The passage as it was read, in that version of the section.
    quotation = models.CharField("passage", max_length=1_000, blank=True)
    version = models.PositiveIntegerField(default=0)
    #: Of what filled itself in that section, as it was read (`queries.parts.seal_of`); empty: nothing did, or a passage.
    seal = models.CharField(max_length=16, blank=True)
    wanted_on = models.DateField("attendu pour le", null=True, blank=True)
    answer = models.TextField("réponse", blank=True, max_length=LONGEST_WORDS)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "remarque"
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.words[:80]


class Opinion(Received):
    """The opinion of somebody outside, named and dated. The last of an opening is the one that holds."""

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="opinions")
    verdict = models.CharField("avis", max_length=12, choices=Verdict)
    name = models.CharField("donné par", max_length=150)
    given_on = models.DateField("du")

    class Meta:
        verbose_name = "avis"
        ordering = ["given_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}, {self.name}"


class ReviewDraft(models.Model):
    """What somebody outside is writing, kept as they write; what came too late is kept beside, each as it came."""

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="drafts")
    #: The page it is written on: « avis », or the key of a section.
    place = models.CharField(max_length=70)
    words = models.TextField(max_length=LONGEST_WORDS)
    saved_at = models.DateTimeField()
    #: Sent by a link that led nowhere any more.
    is_late = models.BooleanField(default=False)

    class Meta:
        verbose_name = "brouillon d’un avis"
        ordering = ["saved_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "place"], condition=models.Q(is_late=False), name="one_draft_a_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opening}, {self.place}"

    @property
    def step(self) -> str:
        """Where it is forgotten, behind the link."""
        return f"oublier-{self.pk}"


class FrozenState(models.Model):
    """A document as it was filed: its content, word for word, and what it is recognised by."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="frozen")
    frozen_at = models.DateTimeField("arrêté le")
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Sections with their versions, the whole document, in the form of services.freezing.
    content = models.JSONField("contenu")
    digest = models.CharField("empreinte", max_length=64)  # SHA-256 of the content, in hexadecimal
    #: The day of the receipt: delays run from it.
    receipt_on = models.DateField("récépissé du", null=True, blank=True)
    receipt = models.OneToOneField(
        File, on_delete=models.SET_NULL, null=True, blank=True, related_name="document_receipt"
    )

    class Meta:
        verbose_name = "état arrêté d’un document"

    def __str__(self) -> str:
        return f"{self.document}, {self.frozen_at:%d/%m/%Y}"


class PartnerDoor(models.Model):
    """The home of somebody outside: what was opened to their address, by whatever structure."""

    email = models.EmailField(max_length=254, unique=True)
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="partner_door")

    class Meta:
        verbose_name = "accueil d’un partenaire"

    def __str__(self) -> str:
        return self.email


class RequestRelay(models.Model):
    """A request of a partner, sent on to some of those who belong."""

    # Who asked, and what, goes with it.
    request = models.ForeignKey(PartnerRequest, on_delete=models.CASCADE, related_name="relays")
    said_to = models.CharField("à qui", max_length=300)
    people = models.PositiveIntegerField("personnes")
    words = models.TextField("mot d’accompagnement", blank=True, max_length=2_000)
    relayed_at = models.DateTimeField("relayée le")
    relayed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "relais d’une demande"
        ordering = ["relayed_at", "pk"]

    def __str__(self) -> str:
        return self.said_to


class ReceivedRequest(models.Model):
    """A request that a partner sent from their home: who follows what becomes of it."""

    request = models.OneToOneField(PartnerRequest, on_delete=models.CASCADE, related_name="received")
    email = models.EmailField(max_length=254)
    name = models.CharField("de", max_length=120)

    class Meta:
        verbose_name = "demande reçue par le site"

    def __str__(self) -> str:
        return f"{self.name} : {self.request}"
