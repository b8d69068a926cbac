"""Work done later by the worker: a row for each, which is the queue."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.jobs.enums import OVER, State


class Job(models.Model):
    """What a room does later (`jobs` of its AppConfig), and how far it went.

    `about` is the public identifier of the structure it is done for.
    """

    #: Given by who asks: the same work asked twice is one.
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)  # declared by a room
    title = models.CharField(max_length=200)
    about = models.UUIDField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    #: What it works on, as its room writes it. Emptied once done; kept when it failed, to be taken up again.
    given = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)  # 0: nobody knows
    outcome = models.CharField(max_length=300, blank=True)
    path = models.CharField(max_length=200, blank=True)  # of the page where what it made is read
    made_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True, blank=True)  # the last sign of the worker that does it
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "tâche"
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["state", "made_at"], name="job_due")]
        constraints = [
            models.CheckConstraint(
                name="job_over_has_an_end",
                condition=Q(state__in=sorted(OVER), ended_at__isnull=False)
                | (~Q(state__in=sorted(OVER)) & Q(ended_at=None)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_state_display()})"

    @property
    def is_over(self) -> bool:
        return self.state in OVER
