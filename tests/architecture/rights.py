"""Who may open and do what: the one table, read by people and swept by test_rights.

A row names an address, whom GET shows the page and whose POST is let through. Everybody else gets 404, as if the
record did not exist, or 403 where they may see the record but not touch it (``sees``). A visitor who must sign in
is sent there. The record is always the submission, period, report or job of one unit in one province.
"""

from dataclasses import dataclass, field

VISITOR = "visitor"  # not signed in
STRANGER = "stranger"  # signed in, without a role anywhere
FOCAL = "focal point of the unit"
UNIT_LEADER = "leader of the unit"
OTHER_UNIT = "focal point of another unit of the province"
SPECIALIST = "DOST specialist of the province"
DOST_LEADER = "DOST leader of the province"
READER = "reader of the province"
MINISTRY = "reader of the ministry"
OTHER_PROVINCE = "DOST specialist of another province"
ADMINISTRATOR = "administrator"
APPLICANT = "manager of the applying enterprise"
OTHER_ENTERPRISE = "manager of another enterprise"

CAST = [
    VISITOR, STRANGER, FOCAL, UNIT_LEADER, OTHER_UNIT, SPECIALIST, DOST_LEADER, READER, MINISTRY, OTHER_PROVINCE, ADMINISTRATOR,
    APPLICANT, OTHER_ENTERPRISE,
]  # fmt: skip
NOBODY: frozenset[str] = frozenset()
EVERYONE = frozenset(CAST)
SIGNED_IN = EVERYONE - {VISITOR}
UNIT = frozenset({FOCAL, UNIT_LEADER})
DOST = frozenset({SPECIALIST, DOST_LEADER})
ANY_DOST = DOST | {OTHER_PROVINCE}
PROVINCE = DOST | {READER, MINISTRY, ADMINISTRATOR}
COUNTRY = frozenset({MINISTRY, ADMINISTRATOR})  # whoever reads every province and what other portals sent
ADMIN = frozenset({ADMINISTRATOR})
ASKED = UNIT  # the application's opinion was asked of their unit
DESK = PROVINCE | {OTHER_PROVINCE}  # whoever reads all applications of some province
APPLYING = frozenset({APPLICANT})
SENDING = UNIT | DOST | {OTHER_UNIT, OTHER_PROVINCE}  # whoever acts for an organisation that may send needs
HOUSE = DOST | {ADMINISTRATOR}  # whoever sees a report before it has left the house
ANSWERING = frozenset(
    {UNIT_LEADER, READER, MINISTRY} | ANY_DOST
)  # whoever hands out tokens to programs of a house
ENDING = frozenset({DOST_LEADER, ADMINISTRATOR})  # whoever ends accounts of the province's units
DESKS = ANY_DOST | {ADMINISTRATOR}  # whoever works for some DOST
DOSSIER = PROVINCE | ASKED | {APPLICANT}  # whoever sees an application on the desk


@dataclass(frozen=True)
class Right:
    """``get`` and ``post`` say who gets through; ``sees`` who is told "not yours" instead of "not there"."""

    get: frozenset[str] = NOBODY
    post: frozenset[str] = NOBODY
    sees: frozenset[str] = NOBODY
    methods: tuple[str, ...] = field(default=("GET", "POST"))


def page(who: frozenset[str]) -> Right:
    """An address that is only read."""
    return Right(get=who, methods=("GET",))


def act(who: frozenset[str], sees: frozenset[str]) -> Right:
    """An address that only acts."""
    return Right(post=who, sees=sees, methods=("POST",))


DRAFTS = Right(get=DOST, post=DOST, sees=HOUSE - DOST)  # a step of a report that its specialist takes
SIGNS = Right(get=frozenset({DOST_LEADER}), post=frozenset({DOST_LEADER}), sees=HOUSE - {DOST_LEADER})

RIGHTS: dict[str, Right] = {
    # the front hall
    "portal:home": page(EVERYONE),
    "portal:search": page(EVERYONE),
    "portal:search_suggestions": page(EVERYONE),
    "operations:healthz": page(EVERYONE),
    "operations:live": page(EVERYONE),
    "operations:ready": page(EVERYONE),
    "operations:metrics": page(EVERYONE),  # as the next
    "operations:deep": page(
        EVERYONE
    ),  # of machines near by: everybody in a test; the guard has tests of its own
    "operations:status": Right(get=ADMIN, sees=SIGNED_IN - ADMIN, methods=("GET",)),
    "set_language": Right(get=EVERYONE, post=EVERYONE),
    # one's own account
    "accounts:second_factor": page(SIGNED_IN),
    "accounts:address_change": Right(get=SIGNED_IN, post=SIGNED_IN),
    "accounts:address_answer": Right(get=EVERYONE, post=EVERYONE),  # whoever holds the link of a mail
    "accounts:session_list": Right(get=SIGNED_IN, post=SIGNED_IN),
    # plans, provinces, organisations: enacted texts are public law
    "programmes:plan_list": page(EVERYONE),
    "programmes:plan_detail": page(EVERYONE),
    "programmes:plan_roles": page(SIGNED_IN),
    "programmes:province_plans": page(EVERYONE),
    "programmes:organisation_roles": page(SIGNED_IN),
    "programmes:finding_accept": Right(get=DOST, post=DOST, sees=EVERYONE - DOST - {VISITOR}),
    "organisations:province_list": page(EVERYONE),
    "organisations:province_detail": page(EVERYONE),
    "organisations:organisation_list": page(SIGNED_IN),
    "organisations:organisation_detail": page(SIGNED_IN),
    # inviting people
    "organisations:invitation_list": Right(get=DESKS, sees=SIGNED_IN - DESKS, methods=("GET",)),
    "organisations:invitation_new": Right(get=DESKS, post=DESKS, sees=SIGNED_IN - DESKS),
    "organisations:invitation_act": act(HOUSE, sees=NOBODY),
    "organisations:person_detail": Right(get=ENDING, sees=SIGNED_IN - ENDING, methods=("GET",)),
    "organisations:person_leave": act(ENDING, sees=SIGNED_IN - ENDING),
    "organisations:support_begin": act(ADMIN, sees=SIGNED_IN - ADMIN),
    "organisations:support_end": act(SIGNED_IN, sees=NOBODY),
    "organisations:invitation_accept": Right(get=EVERYONE, post=EVERYONE),  # whoever holds the link of a mail
    # periods and reports
    "reporting:period_list": page(SIGNED_IN),
    "reporting:period_open": Right(get=DOST, post=DOST, sees=SIGNED_IN - DOST),
    "reporting:period_detail": page(PROVINCE),
    "reporting:period_matrix": page(PROVINCE),
    "reporting:period_matrix_file": page(PROVINCE),
    "reporting:period_moves": Right(get=DOST, post=DOST, sees=PROVINCE - DOST),
    "reporting:period_targets": Right(get=PROVINCE, post=DOST, sees=PROVINCE - DOST),
    "reporting:target_source": Right(get=DOST, post=DOST, sees=EVERYONE - DOST - {VISITOR}),
    "reporting:period_days": Right(get=DOST, post=DOST, sees=PROVINCE - DOST),
    "reporting:plan_progress": page(PROVINCE),
    # consolidated reports
    "consolidation:plan_dashboard": page(PROVINCE),
    "consolidation:report_list": page(SIGNED_IN),
    "consolidation:report_list_file": page(SIGNED_IN),
    "consolidation:report_compare": page(HOUSE),
    "consolidation:batch_list": page(SIGNED_IN),
    "consolidation:batch_detail": page(DOST | {ADMINISTRATOR}),
    "consolidation:batch_start": act(DOST | {ADMINISTRATOR}, sees=NOBODY),
    "consolidation:campaign_retry": act(DOST | {ADMINISTRATOR}, sees=NOBODY),
    "consolidation:period_report": page(PROVINCE),
    "consolidation:report_start": act(DOST, sees=PROVINCE - DOST),
    "consolidation:report_detail": page(HOUSE),
    "consolidation:report_render": act(DOST, sees=HOUSE - DOST),
    "consolidation:report_file": page(HOUSE),
    "consolidation:report_word": page(HOUSE),
    "consolidation:report_excel": page(HOUSE),
    "consolidation:report_send": DRAFTS,
    "consolidation:report_take_back": DRAFTS,
    "consolidation:report_send_back": SIGNS,
    "consolidation:report_approve": SIGNS,
    "consolidation:report_reopen": SIGNS,
    "consolidation:report_number": DRAFTS,
    "consolidation:report_correct_number": DRAFTS,
    "consolidation:report_signed": DRAFTS,
    "consolidation:report_issue": DRAFTS,
    "consolidation:report_send_on": DRAFTS,
    "consolidation:report_reissue": DRAFTS,
    "consolidation:report_read": Right(get=DOST, sees=HOUSE - DOST, methods=("GET",)),
    "consolidation:report_versions": page(HOUSE),
    "consolidation:comment_add": act(DOST, sees=HOUSE - DOST),
    "consolidation:comment_settle": act(DOST, sees=HOUSE - DOST),
    "consolidation:comment_reopen": act(DOST, sees=HOUSE - DOST),
    "consolidation:signed_file": Right(get=DOST, sees=HOUSE - DOST, methods=("GET",)),
    "consolidation:signed_accept": act(DOST, sees=HOUSE - DOST),
    "consolidation:report_board": Right(get=DOST, sees=HOUSE - DOST, methods=("GET",)),
    "consolidation:board_section": Right(get=DOST, post=DOST, sees=HOUSE - DOST),
    "consolidation:board_preview": Right(get=DOST, sees=HOUSE - DOST, methods=("GET",)),
    # what strangers ask about a paper, and reports of other installations
    "consolidation:verify": Right(get=EVERYONE, post=EVERYONE),
    "consolidation:received_list": Right(get=COUNTRY, sees=SIGNED_IN - COUNTRY, methods=("GET",)),
    "consolidation:received_import": Right(get=COUNTRY, post=COUNTRY, sees=SIGNED_IN - COUNTRY),
    "consolidation:received_compare": Right(get=COUNTRY, sees=SIGNED_IN - COUNTRY, methods=("GET",)),
    "consolidation:received_detail": page(COUNTRY),
    "consolidation:received_file": page(COUNTRY),
    "consolidation:installation_list": Right(get=COUNTRY, post=ADMIN, sees=SIGNED_IN - ADMIN),
    "consolidation:installation_withdraw": Right(get=ADMIN, post=ADMIN, sees=SIGNED_IN - ADMIN),
    # several plans at once: whoever reads the figures of some province
    "consolidation:rollup_country": page(DESK),
    "consolidation:rollup_country_file": page(DESK),
    "consolidation:rollup_country_paper": act(DESK, sees=NOBODY),
    "consolidation:rollup_paper_file": page(frozenset({SPECIALIST, ADMINISTRATOR})),  # whoever asked for it
    "consolidation:rollup_province": page(PROVINCE),
    "consolidation:rollup_province_file": page(PROVINCE),
    "consolidation:rollup_province_paper": act(PROVINCE, sees=NOBODY),
    "consolidation:report_checks": Right(get=HOUSE, post=DOST, sees=HOUSE - DOST),
    "consolidation:report_waiver_undo": act(DOST, sees=HOUSE - DOST),
    # letters to the units
    "reporting:letter_list": page(PROVINCE),
    "reporting:letter_call": act(DOST, sees=PROVINCE - DOST),
    "reporting:letter_chase": Right(get=DOST, post=DOST, sees=PROVINCE - DOST),
    "reporting:letter_detail": page(PROVINCE),
    "reporting:letter_register": Right(get=DOST, post=DOST, sees=PROVINCE - DOST),
    "reporting:letter_again": act(DOST, sees=PROVINCE - DOST),
    "reporting:letter_render": act(DOST, sees=PROVINCE - DOST),
    "reporting:letter_pdf": page(PROVINCE),
    "reporting:letter_word": page(PROVINCE),
    # submissions
    "reporting:submission_list": page(SIGNED_IN),
    "reporting:submission_detail": page(UNIT | PROVINCE),
    "reporting:submission_edit": Right(get=UNIT, post=UNIT, sees=PROVINCE),
    "reporting:submission_hand_in": Right(get=UNIT, post=UNIT, sees=PROVINCE),
    "reporting:submission_certify": Right(
        get=frozenset({UNIT_LEADER}), post=frozenset({UNIT_LEADER}), sees=PROVINCE | {FOCAL}
    ),
    "reporting:submission_decline": Right(
        get=frozenset({UNIT_LEADER}), post=frozenset({UNIT_LEADER}), sees=PROVINCE | {FOCAL}
    ),
    "reporting:submission_accept": Right(get=DOST, post=DOST, sees=UNIT | PROVINCE - DOST),
    "reporting:submission_send_back": Right(get=DOST, post=DOST, sees=UNIT | PROVINCE - DOST),
    "reporting:evidence_list": Right(get=UNIT | PROVINCE, post=UNIT, sees=PROVINCE),
    "reporting:evidence_file": page(UNIT | PROVINCE),
    "reporting:evidence_remove": act(UNIT, sees=PROVINCE),
    # named records behind the figures, and enterprises that two units claim
    "reporting:submission_records": page(UNIT | PROVINCE),
    "reporting:record_add": Right(get=UNIT, post=UNIT, sees=PROVINCE),
    "reporting:record_change": Right(get=UNIT, post=UNIT, sees=PROVINCE),
    "reporting:record_remove": Right(get=UNIT, post=UNIT, sees=PROVINCE),
    "reporting:record_choose": Right(get=UNIT, sees=PROVINCE, methods=("GET",)),
    "reporting:period_claims": page(PROVINCE),
    "reporting:claim_decide": Right(get=DOST, post=DOST, sees=PROVINCE - DOST),
    "reporting:period_figures": page(PROVINCE),
    # what people are told: a mail to the unit's focal point about the unit's province
    "outbox:mail_list": page(SIGNED_IN),
    "outbox:mail_detail": page(DOST | {FOCAL, ADMINISTRATOR}),
    "outbox:mail_html": page(DOST | {FOCAL, ADMINISTRATOR}),
    "outbox:mail_file": page(DOST | {FOCAL, ADMINISTRATOR}),
    "outbox:mail_resend": Right(
        get=DOST | {ADMINISTRATOR}, post=DOST | {ADMINISTRATOR}, sees=frozenset({FOCAL})
    ),
    "outbox:notice_list": page(SIGNED_IN),
    "outbox:notice_read": act(SIGNED_IN, sees=NOBODY),
    "reporting:submission_withdraw": Right(
        get=frozenset({UNIT_LEADER}), post=frozenset({UNIT_LEADER}), sees=PROVINCE | {FOCAL}
    ),
    "reporting:submission_unlock": Right(get=DOST, post=DOST, sees=UNIT | PROVINCE - DOST),
    "reporting:submission_unlock_entry": Right(get=DOST, post=DOST, sees=UNIT | PROVINCE - DOST),
    "reporting:submission_allow_alone": Right(get=DOST, post=DOST, sees=UNIT | PROVINCE - DOST),
    "reporting:submission_forbid_alone": Right(get=DOST, post=DOST, sees=UNIT | PROVINCE - DOST),
    # proofs of submission
    "reporting:filing_detail": page(UNIT | PROVINCE),
    "reporting:filing_file": page(UNIT | PROVINCE),
    "reporting:filing_render": act(UNIT | DOST, sees=PROVINCE - DOST),
    "reporting:document_alike": Right(get=UNIT, post=UNIT, sees=PROVINCE),
    # obstacles and proposals
    "reporting:proposal_list": page(SIGNED_IN),
    "reporting:proposal_detail": Right(get=UNIT | PROVINCE, post=DOST, sees=UNIT | PROVINCE - DOST),
    # outlines: a draft of the province's DOST; what is published for the country everybody reads
    "reporting:outline_list": page(SIGNED_IN),
    "reporting:outline_detail": page(DOST | {ADMINISTRATOR}),
    "reporting:outline_edit": Right(get=DOST, post=DOST, sees=frozenset({ADMINISTRATOR})),
    "reporting:outline_copy": act(DOST | {ADMINISTRATOR}, sees=NOBODY),
    "reporting:outline_publish": Right(get=DOST, post=DOST, sees=frozenset({ADMINISTRATOR})),
    "reporting:outline_withdraw": act(DOST, sees=frozenset({ADMINISTRATOR})),
    "reporting:outline_discard": act(DOST, sees=frozenset({ADMINISTRATOR})),
    "consolidation:outline_preview": page(DOST | {ADMINISTRATOR}),
    "consolidation:report_outline": Right(get=DOST, post=DOST, sees=HOUSE - DOST),
    # the workbook of a form
    "reporting:workbook_page": Right(get=UNIT | DOST, post=UNIT, sees=PROVINCE),
    "reporting:workbook_template": Right(get=UNIT, sees=PROVINCE, methods=("GET",)),
    "reporting:workbook_upload": Right(get=UNIT | DOST, post=UNIT, sees=PROVINCE),
    "reporting:workbook_original": Right(get=UNIT | DOST, sees=PROVINCE - DOST, methods=("GET",)),
    "reporting:workbook_marked": Right(get=UNIT | DOST, sees=PROVINCE - DOST, methods=("GET",)),
    # the catalogue and the self-check: what plans offer is public law, and a check changes nothing
    "support:content_list": page(EVERYONE),
    "support:content_detail": page(EVERYONE),
    "support:content_check": Right(get=EVERYONE, post=EVERYONE),
    # registering, an enterprise's people
    "enterprises:register": Right(get=EVERYONE, post=EVERYONE),
    "enterprises:register_check": page(EVERYONE),
    "enterprises:register_received": page(EVERYONE),
    "enterprises:privacy": page(EVERYONE),
    "enterprises:own_list": page(SIGNED_IN),
    "enterprises:address_confirm": act(SIGNED_IN, sees=NOBODY),
    "enterprises:join_list": page(SIGNED_IN),
    "enterprises:join_answer": Right(
        get=DOST | {APPLICANT}, post=DOST | {APPLICANT}, sees=frozenset({ADMINISTRATOR, OTHER_ENTERPRISE})
    ),
    "enterprises:join_withdraw": act(frozenset({OTHER_ENTERPRISE}), sees=DOST | {APPLICANT, ADMINISTRATOR}),
    "enterprises:enterprise_people": Right(
        get=DOST | {APPLICANT, ADMINISTRATOR}, sees=PROVINCE, methods=("GET",)
    ),
    "enterprises:enterprise_leave": act(frozenset({APPLICANT}), sees=PROVINCE),
    "enterprises:enterprise_reveal": act(DOST | {APPLICANT}, sees=PROVINCE - DOST),
    "enterprises:person_role": act(DOST | {APPLICANT}, sees=PROVINCE - DOST),
    "enterprises:person_remove": act(DOST | {APPLICANT}, sees=PROVINCE - DOST),
    "enterprises:person_hand_over": act(frozenset({APPLICANT}), sees=PROVINCE),
    # what an enterprise declares, products, certificates, the register
    "journal:record_history": Right(
        get=DOST | ADMIN, sees=PROVINCE - DOST - ADMIN | APPLYING, methods=("GET",)
    ),  # of an enterprise; rules.py of each app says whose else
    "journal:record_readers": Right(
        get=DOST | ADMIN | APPLYING, sees=PROVINCE - DOST - ADMIN, methods=("GET",)
    ),
    "enterprises:enterprise_list": page(SIGNED_IN),
    "enterprises:table_file": page(SIGNED_IN),
    "enterprises:enterprise_detail": page(PROVINCE | {APPLICANT}),
    "enterprises:enterprise_edit": Right(
        get=DOST | {APPLICANT}, post=DOST | {APPLICANT}, sees=PROVINCE - DOST
    ),
    "enterprises:size_declare": Right(get=frozenset({APPLICANT}), post=frozenset({APPLICANT}), sees=PROVINCE),
    "enterprises:product_add": Right(get=DOST | {APPLICANT}, post=DOST | {APPLICANT}, sees=PROVINCE - DOST),
    "enterprises:product_change": Right(
        get=DOST | {APPLICANT}, post=DOST | {APPLICANT}, sees=PROVINCE - DOST
    ),
    "enterprises:product_remove": act(DOST | {APPLICANT}, sees=PROVINCE - DOST),
    "enterprises:certificate_add": Right(
        get=DOST | {APPLICANT}, post=DOST | {APPLICANT}, sees=PROVINCE - DOST
    ),
    "enterprises:certificate_change": Right(
        get=DOST | {APPLICANT}, post=DOST | {APPLICANT}, sees=PROVINCE - DOST
    ),
    "enterprises:certificate_remove": act(DOST | {APPLICANT}, sees=PROVINCE - DOST),
    "enterprises:import_page": Right(get=ANY_DOST, post=ANY_DOST, sees=SIGNED_IN - ANY_DOST),
    "enterprises:import_template": Right(get=ANY_DOST, sees=SIGNED_IN - ANY_DOST, methods=("GET",)),
    "enterprises:import_detail": Right(get=DOST, post=DOST),
    "enterprises:import_original": page(DOST),
    "enterprises:import_problems": page(DOST),
    # drafting, submitting, files
    "support:application_start": Right(get=SIGNED_IN, post=SIGNED_IN),
    "support:application_detail": page(DOSSIER),
    "support:application_edit": Right(get=APPLYING, post=APPLYING, sees=DOSSIER - APPLYING),
    "support:application_discard": act(APPLYING, sees=DOSSIER - APPLYING),
    "support:application_clone": act(APPLYING, sees=DOSSIER - APPLYING),
    "support:application_submit": Right(get=APPLYING, post=APPLYING, sees=DOSSIER - APPLYING),
    "support:application_receipt": Right(get=APPLYING, sees=DOSSIER - APPLYING, methods=("GET",)),
    "support:application_receipt_pdf": Right(get=APPLYING, sees=DOSSIER - APPLYING, methods=("GET",)),
    "support:application_withdraw": Right(get=APPLYING, post=APPLYING, sees=DOSSIER - APPLYING),
    "support:application_write": Right(
        get=APPLYING | DOST, post=APPLYING | DOST, sees=DOSSIER - APPLYING - DOST
    ),
    "support:own_data": act(APPLYING, sees=PROVINCE),
    "support:own_data_file": Right(get=APPLYING, sees=frozenset({ADMINISTRATOR}), methods=("GET",)),
    "support:look_up": Right(get=EVERYONE, post=EVERYONE),
    "support:attachment_add": Right(get=APPLYING, post=APPLYING, sees=DOSSIER - APPLYING),
    "support:attachment_file": page(DOSSIER),
    "support:attachment_remove": act(APPLYING, sees=DOSSIER - APPLYING),
    # receipts, messages, an enterprise's own page
    # the desk
    "support:application_list": page(SIGNED_IN),
    "support:desk_export": act(DESK, sees=NOBODY),
    "support:desk_export_file": page(frozenset({SPECIALIST, ADMINISTRATOR})),
    "support:desk_batch": act(DOST | {OTHER_PROVINCE}, sees=DESK),
    "support:desk_batch_result": page(frozenset({SPECIALIST, ADMINISTRATOR})),
    "support:application_assign": act(DOST, sees=DOSSIER - DOST),
    "support:desk_view_list": Right(get=DESK, post=DESK),
    "support:desk_view_change": act(frozenset({SPECIALIST}), sees=NOBODY),
    # checks, supplements, opinions
    "support:application_checks": Right(get=DOST, post=DOST, sees=DOSSIER - DOST),
    "support:application_appraise": Right(get=DOST, post=DOST, sees=DOSSIER - DOST),
    "support:application_ask": Right(get=DOST, post=DOST, sees=DOSSIER - DOST),
    "support:application_take_back": Right(get=DOST, post=DOST, sees=DOSSIER - DOST),
    "support:application_supply": Right(
        get=frozenset({APPLICANT}), post=frozenset({APPLICANT}), sees=DOSSIER - {APPLICANT}
    ),
    "support:application_ask_opinions": Right(get=DOST, post=DOST, sees=DOSSIER - DOST),
    "support:opinion_answer": Right(get=ASKED, post=ASKED, sees=PROVINCE),
    "support:opinion_close": act(DOST, sees=DOSSIER - DOST),
    # appraisal and decision: the focal point is asked to appraise; of a decided application the letter is numbered
    "support:appraiser_list": Right(get=DOST, post=DOST, sees=DOSSIER - DOST),
    "support:appraiser_take_back": act(DOST, sees=NOBODY),
    "support:appraisal_score": Right(
        get=frozenset({FOCAL}), post=frozenset({FOCAL}), sees=DOSSIER - frozenset({FOCAL})
    ),
    "support:appraisal_declare": act(frozenset({FOCAL}), sees=DOSSIER - frozenset({FOCAL})),
    "support:decision_detail": Right(get=PROVINCE, sees=DOSSIER - PROVINCE, methods=("GET",)),
    "support:decision_minutes": Right(get=DOST, post=DOST, sees=DOSSIER - DOST),
    "support:decision_propose": Right(get=DOST, post=DOST, sees=DOSSIER - DOST),
    "support:decision_take": Right(
        get=frozenset({DOST_LEADER}),
        post=frozenset({DOST_LEADER}),
        sees=DOSSIER - frozenset({DOST_LEADER}),
    ),
    "support:decision_reconsider": act(frozenset({DOST_LEADER}), sees=DOSSIER - frozenset({DOST_LEADER})),
    "support:decision_register": Right(get=DOST, post=DOST, sees=DOSSIER - DOST),
    "support:decision_render": act(DOST, sees=DOSSIER - DOST),
    "support:decision_pdf": page(PROVINCE | {APPLICANT}),
    "support:decision_word": Right(get=PROVINCE, sees=frozenset({APPLICANT}), methods=("GET",)),
    # granted supports and outcomes
    "support:support_list": page(SIGNED_IN),
    "support:support_export": act(SIGNED_IN, sees=NOBODY),
    "support:support_detail": page(PROVINCE | {APPLICANT}),
    "support:support_contract": Right(get=DOST, post=DOST, sees=PROVINCE - DOST | {APPLICANT}),
    "support:support_begin": Right(get=DOST, post=DOST, sees=PROVINCE - DOST | {APPLICANT}),
    "support:support_milestone": Right(get=DOST, post=DOST, sees=PROVINCE - DOST | {APPLICANT}),
    "support:support_done": Right(get=DOST, post=DOST, sees=PROVINCE - DOST | {APPLICANT}),
    "support:support_drop": Right(get=DOST, post=DOST, sees=PROVINCE - DOST | {APPLICANT}),
    "support:support_accept": Right(get=DOST, post=DOST, sees=PROVINCE - DOST | {APPLICANT}),
    "support:support_outcome": Right(get=DOST, post=DOST, sees=PROVINCE - DOST | {APPLICANT}),
    "support:support_strike": Right(get=DOST, post=DOST, sees=PROVINCE - DOST | {APPLICANT}),
    "support:support_pay": Right(get=DOST, post=DOST, sees=PROVINCE - DOST | {APPLICANT}),
    "support:support_recover": Right(get=DOST, post=DOST, sees=PROVINCE - DOST | {APPLICANT}),
    "support:support_certificate": Right(get=DOST, post=DOST, sees=PROVINCE - DOST | {APPLICANT}),
    "support:support_settle": Right(get=DOST, post=DOST, sees=PROVINCE - DOST | {APPLICANT}),
    "support:support_files": Right(get=DOST | {APPLICANT}, post=DOST | {APPLICANT}, sees=PROVINCE - DOST),
    "support:support_terminate": Right(
        get=frozenset({DOST_LEADER}),
        post=frozenset({DOST_LEADER}),
        sees=PROVINCE - {DOST_LEADER} | {APPLICANT},
    ),
    "support:support_renounce": Right(get=frozenset({APPLICANT}), post=frozenset({APPLICANT}), sees=PROVINCE),
    "support:support_effect": Right(get=frozenset({APPLICANT}), post=frozenset({APPLICANT}), sees=PROVINCE),
    "support:outcome_list": page(SIGNED_IN),
    # needs: sent by units, handled by DOST
    "support:need_list": page(SIGNED_IN),
    "support:need_add": Right(get=SENDING, post=SENDING, sees=SIGNED_IN),
    "support:need_detail": page(UNIT | PROVINCE),
    "support:need_take_up": act(DOST, sees=UNIT | PROVINCE - DOST),
    "support:need_answer": Right(get=DOST, post=DOST, sees=UNIT | PROVINCE - DOST),
    "support:need_draft": act(DOST, sees=UNIT | PROVINCE - DOST),
    # tokens of programs: one of the unit, held by its leader
    "api:docs": page(EVERYONE),
    "api:openapi-json": page(EVERYONE),
    "api:token_list": Right(get=ANSWERING | ADMIN, sees=SIGNED_IN, methods=("GET",)),
    "api:token_add": Right(get=ANSWERING, post=ANSWERING, sees=SIGNED_IN),
    "api:token_revoke": Right(get=DOST | ADMIN | {UNIT_LEADER}, post=DOST | ADMIN | {UNIT_LEADER}),
    # long work
    "jobs:job_detail": page(frozenset({SPECIALIST, ADMINISTRATOR})),
    "jobs:job_retry": act(frozenset({SPECIALIST, ADMINISTRATOR}), sees=NOBODY),
}

# The same addresses once the report has left the house: its readers open it and take its files away; what the checks found
# and why DOST let a warning pass stays with DOST and the administrator.
ISSUED: dict[str, Right] = {
    "consolidation:report_detail": page(PROVINCE),
    "consolidation:report_file": page(PROVINCE),
    "consolidation:report_word": page(PROVINCE),
    "consolidation:report_excel": page(PROVINCE),
    "consolidation:report_versions": page(PROVINCE),
    "consolidation:signed_file": page(PROVINCE),
    "consolidation:report_checks": Right(get=HOUSE, post=DOST, sees=PROVINCE),
    "consolidation:report_waiver_undo": act(DOST, sees=PROVINCE),
    "consolidation:report_read": Right(get=DOST, sees=PROVINCE, methods=("GET",)),
}


@dataclass(frozen=True)
class Opening:
    """What a program gets with a token of ``scope`` whose holder is one of ``who``; ``sees`` are told "not yours".

    Everybody else's token gets 404, a token without the scope 403, no token 401; any other method 405.
    """

    scope: str
    who: frozenset[str]
    sees: frozenset[str] = NOBODY
    method: str = "GET"


TOKENS = ANSWERING  # whose tokens there are
READERS = DOST | {READER, MINISTRY}

# The machines' door, asked with tokens: sessions open nothing there. The report has not left the house yet.
MACHINES: dict[str, Opening] = {
    "api:own_token": Opening("", TOKENS),
    "api:plans": Opening("plans:read", TOKENS),
    "api:plan": Opening("plans:read", TOKENS),
    "api:plan_tasks": Opening("plans:read", TOKENS),
    "api:plan_targets": Opening("plans:read", TOKENS),
    "api:periods": Opening("results:read", TOKENS),
    "api:period": Opening("results:read", READERS),
    "api:period_results": Opening("results:read", READERS),
    "api:reports": Opening("reports:read", TOKENS),
    "api:report": Opening("reports:read", NOBODY),
    "api:report_data": Opening("reports:read", NOBODY),
    "api:enterprises": Opening("enterprises:read", TOKENS),
    "api:enterprise": Opening("enterprises:read", READERS),
    "api:submissions": Opening("submissions:read", TOKENS),
    "api:submission": Opening("submissions:read", READERS | {UNIT_LEADER}),
    "api:submission_draft": Opening(
        "submissions:write", frozenset({UNIT_LEADER}), sees=READERS, method="PUT"
    ),
}
NOTHING_THERE = ("api:api-root", "api:nothing_here")  # 404 for everybody
