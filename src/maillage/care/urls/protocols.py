"""Protocols, decision trees, what pharmacists count."""

from django.urls import path

from maillage.care.views import local_texts, pharmacy, protocols, trees

_HERE = "s/<slug:slug>/soins/"
_TEAM = f"{_HERE}equipes/<int:pk>/"
_TEXT = f"{_HERE}textes/<int:pk>/"

PROTOCOLS = [
    path(f"{_HERE}protocoles/", protocols.protocols, name="protocols"),
    path(f"{_HERE}protocoles/<slug:key>/", protocols.protocol, name="protocol"),
    path(f"{_HERE}protocoles/<slug:key>/engager/", protocols.enrol, name="enrol"),
    path(_TEAM, protocols.enrolment, name="enrolment"),
    path(f"{_TEAM}dates/", protocols.change_enrolment, name="change_enrolment"),
    path(f"{_TEAM}equipe/", protocols.put_in_team, name="put_in_team"),
    path(f"{_TEAM}equipe/<int:who>/retirer/", protocols.take_off_team, name="take_off_team"),
    path(f"{_TEAM}equipe/<int:who>/attestation/", protocols.certificate, name="certificate"),
    path(f"{_TEAM}relu/", protocols.confirm_text, name="confirm_text"),
    path(f"{_TEAM}declaration.<str:suffix>", protocols.declaration_file, name="declaration_file"),
    path(f"{_HERE}arbres/<slug:key>/", trees.read_tree, name="tree"),
    path(f"{_HERE}arbres/<slug:key>/suivre/", trees.follow_tree, name="follow_tree"),
    path(f"{_HERE}arbres/<slug:key>/arbre.pdf", trees.tree_file, name="tree_file"),
    path(f"{_HERE}textes/ecrire/", local_texts.write_local, name="write_local"),
    path(_TEXT, local_texts.local, name="local"),
    path(f"{_TEXT}ecrire/", local_texts.edit_local, name="edit_local"),
    path(f"{_TEXT}valider/", local_texts.validate_local, name="validate_local"),
    path(f"{_TEXT}valider/relancer/", local_texts.validate_local_again, name="validate_local_again"),
    path(f"{_TEXT}retirer/", local_texts.withdraw_local, name="withdraw_local"),
    path(f"{_TEXT}version-<int:number>.pdf", local_texts.local_file, name="local_file"),
    path(f"{_HERE}pharmacie/", pharmacy.pharmacy, name="pharmacy"),
    path(f"{_HERE}pharmacie/actes.<str:suffix>", pharmacy.pharmacy_file, name="pharmacy_file"),
]
