"""What is read before a meeting, or kept after it."""

from django.db import models

from maillage.files.models import File
from maillage.governance.models.meetings import Meeting

#: What a step of the link of an invitation begins with, when it leads to a document.
PAPER = "piece-"


class MeetingPaper(models.Model):
    """A document of a meeting: who may see the meeting may read it."""

    # What a meeting in preparation held goes with it.
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    # Without its content it says nothing.
    file = models.OneToOneField(File, on_delete=models.CASCADE, related_name="meeting_paper")

    class Meta:
        verbose_name = "document d’une réunion"
        ordering = ["file__added_at", "pk"]

    def __str__(self) -> str:
        return str(self.file)

    @property
    def step(self) -> str:
        """Where it is read, behind the link of an invitation."""
        return f"{PAPER}{self.file_id}"
