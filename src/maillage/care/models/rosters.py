"""Who is on duty, turn by turn: the hours that are wanted, who takes a turn, what was published and handed over."""

from datetime import time
from decimal import Decimal
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from maillage.care.enums import SwapState
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.structures.models import Structure

LIGHTEST, HEAVIEST = Decimal(1), Decimal(5)


def weight_field(label: str) -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(
        label,
        max_digits=2,
        decimal_places=1,
        default=LIGHTEST,
        validators=[MinValueValidator(LIGHTEST), MaxValueValidator(HEAVIEST)],
    )


class Roster(models.Model):
    """One person at a time, of one profession, over the hours that a structure wants held."""

    # A setting of the structure.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="care_rosters")
    name = models.CharField("nom", max_length=80)
    profession = models.CharField("profession", max_length=40)  # a key of the law room
    serves_holidays = models.BooleanField("les jours fériés sont assurés", default=False)
    night_from = models.TimeField("la nuit commence à", default=time(20))
    night_until = models.TimeField("la nuit finit à", default=time(8))
    night_weight = weight_field("une heure de nuit compte pour")
    weekend_weight = weight_field("une heure de samedi ou dimanche compte pour")
    holiday_weight = weight_field("une heure de jour férié compte pour")
    #: Told of hours that nobody holds; None: who coordinates reads them on the home.
    warned = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="rosters_watched"
    )
    #: On the page that is opened outside, when there is one.
    is_shown = models.BooleanField("visible sur la page ouverte aux régulateurs", default=True)
    #: No turn is drawn, published nor wanted after that day; those already published are held. None: open.
    closed_on = models.DateField("fermé le", null=True, blank=True)
    #: Where the site was when it was last published: a message written by no page leads there.
    site = models.URLField(blank=True)
    #: The last day when hours without anybody were looked for, and the last day they were told up to.
    watched_on = models.DateField(null=True, blank=True, editable=False)
    told_until = models.DateField(null=True, blank=True, editable=False)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    #: Grows at each change, so that nobody writes over somebody unseen.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "tableau de garde"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "name"], name="care_roster_named_once"),
            models.CheckConstraint(
                name="care_roster_night_has_two_ends", condition=~Q(night_from=F("night_until"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RosterHours(models.Model):
    """Hours wanted on a day of the week, on wall clocks; an end that is not after its beginning is of the next day."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="week")
    weekday = models.PositiveSmallIntegerField("jour")  # 0: Monday
    starts = models.TimeField("de")
    ends = models.TimeField("à")

    class Meta:
        verbose_name = "heures voulues"
        ordering = ["weekday", "starts"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "weekday", "starts"], name="care_hours_once"),
            models.CheckConstraint(name="care_hours_on_a_weekday", condition=Q(weekday__lte=6)),
            models.CheckConstraint(name="care_hours_have_two_ends", condition=~Q(starts=F("ends"))),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts:%H:%M}-{self.ends:%H:%M}"


class RosterMember(models.Model):
    """Somebody in the turn, from a day on; who leaves it keeps what they served."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="members")
    # It says that a card takes turns, and goes with it.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roster_places")
    since = models.DateField("depuis le")
    #: Excluded; None: still in the turn.
    until = models.DateField("jusqu’au", null=True, blank=True)
    #: The day when they agreed that the page opened outside shows their telephone; None: it does not.
    phone_agreed_on = models.DateField("téléphone montré depuis le", null=True, blank=True)

    class Meta:
        verbose_name = "participant à une garde"
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "person"], name="care_member_once"),
            models.CheckConstraint(
                name="care_member_leaves_after_joining", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.roster})"


class Duty(models.Model):
    """A turn: its wall clocks and their zone, who it is drawn for, and who it was published for.

    Instants are computed, never kept: a turn from 20:00 to 08:00 is so on the night when clocks change too.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="duties")
    day = models.DateField("jour")
    starts = models.TimeField("de")
    ends = models.TimeField("à")
    zone = models.CharField("fuseau", max_length=40)
    #: As it is being prepared; None: nobody.
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    #: Put there by a hand: another draw leaves it.
    is_by_hand = models.BooleanField(default=False)
    #: As everybody reads it; None without `published_at`: not published yet.
    published = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="duties"
    )
    published_at = models.DateTimeField("publié le", null=True, blank=True)
    #: Grows each time who holds it changes: diaries follow it.
    version = models.PositiveIntegerField(default=0)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    class Meta:
        verbose_name = "tour de garde"
        ordering = ["day", "starts"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "day", "starts"], name="care_duty_once"),
            models.CheckConstraint(
                name="care_duty_is_of_somebody_once_published",
                condition=Q(published=None) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(name="care_duty_has_two_ends", condition=~Q(starts=F("ends"))),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.starts:%H:%M}-{self.ends:%H:%M}"

    @property
    def hours(self) -> tuple[time, time]:
        return self.starts, self.ends

    @property
    def is_changed(self) -> bool:
        """What is prepared is not what everybody reads."""
        return self.published_at is None or self.person_id != self.published_id


class DutyTold(models.Model):
    """Somebody was told that a turn is theirs: their diary says so, or that it is no more."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="told")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="duties_told")

    class Meta:
        verbose_name = "tour annoncé"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["duty", "person"], name="care_duty_told_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.duty}"


class Swap(models.Model):
    """A turn, or a part of it, that who holds it wants to hand over: the first to say yes takes it.

    With `against`, whole turns exchanged: one person is asked, and their yes writes the other half, taken at once.
    """

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="swaps")
    #: Of the turn, on its wall clocks.
    starts = models.TimeField("de")
    ends = models.TimeField("à")
    giver = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="swaps_asked"
    )
    #: The one who is asked; None: all who are in the turn.
    asked_of = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="swaps_offered"
    )
    is_for_all = models.BooleanField(default=True)
    #: The turn that is wanted in return; None: nothing is.
    against = models.ForeignKey(
        Duty, on_delete=models.CASCADE, null=True, blank=True, related_name="exchanges"
    )
    taker = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="swaps_taken"
    )
    state = models.CharField("état", max_length=8, choices=SwapState, default=SwapState.ASKED)
    asked_at = models.DateTimeField("demandé le")
    settled_at = models.DateTimeField("réglé le", null=True, blank=True)
    #: The same form sent twice asks once.
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "remplacement"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="care_swap_asked_has_no_taker",
                condition=~Q(state=SwapState.ASKED) | Q(taker=None, settled_at=None),
            ),
            models.CheckConstraint(
                name="care_swap_settled_has_its_hour",
                condition=Q(state=SwapState.ASKED) | Q(settled_at__isnull=False),
            ),
            models.CheckConstraint(name="care_swap_has_two_ends", condition=~Q(starts=F("ends"))),
            models.CheckConstraint(
                name="care_exchange_is_asked_of_one",
                condition=Q(against=None) | (Q(is_for_all=False) & ~Q(against=F("duty"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty} ({self.get_state_display()})"

    @property
    def hours(self) -> tuple[time, time]:
        return self.starts, self.ends


class DutyBoard(models.Model):
    """« Qui est de garde ? » opened outside by a link, for who directs people: the SAS, a 15, a secretary."""

    structure = models.OneToOneField(Structure, on_delete=models.CASCADE, related_name="duty_board")
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="duty_board")
    opened_on = models.DateField("ouverte le")

    class Meta:
        verbose_name = "page de garde ouverte"

    def __str__(self) -> str:
        return str(self.structure)
