"""Rows of one province that carry a word nobody outside may read: in every model, or with the reason why not.

``HOMES`` says how a row is led to its province (or to a person of it); ``OPEN`` why a model's rows are not hidden.
A model in neither fails tests/architecture/test_leaks.py.
"""

from collections.abc import Callable
from uuid import uuid4

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import DataError, IntegrityError, models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Length
from django.utils import timezone
from django_fsm import FSMField

from accounts.models import User
from journal.actions import note_down
from organisations.models import Province
from programmes.models import LegalDocument, Plan
from reporting.models import IssuedDocument, Submission
from tests.architecture import rights
from tests.architecture.dossier import an_application, dossier_places
from tests.factories.api import a_token
from tests.factories.enterprises import EnterpriseMembershipFactory
from tests.factories.support import CriterionFactory

for kind in (models.CharField, models.TextField):
    kind.register_lookup(Length)

SECRET, SOUGHT = "zqleakzq", "zqfindzq"  # the second is searched for, and then stands in the search box
WORDS = f" {SOUGHT} {SECRET}"
OURS = (
    "accounts", "api", "common", "consolidation", "enterprises", "jobs", "journal", "operations", "organisations", "outbox",
    "portal", "programmes", "reporting", "support",
)  # fmt: skip
OF_A_REPORT = (
    "Passage", "SetAside", "Comment", "Dispatch", "SignedFile", "Waiver",
)  # fmt: skip
OF_A_LINE = ("Figure", "Activity", "CertifiedExpert", "EvidenceFile")
OF_A_FORM = ("SubmissionLine", "Filing", "IssuedDocument", "ReturnedPart", "Statement", "WorkbookUpload")
OF_A_PERIOD = ("Campaign", "Submission", "DoubleClaim", "Letter", "ReportSetting", "RequestLetter")
OF_AN_APPLICATION = (
    "RequestedItem", "Check", "SupplementRequest", "OpinionRequest", "Message", "Attachment", "Appraiser", "Decision",
)  # fmt: skip
OF_A_SUPPORT = ("Milestone", "Disbursement", "EffectReport", "Outcome")
OF_AN_ENTERPRISE = ("EnterpriseMembership", "JoinRequest", "Product", "Certificate", "SizeDeclaration")

HOMES: dict[str, str] = {
    **{f"consolidation.{name}": "report__period__plan__province" for name in OF_A_REPORT},
    "consolidation.PassageSource": "passage__report__period__plan__province",
    "consolidation.Report": "period__plan__province",
    **{f"reporting.{name}": "line__submission__period__plan__province" for name in OF_A_LINE},
    **{f"reporting.{name}": "submission__period__plan__province" for name in OF_A_FORM},
    **{f"reporting.{name}": "period__plan__province" for name in OF_A_PERIOD},
    "reporting.SupportedEnterprise": "figure__line__submission__period__plan__province",
    "reporting.Answer": "statement__submission__period__plan__province",
    "reporting.ReportingPeriod": "plan__province",
    "reporting.ReminderStep": "plan__province",
    "reporting.Outline": "province",
    **{f"support.{name}": "application__province" for name in OF_AN_APPLICATION},
    **{f"support.{name}": "support__item__application__province" for name in OF_A_SUPPORT},
    "support.Application": "province",
    "support.Support": "item__application__province",
    "support.SupplementPoint": "request__application__province",
    "support.Score": "appraiser__application__province",
    "support.Need": "plan__province",
    "support.SavedView": "user",
    **{f"enterprises.{name}": "enterprise__province" for name in OF_AN_ENTERPRISE},
    "enterprises.Enterprise": "province",
    "enterprises.RegisterUpload": "province",
    "organisations.Membership": "organisation__province",
    "organisations.Invitation": "organisation__province",
    "outbox.Mail": "province",
    "outbox.Notice": "province",
    "api.Token": "organisation__province",
    "api.KeptAnswer": "token__organisation__province",
    "jobs.Job": "owner",
    "journal.Entry": "by",
    "journal.Reading": "by",
    "accounts.AddressChange": "user",
    "accounts.User": "",  # the person is the home
}
LAW = "enacted texts are public law"
OFFERED = "what plans offer to enterprises is public"
OFFICE = "which offices there are is public"
OPEN: dict[str, str] = {
    "consolidation.Installation": "other portals, known to the ministry and the administrators alone",
    "consolidation.ReceivedReport": "reports of other portals, read by the ministry and the administrators alone",
    "enterprises.ExpiryReminder": "a setting of the portal",
    "enterprises.SizeThreshold": "the decree's thresholds",
    "journal.Change": "written by the database whenever a row is marked: it holds the words by itself",
    "journal.RetentionRule": "a setting of the portal",
    "journal.Seal": "hashes alone",
    "organisations.CalendarException": "days off of the country",
    "support.ReceiptCounter": "a running number",
    **dict.fromkeys(
        [
            "programmes.AnnualTarget", "programmes.Baseline", "programmes.Finding", "programmes.IndicatorFamily",
            "programmes.LegalDocument", "programmes.NationalTaskGroup", "programmes.Phase", "programmes.Plan",
            "programmes.PlanBasis", "programmes.PlanPolicy", "programmes.Programme", "programmes.ReportingDuty",
            "programmes.Target", "programmes.Task", "programmes.TaskGroup", "programmes.TaskRole",
        ],
        LAW,
    ),
    **dict.fromkeys(
        [
            "organisations.GroupMember", "organisations.Organisation", "organisations.OrganisationAlias",
            "organisations.OrganisationGroup", "organisations.Province", "organisations.ProvinceSuccession",
            "organisations.Succession",
        ],
        OFFICE,
    ),
    **dict.fromkeys(
        [
            "support.ContentTarget", "support.Criterion", "support.RequiredPaper", "support.SupportContent",
            "support.SupportLevel", "support.SupportProcedure",
        ],
        OFFERED,
    ),
}  # fmt: skip
# how an open row is chosen for a planted one that points to it, so that both are of one province
NEAR = {
    "programmes.Plan": "province",
    "programmes.PlanPolicy": "plan__province",
    "programmes.Task": "plan__province",
    "programmes.Target": "plan__province",
    "organisations.Organisation": "province",
    "support.SupportContent": "plan__province",
    "support.Criterion": "plan__province",
}
NO_WORDS = {
    "standard",
    "about",
    "content_type",
    "digest",
    "file",
    "fingerprint",
    "holding",
    "key",
    "kind",
    "password",
    "path",
    "prefix",
    "query",
    "record_type",
    "request",
    "sha256",
    "state",
    "step",
    "url",
    "verify_code",
    "vsic_code",
}  # fmt: skip - names, marks and hashes that nobody reads as words


def unplaced(known) -> list[str]:
    """Models of ours that ``known`` does not tell of, and names it tells of that are gone."""
    ours = {
        model._meta.label
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        if model._meta.managed
    }
    return sorted(ours ^ set(known))


def private_models() -> list[type[models.Model]]:
    """The models whose rows belong to somebody."""
    return [apps.get_model(label) for label in HOMES]


def people_of(province: Province) -> models.QuerySet:
    """Whoever acts in the province and nowhere else."""
    inside = Q(memberships__organisation__province=province) | Q(
        enterprise_memberships__enterprise__province=province
    )
    people = get_user_model().objects
    elsewhere = people.filter(
        Q(memberships__isnull=False) & ~Q(memberships__organisation__province=province)
        | Q(enterprise_memberships__isnull=False) & ~Q(enterprise_memberships__enterprise__province=province)
    )
    return people.filter(inside).exclude(pk__in=elsewhere.values("pk")).distinct()


def rows_of(model, province: Province) -> models.QuerySet:
    """The rows of ``model`` that belong to the province, or to a person of it."""
    way = HOMES[model._meta.label]
    if not way:
        return model._base_manager.filter(pk__in=people_of(province).values("pk"))
    if way.endswith("province"):
        return model._base_manager.filter(**{way: province})
    return model._base_manager.filter(**{f"{way}__in": people_of(province)})


def texts_of(model) -> list[models.Field]:
    """The fields that hold words: no key, no state, no choice, no file."""
    other = (models.SlugField, models.FileField, FSMField, models.GeneratedField)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, other)
        and not (field.choices or field.primary_key or field.name in NO_WORDS)
        and not field.name.endswith(("_sha256", "_type"))
    ]


def mark(
    model, province: Province, wanted: str | Callable[[int], str] = WORDS, *, in_front: bool = False
) -> list[str]:
    """Put words into every text of the province's rows that the database lets stand; returns the fields' names."""
    keys = list(rows_of(model, province).values_list("pk", flat=True))
    rows = model._base_manager.filter(pk__in=keys)
    marked = write_into(rows, wanted, in_front=in_front)
    return marked + (write_into_data(rows, wanted) if isinstance(wanted, str) else [])


def data_of(model) -> list[str]:
    """The fields that hold data of their own shape."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, models.JSONField)]


def write_into_data(rows: models.QuerySet, words: str) -> list[str]:
    """Put words behind every sentence in the rows' data; the planted ones, where there is none, beside what is there."""
    marked = []
    for name in data_of(rows.model):
        for pk, data in rows.values_list("pk", name):
            told = with_words(data, words) or data
            if told == data and words == WORDS:
                told = [*data, words] if isinstance(data, list) else {**(data or {}), SECRET: words}
            try:
                with transaction.atomic():
                    rows.model._base_manager.filter(pk=pk).update(**{name: told})
            except (IntegrityError, DataError):
                continue
            marked += [name] if told != data else []
    return sorted(set(marked))


def with_words(data: object, words: str) -> object:
    """The same data, the words behind each text of more than one word; names and marks stay as they are."""
    if isinstance(data, dict):
        return {key: with_words(value, words) for key, value in data.items()}
    if isinstance(data, list):
        return [with_words(value, words) for value in data]
    return f"{data}{words}" if isinstance(data, str) and " " in data.strip() else data


def write_into(
    rows: models.QuerySet, wanted: str | Callable[[int], str], *, in_front: bool = False
) -> list[str]:
    """Put words into every text of the rows: the same ones, or what the function says for the field's place."""
    marked, model = [], rows.model
    for place, field in enumerate(texts_of(model)):
        words = wanted if isinstance(wanted, str) else wanted(place)
        longest, is_address = field.max_length, isinstance(field, models.EmailField)
        fitting = rows.filter(**{f"{field.name}__length__lte": longest - len(words)}) if longest else rows
        before = in_front or is_address
        added = Value(f"{words.strip().replace(' ', '.')}." if is_address else words)
        value = Concat(added, F(field.name)) if before else Concat(F(field.name), added)
        try:
            with transaction.atomic():
                number = fitting.update(**{field.name: value})
        except (IntegrityError, DataError):
            continue
        marked += [field.name] if number else []
    return marked


def plant(plan: Plan) -> dict[str, list[str]]:
    """Every private model has a row of the plan's province, and every text that takes it carries the words."""
    province = plan.province
    a_dossier(plan)
    for model in private_models():
        row = a_row(model, province)
        note_down(
            row, "noted", by=people_of(province).first(), note=WORDS, told=WORDS
        )  # lines of the journal never change
    marked = {model._meta.label: mark(model, province) for model in private_models()}
    return marked | {
        "journal.Entry": ["note", "facts"],
        "journal.Reading": ["place"],
    }  # written with the words


def a_dossier(plan: Plan) -> None:
    """An application with all that hangs on it, in the province of the plan, a token and a paper that a unit reports."""
    province = plan.province
    people = User.objects.filter(memberships__organisation__province=province)
    applicant = EnterpriseMembershipFactory(enterprise__province=province).user
    EnterpriseMembershipFactory(enterprise__province=province)
    cast = {
        rights.APPLICANT: applicant,
        rights.FOCAL: people.filter(memberships__role="focal_point")
        .exclude(memberships__role="specialist")
        .first(),
        rights.SPECIALIST: people.filter(memberships__role="specialist").first(),
    }
    application = an_application(cast, plan)
    dossier_places(application)
    CriterionFactory(plan=plan, content=None)
    a_token(cast[rights.FOCAL].memberships.get().organisation)
    paper = LegalDocument.objects.create(
        kind="letter", number_and_symbol=f"1/{SECRET}", abstract=WORDS, issued_year=2023
    )
    form = Submission.objects.filter(period__plan=plan).first()
    IssuedDocument.objects.create(submission=form, document=paper, section="plans")


def a_row(model, province: Province, depth: int = 0) -> models.Model | None:
    """The first row of the province; where there is none, one made of the simplest values its fields take."""
    label = model._meta.label
    near = {NEAR[label]: province} if label in NEAR else {}
    rows = rows_of(model, province) if label in HOMES else model._base_manager.filter(**near)
    found = rows.order_by("pk").first()
    if found is not None or depth > len(HOMES) or label not in HOMES:
        return found
    facts, way = {}, HOMES[label].partition("__")[0]
    for field in model._meta.concrete_fields:
        if field.primary_key or isinstance(field, models.GeneratedField):
            continue
        if isinstance(field, models.ForeignKey):
            if field.name == way and field.related_model is Province:
                facts[field.name] = province
            elif not field.null or field.name == way:
                facts[field.name] = a_row(field.related_model, province, depth + 1)
        elif field.name in SHAPES.get(label, {}):
            facts[field.name] = SHAPES[label][field.name]
        elif not field.has_default() and not field.null:
            facts[field.name] = simplest(field)
    return model._base_manager.bulk_create([model(**facts)])[0]


SHAPES: dict[str, dict[str, object]] = {  # what the database asks of a row beyond its fields' kinds
    "consolidation.Passage": {"feed": ""},
    "accounts.AddressChange": {"outcome": "refused"},
    "journal.Reading": {"place": WORDS},
}


def simplest(field: models.Field) -> object:
    """A value the field takes."""
    if field.choices:
        return field.choices[0][0]
    made = {
        models.DateTimeField: timezone.now,
        models.DateField: timezone.localdate,
        models.BooleanField: lambda: False,
        models.IntegerField: lambda: 1,
        models.DecimalField: lambda: 1,
        models.JSONField: dict,
        models.UUIDField: uuid4,
    }
    return next((make() for kind, make in made.items() if isinstance(field, kind)), "x")
