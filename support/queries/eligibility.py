"""What a plan's own clauses say about somebody who asks for a content: one finding per clause, in reading order.

Nothing is judged that no clause names, and what facts cannot settle is asked, not guessed. Pure, given
``content.plan.policies`` prefetched: a list of contents costs one query.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from enterprises.models import Enterprise, EnterpriseKind
from enterprises.queries.size import Size, size_of
from programmes.models import Plan, PlanPolicy, PolicyKind
from support.models import CheckKind, Support, SupportContent


class Verdict(models.TextChoices):
    """What a clause means for one applicant. Only ``BLOCKS`` speaks against the support."""

    MET = "met", pgettext_lazy("verdict of a clause", "met")
    BLOCKS = "blocks", pgettext_lazy("verdict of a clause", "not met")
    WARNS = "warns", pgettext_lazy("verdict of a clause", "to note")
    ASK = "ask", pgettext_lazy("verdict of a clause", "could not be judged")
    PRIORITY = "priority", pgettext_lazy("verdict of a clause", "priority")


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """Facts about whoever asks; None is "not known" and leads to a question, never to a no.

    ``is_sme`` with ``size_reason``, the sentence that explains it; ``was_supported``: with the same content before, as they
    say themselves; ``answers``: by id of a condition or priority of the plan, whether it holds.
    """

    kind: str | None = None
    is_foreign_invested: bool | None = None
    has_tax_code: bool | None = None
    is_sme: bool | None = None
    size_reason: str = ""
    was_supported: bool | None = None
    has_key_product: bool | None = None
    exports: bool | None = None
    answers: Mapping[int, bool] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one clause means: ``reason`` a sentence to the reader, ``clause`` verbatim, ``lines`` of the source text.

    ``policy`` is None where the clause is the content's own (whom its words name).
    """

    kind: CheckKind
    verdict: Verdict
    reason: str
    clause: str
    lines: str
    policy: PlanPolicy | None = None


def facts_of(enterprise: Enterprise, on: dt.date) -> Applicant:
    """What the register knows of ``enterprise`` on ``on``. What it was granted before is for the caller to look up."""
    products = list(enterprise.products.all())
    size = size_of(enterprise, on)
    return Applicant(
        kind=enterprise.kind,
        is_foreign_invested=enterprise.is_foreign_invested,
        has_tax_code=bool(enterprise.tax_code),
        is_sme=size.is_small_or_medium,
        size_reason=size_in_words(size),
        was_supported=False,
        has_key_product=any(product.is_key for product in products) or None,
        exports=any(product.is_exported for product in products) or None,
    )


def size_in_words(size: Size) -> str:
    """One sentence that says which size was found by which article, or why none was."""
    if size.why_not:
        return size.why_not
    return _("By %(article)s it is: %(size)s.") % {"article": size.article, "size": size.words}


def assess(
    content: SupportContent, applicant: Applicant, *, used: Support | None = None
) -> tuple[Finding, ...]:
    """Every clause that speaks about who may get ``content``, judged for ``applicant``.

    ``used``: a standing support of the same content in the same family of tax codes, with ``item.application`` at hand.
    """
    return (*_of_its_words(content, applicant), *_of_the_plan(content, applicant, used))


def closed_because(content: SupportContent, on: dt.date) -> str:
    """Why nobody can apply for ``content`` on ``on``, as a sentence; empty when one can."""
    plan: Plan = content.plan
    if plan.has_ended(on):
        return _("The plan ended in %(year)d. Its contents are shown as history.") % {"year": plan.year_to}
    if on.year < plan.year_from:
        return _("The plan begins in %(year)d.") % {"year": plan.year_from}
    if not content.is_open:
        return _("This content takes no applications at the moment.")
    return ""


def _of_its_words(content: SupportContent, applicant: Applicant) -> Iterator[Finding]:
    """One finding on whom the content's words name: their kind and, where they say so, their size."""
    parts = [_kind_fits(content, applicant.kind)] if content.kinds else []
    parts += [_size_fits(applicant)] if content.needs_sme else []
    if parts:
        verdicts = {verdict for verdict, _reason in parts}
        yield Finding(
            kind=CheckKind.WHOM,
            verdict=next(one for one in (Verdict.BLOCKS, Verdict.ASK, Verdict.MET) if one in verdicts),
            reason=" ".join(reason for _verdict, reason in parts),
            clause=content.whom or content.text,
            lines=content.whom_lines if content.whom else content.source_lines,
        )


def _kind_fits(content: SupportContent, kind: str | None) -> tuple[Verdict, str]:
    if kind is None:
        return Verdict.ASK, _("Whom the plan helps depends on what you are; that is not known yet.")
    names = {"kind": EnterpriseKind(kind).label}
    if kind in content.kinds:
        return Verdict.MET, _("The plan names your kind of organisation: %(kind)s.") % names
    return Verdict.BLOCKS, _("The plan does not name your kind of organisation: %(kind)s.") % names


def _size_fits(applicant: Applicant) -> tuple[Verdict, str]:
    if applicant.is_sme is None:
        reason = _("Whether this is a small or medium-sized enterprise could not be judged.")
        return Verdict.ASK, f"{reason} {applicant.size_reason}".strip()
    if applicant.is_sme:
        reason = _("This is a small or medium-sized enterprise.")
        return Verdict.MET, f"{reason} {applicant.size_reason}".strip()
    reason = _("The content is for small and medium-sized enterprises; this one is larger.")
    return Verdict.BLOCKS, f"{reason} {applicant.size_reason}".strip()


def _of_the_plan(content: SupportContent, applicant: Applicant, used: Support | None) -> Iterator[Finding]:
    has_once = False
    for policy in content.plan.policies.all():
        has_once = has_once or policy.kind == PolicyKind.ONCE_PER_CONTENT
        judged = _judged(policy, applicant, used)
        if judged is not None:
            kind, verdict, reason = judged
            yield Finding(
                kind=kind,
                verdict=verdict,
                reason=reason,
                clause=policy.text,
                lines=policy.source_lines,
                policy=policy,
            )
    if used is not None and not has_once:
        reason = _("The same content was granted by application %(code)s of another plan or year.")
        yield Finding(
            kind=CheckKind.ONCE,
            verdict=Verdict.WARNS,
            reason=reason % {"code": used.item.application.code},
            clause="",
            lines="",
        )


def _judged(
    policy: PlanPolicy, applicant: Applicant, used: Support | None
) -> tuple[CheckKind, Verdict, str] | None:
    """What one clause means; None for principles, which bind the desk and not the applicant."""
    match policy.kind:
        case PolicyKind.FOREIGN_EXCLUDED:
            return CheckKind.FOREIGN, *_of_foreign_capital(applicant)
        case PolicyKind.ONCE_PER_CONTENT:
            return CheckKind.ONCE, *_of_the_one_time(applicant, used)
        case PolicyKind.HIGHEST_LEVEL_ONLY:
            reason = _("If another policy supports the same content, only the highest level is given.")
            return CheckKind.HIGHEST, Verdict.WARNS, reason
        case PolicyKind.CONDITION:
            return CheckKind.CONDITION, *_of_a_condition(applicant.answers.get(policy.pk))
        case PolicyKind.PRIORITY:
            return CheckKind.PRIORITY, *_of_priority(applicant, applicant.answers.get(policy.pk))
    return None


def _of_foreign_capital(applicant: Applicant) -> tuple[Verdict, str]:
    if applicant.is_foreign_invested is None:
        return Verdict.ASK, _("Whether there is foreign capital has not been declared yet.")
    if applicant.is_foreign_invested:
        return Verdict.BLOCKS, _("The plan excludes foreign-invested organisations.")
    return Verdict.MET, _("There is no foreign capital.")


def _of_the_one_time(applicant: Applicant, used: Support | None) -> tuple[Verdict, str]:
    if used is not None:
        reason = _("This content has been granted before, by application %(code)s.")
        return Verdict.BLOCKS, reason % {"code": used.item.application.code}
    if applicant.was_supported:
        return Verdict.BLOCKS, _("Each content is given once; it has been given before.")
    if applicant.has_tax_code is False:
        return Verdict.ASK, _("Without a tax code nobody can tell whether the content was given before.")
    if applicant.was_supported is None:
        return Verdict.ASK, _("Each content is given once; whether it was given before is not known yet.")
    return Verdict.MET, _("This content has not been given before.")


def _of_a_condition(answer: bool | None) -> tuple[Verdict, str]:  # noqa: FBT001 - the answer itself
    if answer is None:
        return Verdict.ASK, _("This condition needs a look by a person.")
    if answer:
        return Verdict.MET, _("You say that this condition is met.")
    return Verdict.BLOCKS, _("You say that this condition is not met.")


def _of_priority(applicant: Applicant, answer: bool | None) -> tuple[Verdict, str]:  # noqa: FBT001 - the answer itself
    if answer:
        return Verdict.PRIORITY, _("You say that this priority holds.")
    if applicant.has_key_product:
        return Verdict.PRIORITY, _("One of the products is a key product of the province.")
    if applicant.exports:
        return Verdict.PRIORITY, _("One of the products is exported.")
    if answer is None:
        return Verdict.ASK, _("Whether this priority holds needs a look by a person.")
    return Verdict.WARNS, _("No priority: other applications may come first.")
