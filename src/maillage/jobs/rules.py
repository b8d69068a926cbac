"""How long a silent worker is waited for, how often work is tried, and how long it is remembered."""

from datetime import timedelta

#: Without a sign for so long, a worker left its work: another takes it up.
LEFT_AFTER = timedelta(minutes=5)
MOST_ATTEMPTS = 3
#: Then what is over is forgotten.
KEPT_FOR = timedelta(days=30)
