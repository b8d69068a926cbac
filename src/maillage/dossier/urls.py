from django.urls import include, path

from maillage.dossier.views import (
    clauses,
    declaration,
    dialogue,
    documents,
    drafts,
    formalities,
    partner_home,
    review,
    review_filing,
    review_received,
    sections,
    visibility,
)

PART = "dossier/<int:pk>/partie/<slug:key>/"

app_name = "dossier"
WRITING = [
    path("lettre/", documents.letter, name="letter"),
    path("lettre/lettre.<str:form>", documents.download, name="download"),
    path("lettre/<slug:key>/", documents.letter_section, name="letter_section"),
    path("dossier/", documents.documents, name="documents"),
    path("dossier/commencer/<slug:key>/", documents.begin, name="begin"),
    path("dossier/<int:pk>/", documents.document, name="document"),
    path("dossier/<int:pk>/titre/", documents.name, name="name"),
    path("dossier/<int:pk>/document.<str:form>", documents.file, name="file"),
    path("dossier/<int:pk>/sorties/", documents.export, name="export"),
    path("dossier/<int:pk>/sorties/<int:export>/", documents.exported, name="exported"),
    path(PART, sections.section, name="section"),
    path(f"{PART}clauses/", clauses.clauses, name="clauses"),
    path(f"{PART}plume/", drafts.pen, name="pen"),
    path(f"{PART}brouillon/", drafts.draft, name="draft"),
    path(f"{PART}brouillon/oublier/", drafts.forget_draft, name="forget_draft"),
    path(f"{PART}coller/", drafts.paste, name="paste"),
    path(f"{PART}etat/", sections.move, name="move"),
    path(f"{PART}confier/", sections.entrust, name="entrust"),
    path(f"{PART}commentaires/", sections.comment, name="comment"),
    path(f"{PART}commentaires/<int:comment>/", sections.settle, name="settle"),
    path(f"{PART}versions/", sections.versions, name="versions"),
    path(f"{PART}versions/reprendre/", sections.restore, name="restore"),
]
REVIEW = [
    path("dossier/<int:pk>/relectures/", review.reviews, name="reviews"),
    path("dossier/<int:pk>/relectures/ouvrir/", review.open_review, name="open_review"),
    path("dossier/<int:pk>/relectures/<int:opening>/", review.opening, name="opening"),
    path("dossier/<int:pk>/relectures/<int:opening>/envoyer/", review.tell_opening, name="tell_opening"),
    path("dossier/<int:pk>/relectures/<int:opening>/refermer/", review.close_opening, name="close_opening"),
    path(
        "dossier/<int:pk>/relectures/<int:opening>/prolonger/", review.extend_opening, name="extend_opening"
    ),
    path("dossier/<int:pk>/relectures/<int:opening>/adresse/", review.readdress, name="readdress"),
    path(
        "dossier/<int:pk>/relectures/<int:opening>/avis/", review_received.note_opinion, name="note_opinion"
    ),
    path(
        "dossier/<int:pk>/relectures/<int:opening>/remarque/", review_received.note_remark, name="note_remark"
    ),
    path("dossier/<int:pk>/relectures/remarques/<int:remark>/", review.remark, name="remark"),
    path("dossier/<int:pk>/relectures/pieces/<uuid:file>/", review.review_paper, name="review_paper"),
    path("dossier/<int:pk>/depot/", review_filing.filing, name="filing"),
    path("dossier/<int:pk>/depot/arreter/", review_filing.freeze, name="freeze"),
    path("dossier/<int:pk>/depot/recepisse/", review_filing.note_receipt, name="note_receipt"),
    path("dossier/<int:pk>/depot/nouvelle-version/", review_filing.new_round, name="new_round"),
    path("dossier/<int:pk>/depot/arrete.<str:form>", review_filing.frozen_file, name="frozen_file"),
    path("dossier/<int:pk>/depot/dossier.zip", review_filing.pack, name="pack"),
    path("qui-voit/", visibility.visibility, name="visibility"),
    path("qui-voit/demandes/<int:pk>/", visibility.relay, name="relay"),
]
DIALOGUE = [
    path("dialogue/", dialogue.dialogues, name="dialogues"),
    path("dialogue/<int:pk>/", dialogue.dialogue, name="dialogue"),
    path("dialogue/<int:pk>/jour/", dialogue.set_meeting, name="dialogue_meeting"),
    path("dialogue/<int:pk>/etapes/<slug:step>/", dialogue.mark_step, name="dialogue_step"),
    path("dialogue/<int:pk>/missions/<slug:key>/", dialogue.mission, name="dialogue_mission"),
    path("dialogue/<int:pk>/conclure/", dialogue.conclude, name="conclude"),
    path("dialogue/<int:pk>/desaccords/<int:position>/", dialogue.dispute, name="dispute"),
    path("dialogue/<int:pk>/dossier.<str:form>", dialogue.dialogue_document, name="dialogue_document"),
    path("dialogue/<int:pk>/releve.<str:form>", dialogue.conclusions_document, name="conclusions_document"),
]
DECLARATION = [
    path("declaration/", declaration.declaration, name="declaration"),
    path("declaration/<int:year>/lignes/<slug:name>/", declaration.line, name="declared_line"),
    path("declaration/<int:year>/un-par-un/", declaration.add_row, name="add_declared_row"),
    path(
        "declaration/<int:year>/un-par-un/<int:pk>/retirer/", declaration.drop_row, name="drop_declared_row"
    ),
    path("declaration/<int:year>/questions/", declaration.ask, name="caisse_asks"),
    path("declaration/<int:year>/questions/<int:pk>/", declaration.answer, name="answer_caisse"),
]
FORMALITIES = [path("formalites/", formalities.formalities, name="formalities")]
#: Of somebody outside, by their account: of no structure.
PARTNERS = [
    path("", partner_home.home, name="partner_home"),
    path("<int:pk>/fiche.pdf", partner_home.own_sheet, name="partner_sheet"),
    path("<int:pk>/demande/", partner_home.own_request, name="partner_request"),
]
urlpatterns = [
    path("s/<slug:slug>/", include([*WRITING, *REVIEW, *FORMALITIES, *DIALOGUE, *DECLARATION])),
    path("partenaire/", include(PARTNERS)),
]
