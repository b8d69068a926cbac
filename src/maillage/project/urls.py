from django.urls import path

from maillage.project.views import (
    actions,
    evidence,
    indicators,
    indicators_measures,
    indicators_reviews,
    library,
    maturity,
    meetings,
    needs,
    sheets,
    steps,
    thread,
)

app_name = "project"
PROJECT, ACTION = "s/<slug:slug>/projet", "s/<slug:slug>/projet/actions/<int:number>"
NEEDS = [
    path(f"{PROJECT}/besoins/", needs.needs, name="needs"),
    path(f"{PROJECT}/besoins/ecrire/", needs.write_need, name="write_need"),
    path(f"{PROJECT}/besoins/<int:pk>/", needs.reword_need, name="reword_need"),
    path(f"{PROJECT}/besoins/<int:pk>/retirer/", needs.drop_need, name="drop_need"),
    path(f"{PROJECT}/besoins/<int:pk>/rang/", needs.rank_need, name="rank_need"),
]
OBJECTIVES = [
    path(f"{PROJECT}/", thread.project, name="project"),
    path(f"{PROJECT}/objectifs/ajouter/", thread.add_objective, name="add_objective"),
    path(f"{PROJECT}/objectifs/<int:pk>/", thread.objective, name="objective"),
    path(f"{PROJECT}/objectifs/<int:pk>/retirer/", thread.drop_objective, name="drop_objective"),
]
ACTIONS = [
    path(f"{PROJECT}/annee/", actions.year, name="year"),
    path(f"{PROJECT}/actions/", actions.actions, name="actions"),
    path(f"{PROJECT}/actions.<str:suffix>", actions.actions_file, name="actions_file"),
    path(f"{PROJECT}/fiches.<str:suffix>", sheets.sheets_file, name="sheets_file"),
    path(f"{PROJECT}/actions/ajouter/", actions.add_action, name="add_action"),
    path(f"{PROJECT}/reunions/<int:pk>/action/", meetings.meeting_action, name="meeting_action"),
    path(f"{ACTION}/", sheets.action, name="action"),
    path(f"{ACTION}/fiche.<str:suffix>", sheets.sheet_file, name="sheet_file"),
    path(f"{ACTION}/ecrire/<slug:part>/", sheets.write_part, name="write_part"),
    path(f"{ACTION}/etat/", sheets.move, name="move"),
    path(f"{ACTION}/partage/", sheets.share, name="share"),
    path(f"{ACTION}/effacer/", sheets.drop_action, name="drop_action"),
    path(f"{ACTION}/notes/", sheets.note, name="note"),
    path(f"{ACTION}/notes/<int:pk>/retirer/", sheets.drop_note, name="drop_note"),
    path(f"{ACTION}/etapes/", steps.add_step, name="add_step"),
    path(f"{ACTION}/etapes/<int:pk>/", steps.step, name="step"),
    path(f"{ACTION}/etapes/<int:pk>/faite/", steps.finish_step, name="finish_step"),
    path(f"{ACTION}/etapes/<int:pk>/retirer/", steps.drop_step, name="drop_step"),
    path(f"{ACTION}/partenaires/", steps.bind_partner, name="bind_partner"),
    path(f"{ACTION}/partenaires/<int:pk>/retirer/", steps.unbind_partner, name="unbind_partner"),
    path(f"{ACTION}/taches/", steps.entrust, name="entrust"),
]
MATURITY = [
    path(f"{PROJECT}/maturite/", maturity.maturity, name="maturity"),
    path(f"{PROJECT}/maturite/ouvrir/", maturity.open_maturity, name="open_maturity"),
    path(f"{PROJECT}/maturite/<int:pk>/repondre/", maturity.answer_maturity, name="answer_maturity"),
    path(f"{PROJECT}/maturite/<int:pk>/clore/", maturity.close_maturity, name="close_maturity"),
]
LIBRARY = [
    path(f"{PROJECT}/bibliotheque/", library.library, name="library"),
    path(f"{PROJECT}/bibliotheque/<slug:key>/", library.library_sheet, name="library_sheet"),
    path(f"{PROJECT}/reprendre/<int:pk>/", library.copy, name="copy"),
]
FOLLOWED, ONE = "s/<slug:slug>/indicateurs", "s/<slug:slug>/indicateurs/<int:pk>"
PIECES = f"{FOLLOWED}/pieces"
INDICATORS = [
    path(f"{FOLLOWED}/", indicators.indicators, name="indicators"),
    path(f"{FOLLOWED}.<str:suffix>", indicators.indicators_file, name="indicators_file"),
    path(f"{FOLLOWED}/ajouter/", indicators.add_indicator, name="add_indicator"),
    path(f"{FOLLOWED}/choisir/", indicators.choose_indicators, name="choose_indicators"),
    path(f"{FOLLOWED}/annee/", indicators.set_year, name="set_year"),
    path(f"{FOLLOWED}/contexte/", indicators_reviews.context, name="context"),
    path(f"{FOLLOWED}/contexte/noter/", indicators_measures.note_context, name="note_context"),
    path(f"{FOLLOWED}/contexte/<int:pk>/retirer/", indicators_measures.drop_context, name="drop_context"),
    path(f"{FOLLOWED}/revues/", indicators_reviews.reviews, name="reviews"),
    path(f"{FOLLOWED}/revues/<int:pk>/", indicators_reviews.review, name="review"),
    path(f"{FOLLOWED}/revues/<int:pk>/clore/", indicators_reviews.close_review, name="close_review"),
    path(f"{PIECES}/", evidence.evidences, name="evidences"),
    path(f"{PIECES}/ajouter/", evidence.add_evidence, name="add_evidence"),
    path(f"{PIECES}/joindre/", evidence.join, name="join_evidence"),
    path(f"{PIECES}/manque/", evidence.want, name="want_evidence"),
    path(f"{PIECES}/manque/<int:pk>/", evidence.answer_wanted, name="answer_wanted"),
    path(f"{PIECES}/<int:year>.zip", evidence.evidences_zip, name="evidences_zip"),
    path(f"{PIECES}/<int:pk>/fichier/", evidence.evidence_file, name="evidence_file"),
    path(f"{PIECES}/<int:pk>/retirer/", evidence.unjoin, name="unjoin_evidence"),
    path(f"{ONE}/", indicators.indicator, name="indicator"),
    path(f"{ONE}/modifier/", indicators.edit_indicator, name="edit_indicator"),
    path(f"{ONE}/cible/", indicators.set_target, name="set_target"),
    path(f"{ONE}/point-de-depart/arreter/", indicators.freeze_base, name="freeze_base"),
    path(f"{ONE}/point-de-depart/corriger/", indicators.correct_base, name="correct_base"),
    path(f"{ONE}/archiver/", indicators.archive_indicator, name="archive_indicator"),
    path(f"{ONE}/effacer/", indicators.drop_indicator, name="drop_indicator"),
    path(f"{ONE}/noter/", indicators_measures.note_measure, name="note_measure"),
    path(f"{ONE}/compter/", indicators_measures.note_count, name="note_count"),
    path(f"{ONE}/demander/", indicators_measures.ask, name="ask_caisse"),
    path(
        f"{ONE}/demander/<int:asked>/abandonner/", indicators_measures.give_up_asking, name="give_up_asking"
    ),
    path(f"{ONE}/corriger/", indicators_measures.correct, name="correct_value"),
    path(f"{ONE}/valeurs/<int:measure>/", indicators_measures.settle_measure, name="settle_measure"),
    path(f"{ONE}/valeurs/<int:measure>/piece/", indicators_measures.measure_file, name="measure_file"),
]
urlpatterns = [*NEEDS, *OBJECTIVES, *ACTIONS, *MATURITY, *LIBRARY, *INDICATORS]
