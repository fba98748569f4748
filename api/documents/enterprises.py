"""Enterprises as a program reads them: what the public register of enterprises shows, and nothing of people."""

from typing import Self

from ninja import Field, Schema

from accounts.models import User
from api.documents.shared import ProvinceOut
from enterprises.models import Enterprise
from enterprises.queries.masking import shown_tax_code


class EnterpriseOut(Schema):
    """An enterprise. A household's code and address are its owner's own: the code is covered, the address left out."""

    id: int
    name: str
    tax_code: str = Field(
        description="Ten digits, or ten and three of a branch; of a household covered but for six digits"
    )
    kind: str = Field(description="company, cooperative, household or st_organisation")
    province: ProvinceOut | None
    commune: str
    address: str
    vsic_version: str
    vsic_code: str
    main_line: str
    is_demo: bool

    @classmethod
    def of(cls, enterprise: Enterprise, user: User) -> Self:
        """The enterprise as ``user`` may read it."""
        is_personal = enterprise.is_household or enterprise.kind == "household"
        return cls(
            id=enterprise.pk,
            name=enterprise.name,
            tax_code=shown_tax_code(enterprise, user),
            kind=enterprise.kind,
            province=ProvinceOut.of(enterprise.province),
            commune=enterprise.commune,
            address="" if is_personal else enterprise.address,
            vsic_version=enterprise.vsic_version,
            vsic_code=enterprise.vsic_code,
            main_line=enterprise.main_line,
            is_demo=enterprise.is_demo,
        )


class EnterprisesOut(Schema):
    """A page of enterprises."""

    items: list[EnterpriseOut]
    next: str | None
