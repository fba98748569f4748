"""Whoever writes a program reads in Vietnamese what each address does."""

import pytest
from django.urls import reverse

from api.views.docs import WORDS
from api.views.door import door

pytestmark = pytest.mark.django_db


def test_every_operation_is_told_and_nothing_else():
    told = [
        each["operationId"] for path in door.get_openapi_schema()["paths"].values() for each in path.values()
    ]
    assert sorted(WORDS) == sorted(told)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", "Chỉ tiêu của kế hoạch, kèm cách diễn đạt bằng lời."),
        ("en", "The targets of a plan, also in words."),
    ],
)
def test_the_page_speaks_the_reader_s_language(client, language, words):
    client.cookies["django_language"] = language
    assert words in client.get(reverse("api:docs")).content.decode()
