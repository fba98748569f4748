"""What frames a paper: its head with number and date, who signs it, how it is told from a forgery, facts about the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from common.formatting import NBSP, Dated, long_date
from papers.part import Part, words
from papers.text import DocumentRefused, balanced, enumerated, pieces

LARGEST_NUMBER = 999_999
ISSUER_WIDTH = 27  # capitals of 12 pt beside the country's name on one A4 line
CODE_GROUP = 4  # signs of a code between two dashes


@dataclass(frozen=True)
class IssueDate(Part):
    """A date of issue of which only the year, or the year and month, may be known."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @classmethod
    def on(cls, day: Dated | None) -> "IssueDate":
        """Return a date as far as it is known; None is wholly blank."""
        return cls(day.year, day.month, day.day) if day else cls()

    def check(self) -> None:
        """Refuse a day without its month, a month without its year, and dates no calendar has."""
        if (self.day and not self.month) or (self.month and not self.year):
            raise DocumentRefused(
                _("A date of issue needs its year before its month, and its month before its day.")
            )
        try:
            date(self.year or 2000, self.month or 1, self.day or 1)
        except ValueError as problem:
            raise DocumentRefused(
                _("%(day)s/%(month)s/%(year)s is not a date.")
                % {"day": self.day, "month": self.month, "year": self.year}
            ) from problem

    @property
    def words(self) -> str:
        """“ngày 05 tháng 02 năm 2026”, with room for what is not known yet."""
        return long_date(self)


@dataclass(frozen=True)
class Letterhead(Part):
    """The head of the paper: who, which number, where and when, what, to whom.

    `superior` and `issuer` are written as usual (“Sở Khoa học và Công nghệ”) and print in capitals; `kind` is
    the type of document (“Báo cáo”); `number` is None until the registry gives one. A letter (công văn) prints no
    kind and no big title: its `title` stands small under the number, after “V/v”.
    """

    issuer: str = words()
    symbol: str = words(60)
    place: str = words(200)
    kind: str = words(200)
    title: str = words(2_000)
    superior: str = words(default="")
    number: int | None = None
    date: IssueDate = IssueDate()
    addressees: tuple[str, ...] = words(default=())
    is_letter: bool = False

    def check(self) -> None:
        """Refuse a number no registry gives."""
        if self.number is not None and not 1 <= self.number <= LARGEST_NUMBER:
            raise DocumentRefused(_("%(number)s is not a document number.") % {"number": self.number})

    @property
    def superior_lines(self) -> tuple[str, ...]:
        """The superior body in capitals, cut evenly."""
        return balanced(self.superior.upper(), ISSUER_WIDTH)

    @property
    def issuer_lines(self) -> tuple[str, ...]:
        """The issuer in capitals, cut evenly."""
        return balanced(self.issuer.upper(), ISSUER_WIDTH)

    @property
    def title_pieces(self) -> Iterator[tuple[str, bool]]:
        """The title cut at what stays together on a line; True for those."""
        return pieces(self.title, title=True)

    @property
    def number_line(self) -> str:
        """“Số: 05/BC-SKHCN”, or with a blank before the stroke."""
        return f"Số: {NBSP * 8 if self.number is None else f'{self.number:02d}'}/{self.symbol}"

    @property
    def about_line(self) -> str:
        """“V/v đề nghị báo cáo …”: what a letter is about."""
        return f"V/v {self.title}"

    @property
    def about_pieces(self) -> Iterator[tuple[str, bool]]:
        """The same cut at what stays together on a line; True for those."""
        return pieces(self.about_line, title=True)

    @property
    def place_date_line(self) -> str:
        """“Hưng Yên, ngày 05 tháng 02 năm 2026”."""
        return f"{self.place}, {self.date.words}"

    @property
    def addressee_lines(self) -> tuple[str, ...]:
        """One addressee after “Kính gửi:”, several as a dashed list."""
        if len(self.addressees) == 1:
            return (self.addressees[0].removeprefix("-").strip().rstrip(";."),)
        return enumerated(self.addressees)


@dataclass(frozen=True)
class Signature(Part):
    """Who signs: `forms` in whose name (“KT. GIÁM ĐỐC”), `position`, `name` without academic titles."""

    position: str = words(200)
    name: str = words(200, default="")
    forms: tuple[str, ...] = words(200, default=())


@dataclass(frozen=True)
class Verification(Part):
    """How anybody learns whether the paper is genuine: the `page` that tells, and the paper's `code`."""

    page: str = words(300)
    code: str = words(40)

    @property
    def address(self) -> str:
        """Where the square code leads."""
        return f"{self.page}?ma={self.code}"

    @property
    def lines(self) -> tuple[str, str]:
        """The page and the code as printed, the code in groups that can be typed."""
        groups = (self.code[at : at + CODE_GROUP] for at in range(0, len(self.code), CODE_GROUP))
        page = self.page.partition("://")[2] or self.page
        return f"Kiểm tra tại: {page}", f"Mã xác minh: {'-'.join(groups)}"


@dataclass(frozen=True)
class Metadata(Part):
    """Facts about the file: `reference` of the record, its `version`, when it was composed, keywords."""

    reference: str = words(200, default="")
    version: int = 1
    composed_at: datetime | None = None
    keywords: tuple[str, ...] = words(200, default=())

    def check(self) -> None:
        """Refuse a moment without its time zone: the file's date would depend on the machine."""
        if self.composed_at and self.composed_at.tzinfo is None:
            raise DocumentRefused(_("The moment of composition needs its time zone."))
