"""A server killed in the middle of a vote: what was acknowledged is in the urn, and nothing twice."""

import sys
from pathlib import Path

from instance import ALONE, prepare
from processes import run, running

PREPARE = """
import django
django.setup()
from maillage.portal.services import prepare_database
prepare_database()
from maillage.geography import atlas
from players import GRAND_MONTAUBAN, a_founder
from grounds import structure_on
from governance.electors import assembly_of
by = a_founder()
assembly_of(structure_on(atlas().epci(GRAND_MONTAUBAN).members, by=by), 60, by=by)
"""
VOTE = """
import django
django.setup()
from django.utils import timezone
from maillage.governance.models import Vote
from maillage.governance.services.votes import cast
vote = Vote.objects.get(title="On le fait")
for voice in vote.voices.select_related("person"):
    cast(vote, voice.person, {voice.pk: ["pour" if voice.pk % 2 else "contre"]}, at=timezone.now())
    print(voice.pk, flush=True)
"""
COUNT = """
import django
django.setup()
from maillage.governance.models import Vote
vote = Vote.objects.get(title="On le fait")
print(len(vote.urn.papers), *vote.voices.filter(is_cast=True).values_list("pk", flat=True))
"""
TAKEN = 12


def test_a_vote_that_was_acknowledged_is_never_lost(tmp_path: Path) -> None:
    tests = Path(__file__).resolve().parents[1]
    environment = {
        **ALONE,
        "MAILLAGE_VAR": str(prepare(tmp_path)),
        "PYTHONPATH": f"{tests.parent / 'src'}:{tests}",
    }
    run([sys.executable, "-c", PREPARE], env=environment).check_returncode()
    with running([sys.executable, "-c", VOTE], env=environment) as voting:
        assert voting.stdout
        told = {int(voting.stdout.readline()) for _ in range(TAKEN)}
        voting.kill()
        told |= {int(line) for line in voting.stdout if line.strip().isdecimal()}
    papers, *cast = map(int, run([sys.executable, "-c", COUNT], env=environment).stdout.split())
    assert told <= set(cast)
    assert papers == len(cast)
    assert TAKEN <= len(cast) <= 60
