"""Alerts, seasons, the crisis plan and its use."""

from django.urls import path

from maillage.care.views import alerts, crises, crisis_plan, seasons

CARE = "s/<slug:slug>/soins"
ALERT, SEASON, CRISIS = f"{CARE}/alertes/<int:pk>", f"{CARE}/saisons/<int:pk>", f"{CARE}/crise/<int:pk>"

ALERTS = [
    path(f"{CARE}/alertes/", alerts.alerts, name="alerts"),
    path(f"{CARE}/alertes.<str:suffix>", alerts.alerts_file, name="alerts_file"),
    path(f"{ALERT}/", alerts.alert, name="alert"),
    path(f"{ALERT}/conduites/", alerts.add_step, name="add_alert_step"),
    path(f"{ALERT}/conduites/<int:step>/retirer/", alerts.drop_step, name="drop_alert_step"),
    path(f"{ALERT}/valider/", alerts.ask_validators, name="ask_validators"),
    path(f"{ALERT}/valider/relancer/", alerts.write_to_validators, name="ask_validators_again"),
    path(f"{ALERT}/nouvelle-version/", alerts.write_again, name="write_alert_again"),
    path(f"{ALERT}/diffuser/", alerts.send, name="send_alert"),
    path(f"{ALERT}/lectures/", alerts.readings, name="alert_readings"),
    path(f"{ALERT}/relancer/", alerts.remind, name="remind_alert"),
    path(f"{ALERT}/suivi/", alerts.note, name="note_alert"),
    path(f"{ALERT}/terminer/", alerts.end, name="end_alert"),
    path(f"{ALERT}/sans-suite/", alerts.dismiss, name="dismiss_alert"),
    path(f"{ALERT}/reprendre/", alerts.take_up, name="take_up_alert"),
]
SEASONS = [
    path(f"{CARE}/saisons/", seasons.seasons, name="seasons"),
    path(f"{SEASON}/", seasons.season, name="season"),
    path(f"{SEASON}/taches/", seasons.add_task, name="add_season_task"),
    path(f"{SEASON}/taches/<int:task>/faite/", seasons.finish_task, name="finish_season_task"),
    path(f"{SEASON}/terminer/", seasons.close, name="close_season"),
    path(f"{SEASON}/retirer/", seasons.drop, name="drop_season"),
]
CRISES = [
    path(f"{CARE}/crise/", crisis_plan.crises, name="crises"),
    path(f"{CARE}/crise/fiches/<slug:family>/", crisis_plan.reflex_sheet, name="reflex_sheet"),
    path(f"{CARE}/crise/roles/", crisis_plan.add_role, name="add_crisis_role"),
    path(f"{CARE}/crise/roles/<int:pk>/retirer/", crisis_plan.drop_role, name="drop_crisis_role"),
    path(f"{CARE}/crise/ressources/", crisis_plan.add_resource, name="add_crisis_resource"),
    path(
        f"{CARE}/crise/ressources/<int:pk>/retirer/", crisis_plan.drop_resource, name="drop_crisis_resource"
    ),
    path(f"{CARE}/crise/plan.<str:form>", crisis_plan.plan_file, name="crisis_plan_file"),
    path(f"{CARE}/crise/declencher/", crisis_plan.start, name="start_crisis"),
    path(f"{CRISIS}/", crises.crisis, name="crisis"),
    path(f"{CRISIS}/appel/", crises.call_roll, name="call_roll"),
    path(f"{CRISIS}/reponses/", crises.answers, name="crisis_answers"),
    path(f"{CRISIS}/reponses.<str:suffix>", crises.answers_file, name="crisis_answers_file"),
    path(f"{CRISIS}/postes/", crises.add_post, name="add_post"),
    path(f"{CRISIS}/postes/<int:post>/places/", crises.change_post, name="change_post"),
    path(f"{CRISIS}/postes/<int:post>/retirer/", crises.drop_post, name="drop_post"),
    path(f"{CRISIS}/postes/<int:post>/confier/", crises.assign, name="assign_post"),
    path(f"{CRISIS}/places/<int:place>/liberer/", crises.free, name="free_post"),
    path(f"{CRISIS}/main-courante/", crises.write_log, name="write_log"),
    path(f"{CRISIS}/lever/", crises.end, name="end_crisis"),
    path(f"{CRISIS}/retours/", crises.learn, name="add_lesson"),
    path(f"{CRISIS}/compte-rendu.<str:form>", crises.crisis_file, name="crisis_file"),
    path(f"{CRISIS}/compte-rendu/garder/", crises.keep_report, name="keep_report"),
    path(f"{CRISIS}/compte-rendu/garde/", crises.crisis_report, name="crisis_report"),
]
ALERTING = [*ALERTS, *SEASONS, *CRISES]
