"""Whatever is sent here is read as UTF-8, once."""

from typing import Any

from django.core.handlers.wsgi import WSGIRequest


class Utf8Request(WSGIRequest):
    """A request whose header may claim any charset and is not believed: no page of ours asks a browser for another.

    Django would read the address by it before anything of ours runs, and fail where a codec of that name is no text.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        """What kind of body it is, without its charset."""
        kind, _, parameters = meta.get("CONTENT_TYPE", "").partition(";")
        kept = [one for one in parameters.split(";") if not one.strip().lower().startswith("charset")]
        super()._set_content_type_params({"CONTENT_TYPE": ";".join([kind, *kept])})  # type: ignore[misc] # the stubs lack it
