"""The table of steps of a granted support: who may take each, from where, what its page asks and says."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from support.actions import acceptances, certificates, contracts, disbursements, effects, endings, milestones
from support.actions.attachments import attach
from support.forms.acceptance import AcceptForm, CertificateForm, OutcomeForm, StrikeForm
from support.forms.contract import ContractForm, DoneForm, DropForm, MilestoneForm
from support.forms.follow_up import EffectForm, MoneyForm, PayForm, RenounceForm, TerminateForm
from support.forms.support_form import FilesForm, NoteForm
from support.models import Support
from support.states import SupportState as State
from support.views.support_step import Said, Step

DOST, LEADER, BOTH = "support.handle_support", "support.end_support", "support.add_support_file"
ENTERPRISE_ENDS, ENTERPRISE_SAYS = "support.renounce_support", "support.declare_effect"
UNDER_WAY = frozenset({State.CONTRACTED, State.IMPLEMENTING})
HAS_OUTCOMES = frozenset({State.ACCEPTED, State.CLOSED})


def _contract(support: Support, said: Said) -> Support:
    words = said.words
    reason = words.pop("reason", "")
    contract = contracts.Contract(**words)
    if support.contract_on is None:
        return contracts.sign_contract(support, contract, by=said.by, today=said.on)
    return contracts.amend_contract(support, contract, reason=reason, by=said.by, today=said.on)


@transaction.atomic
def _accept(support: Support, said: Said) -> Support:
    row = acceptances.accept(
        support,
        accepted_on=said.words["accepted_on"],
        result=said.words["result"],
        outcomes=[acceptances.Named(kind, name) for kind, name in said.form.named],
        by=said.by,
        today=said.on,
    )
    _add_files(support, said)
    return row


def _add_files(support: Support, said: Said) -> None:
    for received in said.words["uploads"]:
        attach(support.item.application, received, by=said.by, support=support)


def _name_outcome(support: Support, said: Said) -> object:
    named = acceptances.Named(said.words["kind"], said.words["name"])
    return acceptances.name_outcome(
        support, named, reached_on=said.words["reached_on"], by=said.by, today=said.on
    )


def _certify(support: Support, said: Said) -> object:
    words = said.words
    outcome = words.pop("outcome")
    return certificates.certify(support, certificates.Issued(**words), outcome=outcome, by=said.by)


CONTRACT = Step(
    "contract",
    "hop-dong",
    DOST,
    frozenset({State.GRANTED, *UNDER_WAY}),
    pgettext_lazy("step of a support", "Contract"),
    _("Enter the data of the contract as signed."),
    _("The contract is entered; the enterprise is told."),
    _contract,
    ContractForm,
    tone="primary",
    icon="edit",
)
BEGIN = Step(
    "begin",
    "bat-dau",
    DOST,
    frozenset({State.CONTRACTED}),
    pgettext_lazy("step of a support", "The work begins"),
    _("Note that the work has begun?"),
    _("Noted; the enterprise is told."),
    lambda support, said: contracts.begin(support, note=said.words["note"], by=said.by),
    NoteForm,
)
MILESTONE = Step(
    "milestone",
    "buoc",
    DOST,
    UNDER_WAY,
    pgettext_lazy("step of a support", "Set a milestone"),
    _("A step of the contract with its day. Late ones are marked on the page of the support."),
    _("The milestone is set."),
    lambda support, said: milestones.plan_milestone(support, **said.words, by=said.by),
    MilestoneForm,
)
DONE = Step(
    "done",
    "buoc-xong",
    DOST,
    UNDER_WAY | {State.ACCEPTED},
    pgettext_lazy("step of a support", "A milestone is reached"),
    _("Which step is done, and since when?"),
    _("The milestone is noted as reached."),
    lambda _support, said: milestones.finish_milestone(
        said.words["milestone"], done_on=said.words["done_on"], note=said.words["note"], by=said.by
    ),
    DoneForm,
    concerns=lambda support: any(m.done_on is None for m in support.milestones.all()),
)
DROP = Step(
    "drop",
    "bo-buoc",
    DOST,
    UNDER_WAY | {State.ACCEPTED},
    pgettext_lazy("step of a support", "Take a milestone out"),
    _("Which step is not to be done? The journal keeps it with your reason."),
    _("The milestone is taken out."),
    lambda _support, said: milestones.drop_milestone(
        said.words["milestone"], reason=said.words["reason"], by=said.by
    ),
    DropForm,
    quiet=True,
    concerns=DONE.concerns,
)
ACCEPT = Step(
    "accept",
    "nghiem-thu",
    DOST,
    UNDER_WAY,
    pgettext_lazy("step of a support", "Accept the work"),
    _("The outcomes named here count for the targets of the plan from the day of the acceptance."),
    _("Accepted; the outcomes are named and the enterprise is told."),
    _accept,
    AcceptForm,
    tone="primary",
)
OUTCOME = Step(
    "outcome",
    "them-ket-qua",
    DOST,
    HAS_OUTCOMES,
    pgettext_lazy("step of a support", "Name another outcome"),
    _("For what came after the acceptance, for example a certificate issued later."),
    _("The outcome is named and counts."),
    _name_outcome,
    OutcomeForm,
    quiet=True,
    concerns=lambda support: bool(support.content.counted_for.all()),
)
STRIKE = Step(
    "strike",
    "gach-ket-qua",
    DOST,
    HAS_OUTCOMES,
    pgettext_lazy("step of a support", "Strike an outcome"),
    _(
        "It no longer counts from today; it stays listed as struck, and reports already made keep their figure."
    ),
    _("The outcome is struck."),
    lambda _support, said: acceptances.strike_outcome(
        said.words["outcome"], reason=said.words["reason"], by=said.by, on=said.on
    ),
    StrikeForm,
    quiet=True,
    concerns=lambda support: any(o.struck_on is None for o in support.outcomes.all()),
)
PAY = Step(
    "pay",
    "chi",
    DOST,
    UNDER_WAY | {State.ACCEPTED},
    pgettext_lazy("step of a support", "Enter a payment"),
    _("Enter what was paid to the enterprise, with its document."),
    _("The payment is entered; the enterprise is told."),
    lambda support, said: disbursements.pay(support, **said.words, by=said.by),
    PayForm,
)
RECOVER = Step(
    "recover",
    "thu-hoi",
    DOST,
    frozenset(State),
    pgettext_lazy("step of a support", "Enter money paid back"),
    _("Enter what the enterprise paid back, with its document."),
    _("The repayment is entered."),
    lambda support, said: disbursements.recover(support, **said.words, by=said.by),
    MoneyForm,
    quiet=True,
    concerns=lambda support: any(d.direction == "paid" for d in support.disbursements.all()),
)
CERTIFICATE = Step(
    "certificate",
    "chung-nhan",
    DOST,
    UNDER_WAY | HAS_OUTCOMES,
    pgettext_lazy("step of a support", "Enter a certificate"),
    _(
        "The certificate stands with the enterprise, too; one it entered itself under the same number is found."
    ),
    _("The certificate is entered."),
    _certify,
    CertificateForm,
)
SETTLE = Step(
    "settle",
    "quyet-toan",
    DOST,
    frozenset({State.ACCEPTED}),
    pgettext_lazy("step of a support", "Settle and close"),
    _("Everything is done and paid? A closed support takes no more payments."),
    _("The support is closed."),
    lambda support, said: endings.settle(support, note=said.words["note"], by=said.by, on=said.on),
    NoteForm,
)
EFFECT = Step(
    "effect",
    "hieu-qua",
    ENTERPRISE_SAYS,
    HAS_OUTCOMES,
    pgettext_lazy("step of a support", "Declare the effect"),
    _(
        "Once a year the department asks what came of the support. What you say for a year again replaces what stood there."
    ),
    _("Thank you. The department reads it on this page."),
    lambda support, said: effects.declare_effect(support, **said.words, by=said.by, on=said.on),
    EffectForm,
    tone="primary",
    tells="dost",
)
TERMINATE = Step(
    "terminate",
    "cham-dut",
    LEADER,
    frozenset({State.GRANTED, *UNDER_WAY, *HAS_OUTCOMES}),
    pgettext_lazy("step of a support", "Terminate"),
    _("The support ends today and its outcomes no longer count. This cannot be undone."),
    _("Terminated; the enterprise is told what has to come back."),
    lambda support, said: endings.terminate(support, **said.words, by=said.by, on=said.on),
    TerminateForm,
    tone="outline-danger",
    icon="danger",
    quiet=True,
)
RENOUNCE = Step(
    "renounce",
    "tu-bo",
    ENTERPRISE_ENDS,
    frozenset({State.GRANTED, *UNDER_WAY}),
    pgettext_lazy("step of a support", "Give the support up"),
    _("The support ends today; what was paid has to be paid back. You may ask again with a new application."),
    _("Given up; the department is told."),
    lambda support, said: endings.renounce(support, reason=said.words["reason"], by=said.by, on=said.on),
    RenounceForm,
    tone="outline-danger",
    icon="danger",
    tells="dost",
    quiet=True,
)
FILES = Step(
    "files",
    "tep",
    BOTH,
    frozenset(State),
    pgettext_lazy("step of a support", "Add files"),
    _("The contract, minutes, pictures, certificates: the enterprise and the department see them here."),
    _("The files are added."),
    _add_files,
    FilesForm,
    tells="",
)
STEPS = (
    CONTRACT, BEGIN, ACCEPT, PAY, MILESTONE, DONE, CERTIFICATE, FILES, SETTLE, EFFECT,
    OUTCOME, STRIKE, DROP, RECOVER, TERMINATE, RENOUNCE,
)  # fmt: skip
