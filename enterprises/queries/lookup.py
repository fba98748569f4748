"""Which registered enterprise is meant by a name and a tax code; for one row of a form or thousands of a workbook."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from common.vietnamese import clean, fold
from enterprises.models import Enterprise, EnterpriseKind
from organisations.models import Province


@dataclass(frozen=True, kw_only=True)
class Named:
    """An enterprise as somebody writes it. ``tax_code`` may be blank, with blanks or dots inside."""

    name: str = ""
    tax_code: str = ""
    kind: str = EnterpriseKind.COMPANY

    @property
    def folded(self) -> str:
        """The name to compare by."""
        return fold(self.name)

    @property
    def code(self) -> str:
        """The tax code as it is stored."""
        return tidy_tax_code(self.tax_code)


@dataclass(frozen=True)
class Lookup:
    """What a name and tax code mean: one registered enterprise, one of several (``among``), or a new one.

    ``lacks_code``: the enterprise is registered without the tax code that was written.
    """

    named: Named
    enterprise: Enterprise | None = None
    among: tuple[Enterprise, ...] = ()
    lacks_code: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the register knows nobody like that."""
        return self.enterprise is None and not self.among


def tidy_tax_code(text: str) -> str:
    """A tax code without the blanks and dots of its groups; the dash before a branch's number stays.

    Thirteen digits in one run are ten and three of a branch.
    """
    code = "".join(sign for sign in clean(text) if not sign.isspace() and sign not in ".'")
    if len(code) == 13 and code.isdigit() and code.isascii():  # noqa: PLR2004 - ten and three
        code = f"{code[:10]}-{code[10:]}"
    return code


def look_up(wanted: Sequence[Named], province: Province) -> list[Lookup]:
    """For each of ``wanted`` who is meant, in two queries.

    A tax code decides alone, wherever the enterprise sits. Without one (or with one the register does not know) the
    name decides within ``province``: a namesake that has another code is somebody else; one that has none is the same.
    """
    codes = {named.code for named in wanted if named.code}
    names = {named.folded for named in wanted if named.folded}
    by_code = {e.tax_code: e for e in Enterprise.objects.filter(tax_code__in=codes)} if codes else {}
    by_name: dict[str, list[Enterprise]] = defaultdict(list)
    for enterprise in _called(names, province):
        by_name[enterprise.folded].append(enterprise)
    return [_meant(named, by_code.get(named.code), by_name[named.folded]) for named in wanted]


def _called(names: Iterable[str], province: Province) -> Iterable[Enterprise]:
    return Enterprise.objects.filter(province=province, folded__in=names).order_by("pk") if names else ()


def _meant(named: Named, by_code: Enterprise | None, namesakes: list[Enterprise]) -> Lookup:
    if by_code is not None:
        return Lookup(named, by_code)
    if named.code:
        without = next((e for e in namesakes if not e.tax_code), None)
        return Lookup(named, without, lacks_code=without is not None)
    if len(namesakes) == 1:
        return Lookup(named, namesakes[0])
    return Lookup(named, among=tuple(namesakes))
