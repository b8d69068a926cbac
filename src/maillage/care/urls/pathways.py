"""Pathways and reflex sheets."""

from django.urls import path

from maillage.care.views import pathways, sheets

HERE = "s/<slug:slug>/soins/parcours/"
PATHWAYS = [
    path(HERE, pathways.pathways, name="pathways"),
    path(f"{HERE}ajouter/", pathways.add_pathway, name="add_pathway"),
    path(f"{HERE}reprendre/<int:known>/", pathways.copy_pathway, name="copy_pathway"),
    path(f"{HERE}fiches/", sheets.sheets, name="sheets"),
    path(f"{HERE}fiches/ajouter/", sheets.add_sheet, name="add_sheet"),
    path(f"{HERE}fiches/reprendre/<int:known>/", sheets.copy_sheet, name="copy_sheet"),
    path(f"{HERE}fiches/<int:pk>/", sheets.sheet, name="sheet"),
    path(f"{HERE}fiches/<int:pk>/ecrire/", sheets.write_sheet, name="write_sheet"),
    path(f"{HERE}fiches/<int:pk>/publier/", sheets.publish_sheet, name="publish_sheet"),
    path(f"{HERE}fiches/<int:pk>/partager/", sheets.share_sheet, name="share_sheet"),
    path(f"{HERE}fiches/<int:pk>/fiche.pdf", sheets.sheet_file, name="sheet_file"),
    path(f"{HERE}<int:pk>/", pathways.pathway, name="pathway"),
    path(f"{HERE}<int:pk>/ecrire/", pathways.write_pathway, name="write_pathway"),
    path(f"{HERE}<int:pk>/version/", pathways.draft_pathway, name="draft_pathway"),
    path(f"{HERE}<int:pk>/publier/", pathways.publish_pathway, name="publish_pathway"),
    path(f"{HERE}<int:pk>/mois/", pathways.pathway_month, name="pathway_month"),
    path(f"{HERE}<int:pk>/partager/", pathways.share_pathway, name="share_pathway"),
    path(f"{HERE}<int:pk>/effacer/", pathways.drop_pathway, name="drop_pathway"),
    path(f"{HERE}<int:pk>/parcours.pdf", pathways.pathway_file, name="pathway_file"),
]
