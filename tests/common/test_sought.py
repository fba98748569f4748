"""What a list is asked for, as its address says it."""

from dataclasses import dataclass, field

from common.sought import Sought


@dataclass(frozen=True, kw_only=True)
class Papers(Sought):
    q: str = ""
    year: str = ""
    sort: str = "-year"
    columns: tuple[str, ...] = ("name",)
    shelves: tuple[str, ...] = field(default=(), metadata={"said_as": "shelf"})


def test_an_address_says_only_what_differs_from_what_everybody_gets():
    assert Papers().query == ""
    assert (
        Papers(q="kết quả", sort="name", shelves=("a", "b")).query
        == "q=k%E1%BA%BFt+qu%E1%BA%A3&sort=name&shelf=a&shelf=b"
    )
    assert Papers(sort="").query == "sort="


def test_order_and_columns_leave_nothing_out():
    assert not Papers(sort="name", columns=("name", "year")).is_narrowed
    assert Papers(year="2023").is_narrowed
    assert Papers(shelves=("a",)).is_narrowed


def test_the_same_question_with_something_else_asked():
    assert Papers(q="x").but(year="2024") == Papers(q="x", year="2024")
