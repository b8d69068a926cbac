"""What leaves of a meeting: the sheet to sign, the decisions, the minutes."""

from collections.abc import Iterator

from maillage.documents.types import Block, Document, Facts, Paragraph, Section, Signatory, Signatures, Table
from maillage.governance.enums import MeetingState, VoteState
from maillage.governance.models import Decision, Meeting, Signature, Vote
from maillage.governance.queries.decisions import decisions_at
from maillage.governance.queries.interests import out_in_words, recusals_of
from maillage.governance.queries.meetings import Sheet, said_when, sheet_of
from maillage.governance.queries.minutes import approval_of, who_signs
from maillage.governance.queries.results import lines_of, result_of
from maillage.governance.queries.seats import quorum_in_words
from maillage.governance.queries.votes import turnout
from maillage.kernel import date_in_french, hour, plural

#: Rows of the sheet for those nobody expected.
BLANK = 6


def attendance(meeting: Meeting) -> Document:
    """To sign at the door: those who sit there, by name, and empty rows."""
    sheet = sheet_of(meeting, at=meeting.starts_at)
    rows = tuple(Signatory(line.person.name, line.trade) for line in sheet.lines if line.person)
    return Document(
        title="Feuille de présence",
        author=meeting.instance.structure.name,
        date=meeting.day,
        sections=(
            Section("Réunion", (Facts(_identity(meeting)),), numbered=False),
            Section("Présents", (Signatures(rows, blank=BLANK),), numbered=False),
        ),
    )


def decisions_sheet(meeting: Meeting) -> Document:
    """What was decided and who does it, at once."""
    sheet, decisions = sheet_of(meeting, at=meeting.ends_at), list(decisions_at(meeting))
    return Document(
        title=f"Relevé de décisions : {meeting.title}",
        author=meeting.instance.structure.name,
        date=meeting.day,
        sections=(
            Section("Réunion", (Facts((*_identity(meeting), *_count(sheet))),), numbered=False),
            Section("Décisions", tuple(_decisions(decisions)), numbered=False),
            *_tasks(meeting),
            *([_signatures(meeting)] if meeting.instance.signers else []),
        ),
    )


def minutes(meeting: Meeting) -> Document:
    """The whole of it, point by point: a project of procès-verbal until the next sitting approves it."""
    sheet, decisions = sheet_of(meeting, at=meeting.ends_at), list(decisions_at(meeting))
    by_item = {
        item.pk: [each for each in decisions if each.item_id == item.pk] for item in meeting.items.all()
    }
    out = recusals_of(meeting)
    points = (
        Section(
            f"{item.rank}. {item.title}",
            (
                *([Paragraph(f"Résolution : {item.resolution}")] if item.resolution else []),
                *([Paragraph(item.notes)] if item.notes else []),
                *([Paragraph("Ce point est reporté à une prochaine réunion.")] if item.is_put_off else []),
                *(
                    [Paragraph(f"N’ont pas pris part : {out_in_words(out[item.pk])}.")]
                    if item.pk in out
                    else []
                ),
                *(_decisions(by_item[item.pk]) if by_item[item.pk] else []),
            )
            or (Paragraph("Rien n’a été noté sur ce point."),),
            numbered=False,
        )
        for item in meeting.items.all()
    )
    approval = approval_of(meeting)
    title = "Procès-verbal" if approval else "Projet de procès-verbal"
    others = [each for each in decisions if each.item_id is None]
    return Document(
        title=f"{title} : {meeting.title}",
        author=meeting.instance.structure.name,
        date=meeting.day,
        sections=(
            Section(
                "Séance",
                (
                    Facts(
                        (
                            *_identity(meeting),
                            *_convened(meeting),
                            *_count(sheet),
                            *_again(meeting),
                            *_signed(meeting),
                            *_approved(approval),
                        )
                    ),
                ),
                numbered=False,
            ),
            Section("Présents", (_present(sheet), *_represented(sheet)), numbered=False),
            *points,
            *([Section("Autres décisions", tuple(_decisions(others)), numbered=False)] if others else []),
            *_votes(meeting),
            *_tasks(meeting),
            _signatures(meeting),
        ),
    )


def _identity(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    instance = meeting.instance
    rows = (
        ("Instance", f"{instance.name}{', assemblée extraordinaire' if meeting.is_extraordinary else ''}"),
        ("Le", said_when(meeting)),
        ("Lieu", meeting.place or ("À distance" if meeting.access_url else "")),
        ("Présidée par", meeting.chair.name if meeting.chair else ""),
        ("Secrétaire de séance", meeting.secretary.name if meeting.secretary else ""),
    )
    return tuple(row for row in rows if row[1])


def _convened(meeting: Meeting) -> Iterator[tuple[str, str]]:
    if meeting.convoked_on:
        article = f", {meeting.instance.article} des statuts" if meeting.instance.article else ""
        yield "Convocation", f"envoyée le {date_in_french(meeting.convoked_on)} par courriel{article}"


def _again(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """That it is a second convocation, or that another followed it."""
    if meeting.first:
        yield (
            "Seconde convocation",
            f"le quorum n’était pas atteint le {date_in_french(meeting.first.day)}, même ordre du jour",
        )
    again = Meeting.objects.filter(first=meeting).exclude(state=MeetingState.DRAFT).first()
    if again:
        yield "Convoquée à nouveau", f"le {date_in_french(again.day)}, avec le même ordre du jour"


def _signed(meeting: Meeting) -> Iterator[tuple[str, str]]:
    for each in Signature.objects.filter(minutes__meeting=meeting).select_related("person"):
        yield (
            f"Signé, {each.get_signer_display().lower()}",
            (
                f"{each.person.name if each.person else 'Personne effacée'}, le {date_in_french(each.signed_on)}"
            ),
        )


def _approved(decision: Decision | None) -> Iterator[tuple[str, str]]:
    if decision is not None:
        yield (
            "Approbation",
            f"décision {decision.reference} du {date_in_french(decision.decided_on)}, {decision.meeting.title}",
        )


def _count(sheet: Sheet) -> Iterator[tuple[str, str]]:
    quorum = sheet.heard.quorum
    yield "Présents", plural(sheet.there, "personne")
    if quorum.needed is not None:
        met = "atteint" if quorum.met else "non atteint"
        yield (
            "Quorum",
            f"{met} : {quorum_in_words(quorum)}, sur {sheet.heard.entitled} qui peuvent voter",
        )
    elif quorum.is_unsaid:
        yield "Quorum", "les statuts saisis ne le disent pas pour cette séance"


def _present(sheet: Sheet) -> Table:
    rows = []
    for line in sheet.lines:
        if line.presence is None or not line.came:
            continue
        zone = line.presence.meeting.zone
        left = hour(line.presence.left_at.astimezone(zone)) if line.presence.left_at else ""
        arrived = hour(line.presence.arrived_at.astimezone(zone))
        guest = "" if line.sits else "Invité"
        rows.append(
            (line.person.name if line.person else "Personne effacée", line.trade, arrived, left, guest)
        )
    return Table(headers=("Nom", "Profession", "Arrivée", "Départ", "Qualité"), rows=tuple(rows))


def _represented(sheet: Sheet) -> Iterator[Block]:
    """Those whose voice counted, and the pouvoirs that did not, with the reason."""
    for pouvoir, why in sheet.pouvoirs:
        said = f"Ne compte pas : {why}." if why else "Voix comptée."
        yield Paragraph(f"Pouvoir de {pouvoir.giver.name} à {pouvoir.holder.name}. {said}")


def _decisions(decisions: list[Decision]) -> Iterator[Block]:
    if not decisions:
        yield Paragraph("Aucune décision n’a été prise.")
    for each in decisions:
        said = [f"{each.reference}. {each.title}"]
        if each.reason:
            said.append(f"Motif : {each.reason}")
        if each.is_voted:
            said.append(
                f"{each.outcome} : {each.pour} pour, {each.contre} contre, "
                f"{plural(each.abstention or 0, 'abstention')}. {each.rule}"
            )
        else:
            said.append(f"{each.outcome}. {each.rule}".rstrip())
        yield Paragraph("\n".join(said))


def _votes(meeting: Meeting) -> Iterator[Section]:
    """The result of each vote by link, with what proves it; the names of a public one."""
    for vote in meeting.votes.filter(state=VoteState.CLOSED).select_related(
        "decision", "first_teller", "second_teller"
    ):
        result = result_of(vote)
        if result is None:
            continue
        told = turnout(vote, at=meeting.ends_at)
        rows = tuple((line.label, line.voices) for line in lines_of(vote, result))
        blocks: list[Block] = [
            Paragraph(_how(vote)),
            Table(headers=("Réponse", "Voix"), rows=rows),
            Paragraph(
                f"Voix prises : {told.cast}. Présentes ou représentées : {told.heard}. Sur la liste : {told.listed}. "
                f"Sceau SHA-256 du dépouillement : {vote.seal}"
            ),
        ]
        if not vote.is_secret:
            names = tuple((str(each), ", ".join(each.said or [])) for each in told.voices if each.is_cast)
            blocks.append(Table(headers=("Nom", "Vote"), rows=names))
        reference = f" (décision {vote.decision.reference})" if vote.decision else ""
        yield Section(f"Vote : {vote.title}{reference}", tuple(blocks), numbered=False)


def _how(vote: Vote) -> str:
    if vote.is_on_paper:
        who = " et ".join(
            each.name if each else "personne effacée" for each in (vote.first_teller, vote.second_teller)
        )
        return f"Vote secret, sur papier. Ont dépouillé : {who}."
    return "Vote secret." if vote.is_secret else "Vote public."


def _tasks(meeting: Meeting) -> Iterator[Section]:
    tasks = list(meeting.tasks.select_related("owner"))
    if tasks:
        rows = tuple(
            (
                task.title,
                task.owner.name if task.owner else "À attribuer",
                date_in_french(task.due_on) if task.due_on else "Sans date",
            )
            for task in tasks
        )
        table = Table(headers=("À faire", "Par", "Pour le"), rows=rows)
        yield Section("Qui fait quoi", (table,), numbered=False)


def _signatures(meeting: Meeting) -> Section:
    """To sign by hand: those whom the statutes want, else who presided and who wrote."""
    rows = tuple(_signatories(meeting))
    return Section(
        "Signatures", (Signatures(rows, blank=0 if meeting.instance.signers else 2),), numbered=False
    )


def _signatories(meeting: Meeting) -> Iterator[Signatory]:
    for signer in meeting.instance.signers:
        people = who_signs(meeting, signer)
        yield Signatory(people[0].name if len(people) == 1 else "", signer.label)
    if meeting.instance.signers:
        return
    for person, role in (
        (meeting.chair, "Présidence de séance"),
        (meeting.secretary, "Secrétaire de séance"),
    ):
        if person:
            yield Signatory(person.name, role)
