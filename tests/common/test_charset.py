"""A charset somebody claims is not believed."""

from io import BytesIO

import pytest

from common.charset import Utf8Request

MULTIPART = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\nLan \xc4\x90\r\n--x--\r\n'
BODIES = {
    "application/x-www-form-urlencoded": b"login=Lan%20%C4%90",
    "multipart/form-data; boundary=x": MULTIPART,
}


def a_request(kind: str, body: bytes) -> Utf8Request:
    return Utf8Request(
        {
            "REQUEST_METHOD": "POST",
            "QUERY_STRING": "q=%C4%91",
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }
    )


@pytest.mark.parametrize(
    "charset", ["hex", "zip", "idna", "undefined", "utf-16", "rot13", "base64", "latin-1", '"hex"', "utf-8"]
)
@pytest.mark.parametrize("kind", BODIES)
def test_a_form_is_read_as_utf_8_whatever_its_header_claims(charset, kind):
    body = BODIES[kind]
    for claimed in (f"{kind}; charset={charset}", f"{kind} ; CharSet = {charset}"):
        request = a_request(claimed, body)
        assert (request.GET["q"], request.POST["login"]) == ("đ", "Lan Đ")


def test_the_portal_reads_requests_so(monkeypatch):
    monkeypatch.setattr("operations.watching.begin", lambda: None)  # no thread beside the tests
    from config.wsgi import application

    assert application.request_class is Utf8Request
