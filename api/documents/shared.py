"""Pieces that several answers have in common."""

from typing import Self

from ninja import Field, Schema

from common.formatting import plain_number
from organisations.models import Organisation, Province
from programmes.models import AnnualTarget
from reporting.queries.measures import Measure


class ProvinceOut(Schema):
    """A province."""

    slug: str
    name: str

    @classmethod
    def of(cls, province: Province | None) -> Self | None:
        """The province, if there is one."""
        return None if province is None else cls(slug=province.slug, name=province.name)


class OrganisationOut(Schema):
    """An organisation by its stable key."""

    key: str
    name: str

    @classmethod
    def of(cls, organisation: Organisation) -> Self:
        """The organisation."""
        return cls(key=organisation.key, name=organisation.name)


class AnnualOut(Schema):
    """What one year asks for. Without a value ``raw`` tells a dash (none) from a blank (not stated)."""

    year: int
    value: str | None = Field(description="Decimal text")
    raw: str
    assigned_by_dost: bool

    @classmethod
    def of(cls, cell: AnnualTarget) -> Self:
        """One cell."""
        return cls(
            year=cell.year, value=plain_number(cell.value), raw=cell.raw, assigned_by_dost=cell.is_assigned
        )


class MeasureOut(Schema):
    """A value: measured (0 is one), nil (declared: nothing happened), missing (not reported), apart (not one figure)."""

    state: str = Field(description="measured, nil, missing, apart or unasked")
    value: str | None = Field(description="Decimal text; only of a measured one")
    nearly: bool

    @classmethod
    def of(cls, measure: Measure) -> Self:
        """The measure."""
        return cls(state=str(measure.state), value=plain_number(measure.value), nearly=measure.nearly)
