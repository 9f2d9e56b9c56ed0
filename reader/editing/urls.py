from django.urls import path

from reader.editing import (
    amending_views,
    annotation_views,
    bulk_views,
    mending_views,
    passage_views,
    proposal_views,
    relation_views,
    revise_views,
    scheme_views,
    side_views,
    step_views,
    undo_views,
)

ANNOTATIONS = "a/<slug:slug>/annotations/"
RELATIONS = "a/<slug:slug>/relations/"
PROPOSALS = "a/<slug:slug>/proposals/"

urlpatterns = [
    path(ANNOTATIONS, annotation_views.annotation_list, name="annotation_list"),
    path(f"{ANNOTATIONS}<int:number>/", annotation_views.annotation_edit, name="annotation_edit"),
    path(
        f"{ANNOTATIONS}<int:number>/withdraw/",
        annotation_views.annotation_withdraw,
        name="annotation_withdraw",
    ),
    path(
        f"{ANNOTATIONS}<int:number>/restore/",
        annotation_views.annotation_restore,
        name="annotation_restore",
    ),
    path(
        f"{ANNOTATIONS}<int:number>/passages/",
        passage_views.annotation_place,
        name="annotation_place",
    ),
    path(
        f"{ANNOTATIONS}<int:number>/split/",
        passage_views.annotation_split,
        name="annotation_split",
    ),
    path(
        f"{ANNOTATIONS}<int:number>/merge/",
        passage_views.annotation_merge,
        name="annotation_merge",
    ),
    path("a/<slug:slug>/passages/", mending_views.passage_list, name="passage_list"),
    path(
        f"{ANNOTATIONS}<int:number>/confirm/", mending_views.passage_confirm, name="passage_confirm"
    ),
    path(f"{ANNOTATIONS}<int:number>/remark/", mending_views.passage_remark, name="passage_remark"),
    path(f"{ANNOTATIONS}<int:number>/let-go/", mending_views.passage_let_go, name="passage_let_go"),
    path(f"{ANNOTATIONS}recast/", bulk_views.annotations_recast, name="annotations_recast"),
    path(f"{ANNOTATIONS}withdraw/", bulk_views.annotations_withdraw, name="annotations_withdraw"),
    path(f"{ANNOTATIONS}restore/", bulk_views.annotations_restore, name="annotations_restore"),
    path("a/<slug:slug>/undo/", undo_views.undo_change, name="change_undo"),
    path("a/<slug:slug>/redo/", undo_views.redo_change, name="change_redo"),
    path("a/<slug:slug>/history/", undo_views.history, name="article_history"),
    path("a/<slug:slug>/revise/", revise_views.article_revise, name="article_revise"),
    path("a/<slug:slug>/revise/preview/", revise_views.revision_preview, name="revision_preview"),
    path(
        "a/<slug:slug>/r/<int:number>/restore/",
        revise_views.revision_restore,
        name="revision_restore",
    ),
    path(RELATIONS, relation_views.relation_new, name="relation_new"),
    path(f"{RELATIONS}<int:number>/", step_views.relation_join, name="relation_join"),
    path(
        f"{RELATIONS}<int:number>/withdraw/",
        relation_views.relation_withdraw,
        name="relation_withdraw",
    ),
    path(
        f"{RELATIONS}<int:number>/restore/",
        relation_views.relation_restore,
        name="relation_restore",
    ),
    path(f"{RELATIONS}<int:number>/part/", step_views.relation_part, name="relation_part"),
    path(f"{RELATIONS}<int:number>/assume/", step_views.relation_assume, name="relation_assume"),
    path(f"{RELATIONS}<int:number>/scheme/", scheme_views.relation_scheme, name="relation_scheme"),
    path(PROPOSALS, proposal_views.proposal_list, name="proposal_list"),
    path(f"{PROPOSALS}<int:number>/", proposal_views.proposal_page, name="proposal_page"),
    path(
        f"{PROPOSALS}<int:number>/accept/", proposal_views.proposal_accept, name="proposal_accept"
    ),
    path(f"{PROPOSALS}<int:number>/amend/", amending_views.proposal_amend, name="proposal_amend"),
    path(
        f"{PROPOSALS}<int:number>/decline/",
        proposal_views.proposal_decline,
        name="proposal_decline",
    ),
    path(
        f"{PROPOSALS}<int:number>/take-back/",
        proposal_views.proposal_take_back,
        name="proposal_take_back",
    ),
    path("a/<slug:slug>/findings/", side_views.finding_list, name="article_findings"),
    path("a/<slug:slug>/suggestions/", side_views.suggestion_list, name="article_suggestions"),
    path("a/<slug:slug>/dismissals/", side_views.dismissal_new, name="dismissal_new"),
    path(
        "a/<slug:slug>/dismissals/<int:number>/withdraw/",
        side_views.dismissal_withdraw,
        name="dismissal_withdraw",
    ),
]
