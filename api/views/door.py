"""The door, put together: every address a program may ask."""

from typing import Any

from ninja import NinjaAPI

from api.documents.problem import MEDIA
from api.views import enterprises, own, periods, plans, reports, submissions
from api.views.problems import handle_all

FIRST_REFUSAL = 400


class Door(NinjaAPI):
    """A NinjaAPI whose description says that refusals come as problems."""

    described: Any = None

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """The OpenAPI 3.1 description; the same for everybody, so it is put together once."""
        if self.described is not None:
            return self.described
        schema = super().get_openapi_schema(**kwargs)
        for methods in schema["paths"].values():
            for operation in methods.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= FIRST_REFUSAL and "application/json" in answer.get("content", {}):
                        answer["content"] = {MEDIA: answer["content"].pop("application/json")}
        self.described = schema
        return schema


door = Door(
    title="Cổng năng suất chất lượng",
    version="1",
    description="Programs of an organisation read and write what its people may. Words follow Accept-Language (vi, en).",
    docs_url=None,
    urls_namespace="api",
)
for part in (own.router, plans.router, periods.router, reports.router, enterprises.router):
    door.add_router("/v1", part)
door.add_router("/v1", submissions.reading)
door.add_router("/v1", submissions.writing)
handle_all(door)
