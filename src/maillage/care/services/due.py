"""What time brings to care: each minute, and once a day. Done again, it changes nothing."""

from datetime import date, datetime

from maillage.care.models import CircleSeat
from maillage.care.services import doctor_turns, questions
from maillage.care.services.alert_mail import write_due
from maillage.care.services.counting import forget_closed
from maillage.care.services.forgetting import forget_questions_and_escaps
from maillage.care.services.record import end_seats, erase_due
from maillage.care.services.ringing import look_after_due, ring_due
from maillage.care.services.roster_watch import watch_due


def do_due(now: datetime) -> None:
    """What is urgent first."""
    ring_due(now)
    look_after_due(now)
    write_due(now)
    doctor_turns.do_due(now)
    questions.remind_due(now)
    watch_due(now)


def daily_work(on: date) -> None:
    forget_closed(on)
    forget_questions_and_escaps(on)
    erase_due(on=on)
    end_seats(CircleSeat.objects.all())
