"""Enter enterprises into the register, each once."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.vietnamese import clean
from enterprises.models import Enterprise
from enterprises.queries import Lookup, Named, look_up
from enterprises.queries.masking import masked
from journal.actions import note_down, note_down_each
from organisations.models import Province


@transaction.atomic
def register(wanted: Sequence[Named], *, province: Province, by: User) -> list[Enterprise]:
    """The registered enterprise for each of ``wanted``, entering those the register does not know.

    One tax code is one enterprise: found when it is there, also when somebody else enters it in the same moment. A
    namesake without a code takes the code now written; who really means another one writes its code. Raises
    RuleBroken: no name, a malformed code, several namesakes (code ``several``). A fixed number of queries.
    """
    for named in wanted:
        check_named(named)
    found = look_up(wanted, province)
    _refuse_several(found)
    for lookup in found:
        if lookup.lacks_code and lookup.enterprise is not None:
            _complete(lookup.enterprise, lookup.named.code, by)
    unknown = [lookup.named for lookup in found if lookup.is_new]
    codes = {
        named.folded: named.code for named in unknown if named.code
    }  # a code written in one row of several
    keys = {named: named.code or codes.get(named.folded, named.folded) for named in unknown}
    once = {keys[named]: named for named in sorted(unknown, key=lambda named: bool(named.code))}
    new = _enter(once, province, by)
    return [lookup.enterprise or new[keys[lookup.named]] for lookup in found]


def check_named(named: Named) -> None:
    """RuleBroken, keyed by field, where a name is missing or a tax code has no possible shape."""
    if not named.folded:
        raise RuleBroken({"name": _("Write the name of the enterprise.")})
    if named.code and not Enterprise.has_shape_of_a_code(named.code):
        raise RuleBroken(
            {
                "tax_code": _(
                    "“%(code)s” is no tax code: it has ten digits, ten and three for a branch, or twelve."
                )
                % {"code": named.code[:30]}
            }
        )


def _refuse_several(found: Sequence[Lookup]) -> None:
    for lookup in found:
        if lookup.among:
            raise RuleBroken(
                _("Several enterprises are called “%(name)s” (tax codes %(codes)s): write the tax code.")
                % {
                    "name": lookup.named.name,
                    "codes": ", ".join(masked(e.tax_code) or "…" for e in lookup.among),
                },
                code="several",
            )


def _complete(enterprise: Enterprise, code: str, by: User) -> None:
    """Give a registered enterprise the tax code nobody knew before."""
    if enterprise.tax_code:
        return  # an earlier row of the same list did it
    enterprise.tax_code = code
    enterprise.save(update_fields=["tax_code"])
    note_down(enterprise, "complete_enterprise", by=by, tax_code=masked(code))


def _enter(once: Mapping[str, Named], province: Province, by: User) -> dict[str, Enterprise]:
    """Enter new ones and read back what then stands there: ours, or that of somebody a moment faster."""
    if not once:
        return {}
    Enterprise.objects.bulk_create(
        (
            Enterprise.named(clean(named.name), province, tax_code=named.code, kind=named.kind)
            for named in once.values()
        ),
        ignore_conflicts=True,
        batch_size=500,
    )
    found = look_up(list(once.values()), province)
    entered = {key: _entered(lookup) for key, lookup in zip(once, found, strict=True)}
    note_down_each(
        (
            (e, {"name": e.name, "tax_code": masked(e.tax_code)})
            for e in {e.pk: e for e in entered.values()}.values()
        ),
        "enter_enterprise",
        by=by,
    )
    return entered


def _entered(lookup: Lookup) -> Enterprise:
    """The row just entered: with a code the one of that code, else the namesake without one."""
    if lookup.enterprise is not None:
        return lookup.enterprise
    return next(e for e in lookup.among if not e.tax_code)
