"""The other half of the table of rights: the library's pages for signing in, and the administration, model by model.

What the administrator may do with rows is written as letters: ``a`` adds, ``c`` changes, ``d`` deletes; everything is
listed, read and its history told. A model without letters changes only through the portal's own steps. Nobody else
gets past the administration's door.
"""

from django.contrib import admin
from django.urls import URLPattern

from tests.architecture.rights import ADMIN, EVERYONE, NOBODY, SIGNED_IN, Right, act, page

BOTH = Right(get=EVERYONE, post=EVERYONE)
OWN = Right(get=SIGNED_IN, post=SIGNED_IN)
OWN_PAGE = page(SIGNED_IN)
NO_PROVIDER = Right()  # without a provider nothing is there
NO_DEVICE = (
    Right()
)  # tried by people without a device: not there; with one see tests/accounts/test_second_factor.py

LIBRARY: dict[str, Right] = {
    # signing in, for whoever is not signed in yet; whoever is, is led on
    "account_login": BOTH,
    "account_signup": BOTH,
    "account_confirm_login_code": OWN,  # a visitor without a code under way begins with the sign-in
    "account_inactive": page(EVERYONE),
    "account_reset_password": BOTH,
    "account_reset_password_done": page(EVERYONE),
    "account_reset_password_from_key": BOTH,
    "account_reset_password_from_key_done": page(EVERYONE),
    "account_confirm_email": page(EVERYONE),
    "account_email_verification_sent": page(EVERYONE),
    "account_logout": BOTH,
    "mfa_authenticate": OWN,  # and so here
    "mfa_login_webauthn": OWN,
    # an identity provider, where the installation names one; here none is
    "openid_connect_login": NO_PROVIDER,
    "openid_connect_callback": NO_PROVIDER,
    "socialaccount_login_cancelled": page(EVERYONE),
    "socialaccount_login_error": NO_PROVIDER,
    "socialaccount_signup": NO_PROVIDER,  # nobody comes in by it: accounts are linked, never made
    "socialaccount_connections": OWN,
    # one's own account
    "account_email": OWN,
    "account_change_password": OWN,
    "account_set_password": OWN,
    "account_reauthenticate": OWN,
    "usersessions_list": OWN,
    "mfa_index": OWN_PAGE,
    "mfa_reauthenticate": OWN,
    "mfa_reauthenticate_webauthn": OWN,
    "mfa_activate_totp": OWN,
    "mfa_deactivate_totp": NO_DEVICE,
    "mfa_generate_recovery_codes": OWN,
    "mfa_view_recovery_codes": page(NOBODY),
    "mfa_download_recovery_codes": page(NOBODY),
    "mfa_list_webauthn": OWN_PAGE,
    "mfa_add_webauthn": OWN,
    "mfa_edit_webauthn": OWN,
    "mfa_remove_webauthn": OWN,
}

SETTINGS = "acd"
ROWS: dict[str, str] = {
    **dict.fromkeys(
        [
            "accounts.User", "auth.Group", "enterprises.Enterprise", "enterprises.SizeThreshold",
            "organisations.CalendarException", "organisations.GroupMember", "organisations.Membership",
            "organisations.Organisation", "organisations.OrganisationAlias", "organisations.OrganisationGroup",
            "organisations.Province", "organisations.ProvinceSuccession", "organisations.Succession",
            "journal.RetentionRule",
            "reporting.Campaign", "reporting.ReminderStep", "reporting.ReportSetting", "reporting.RequestLetter",
            "support.Criterion", "support.RequiredPaper", "support.SupportLevel", "support.SupportProcedure",
        ],
        SETTINGS,
    ),
    **dict.fromkeys(["enterprises.ExpiryReminder", "programmes.LegalDocument"], "ac"),
    **dict.fromkeys(
        ["jobs.Job", "programmes.Finding", "programmes.Plan", "programmes.Target", "programmes.Task", "reporting.Figure",
         "support.SupportContent"],
        "c",
    ),
    **dict.fromkeys(["mfa.Authenticator", "programmes.AnnualTarget", "usersessions.UserSession", "socialaccount.SocialAccount"], "d"),
    "support.ContentTarget": "cd",
    **dict.fromkeys(
        [
            "api.KeptAnswer",
            "api.Token",
            "consolidation.Comment", "consolidation.Dispatch", "consolidation.Installation", "consolidation.Passage",
            "consolidation.ReceivedReport", "consolidation.Report", "consolidation.SetAside", "consolidation.SignedFile",
            "consolidation.Waiver", "enterprises.Certificate", "enterprises.EnterpriseMembership", "enterprises.JoinRequest",
            "enterprises.Product", "enterprises.RegisterUpload", "enterprises.SizeDeclaration", "journal.Change",
            "account.EmailAddress", "accounts.AddressChange",
            "journal.Entry",
            "journal.Reading",
            "journal.Seal",
            "organisations.Invitation",
            "outbox.Mail", "outbox.Notice", "programmes.Baseline", "programmes.IndicatorFamily",
            "programmes.NationalTaskGroup", "programmes.Phase", "programmes.PlanBasis", "programmes.PlanPolicy",
            "programmes.Programme", "programmes.ReportingDuty", "programmes.TaskGroup", "programmes.TaskRole",
            "reporting.Activity", "reporting.Answer", "reporting.CertifiedExpert", "reporting.DoubleClaim",
            "reporting.EvidenceFile", "reporting.Filing", "reporting.IssuedDocument", "reporting.Letter",
            "reporting.Outline", "reporting.ReportingPeriod", "reporting.ReturnedPart", "reporting.Statement",
            "reporting.Submission", "reporting.SubmissionLine", "reporting.SupportedEnterprise", "reporting.WorkbookUpload",
            "support.Application", "support.Appraiser", "support.Attachment", "support.Check", "support.Decision",
            "support.Disbursement", "support.EffectReport", "support.Message", "support.Milestone", "support.Need",
            "support.OpinionRequest", "support.Outcome", "support.ReceiptCounter", "support.RequestedItem",
            "support.SavedView", "support.Score", "support.SupplementPoint", "support.SupplementRequest", "support.Support",
        ],
        "",
    ),
}  # fmt: skip

DESKTOP: dict[str, Right] = {  # pages of the administration that belong to no model
    "admin:index": page(ADMIN),
    "admin:app_list": page(ADMIN),
    "admin:jsi18n": page(ADMIN),
    "admin:autocomplete": page(ADMIN),
    "admin:view_on_site": page(ADMIN),
    "admin:password_change": Right(get=ADMIN, post=ADMIN),
    "admin:password_change_done": page(ADMIN),
    "admin:auth_user_password_change": Right(get=ADMIN, post=ADMIN),
    "admin:login": Right(get=EVERYONE, post=EVERYONE, sees=SIGNED_IN - ADMIN),
    "admin:logout": act(EVERYONE, sees=NOBODY),
    "admin:None": page(NOBODY),  # whatever else is typed behind /admin/
}


def rights_of(kind: str, letters: str) -> Right:
    """The right of one address of a model: list, add, change, delete, history, import, export."""
    both, told, only_get = Right(get=ADMIN, post=ADMIN), Right(sees=ADMIN), Right(get=ADMIN, sees=ADMIN)
    return {
        "add": both if "a" in letters else told,
        "change": both if "c" in letters else only_get,
        "delete": both if "d" in letters else told,
        "changelist": both,
        "history": page(ADMIN),
        "process_import": act(ADMIN, sees=NOBODY),  # the second step of an import, of a form alone
    }.get(kind, both)


def kinds_of(model_admin: admin.ModelAdmin) -> dict[str, str]:
    """The addresses of a model's pages by what they are: reverse()'s name → kind."""
    options = model_admin.model._meta
    beginning = f"{options.app_label}_{options.model_name}_"
    names = [entry.name for entry in model_admin.get_urls() if isinstance(entry, URLPattern) and entry.name]
    return {f"admin:{name}": name.removeprefix(beginning) for name in names if name.startswith(beginning)}


def administration() -> dict[str, Right]:
    """Every address of the administration, from the letters above."""
    return DESKTOP | {
        name: rights_of(kind, ROWS[model._meta.label])
        for model, model_admin in admin.site._registry.items()
        if model._meta.label in ROWS
        for name, kind in kinds_of(model_admin).items()
    }
