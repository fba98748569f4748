"""A small OpenID Connect provider that really answers: discovery, authorization code with PKCE, token, user info, keys."""

import base64
import hashlib
import json
import secrets
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "cong-nscl", "bi-mat-cua-cong"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """Says of whoever comes what ``claims`` say; keeps what it was asked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.claims = {"sub": "012345678901", "name": "Nguyễn Thị Lan", "birthdate": "1990-01-01"}
        self.codes: dict[str, dict] = {}
        self.tokens: set[str] = set()

    def configuration(self) -> dict:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo", "jwks_uri": "jwks"}  # fmt: skip
        return {"issuer": self.address} | {name: f"{self.address}/{path}" for name, path in places.items()}

    def authorize(self, asked: dict) -> str:
        """Where the browser is sent back to, with a code that is good once."""
        if asked["client_id"] != CLIENT or asked["response_type"] != "code":
            raise ValueError(asked)
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict) -> dict | None:
        """Tokens for a code, shown with the verifier of its challenge; None where anything does not fit."""
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None or (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET):
            return None
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        access = secrets.token_urlsafe(8)
        self.tokens.add(access)
        facts = {"iss": self.address, "aud": CLIENT, "iat": int(time.time()), "exp": int(time.time()) + 60}
        id_token = jwt.encode(facts | self.claims, KEY, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": access, "token_type": "Bearer", "id_token": id_token, "expires_in": 60}


@contextmanager
def running():
    """A provider on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.provider = Provider(f"http://127.0.0.1:{server.server_address[1]}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *args) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        provider, place = self.server.provider, urlsplit(self.path)
        if place.path == "/.well-known/openid-configuration":
            self._say(provider.configuration())
        elif place.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(place.query).items()}
            self.send_response(302)
            self.send_header("Location", provider.authorize(asked))
            self.end_headers()
        elif place.path == "/jwks":
            self._say(
                {"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "one"}]}
            )
        elif self.headers.get("Authorization", "").removeprefix("Bearer ") in provider.tokens:
            self._say(provider.claims)
        else:
            self._say({"error": "invalid_token"}, 401)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        answer = self.server.provider.token({name: values[0] for name, values in parse_qs(body).items()})
        self._say(answer or {"error": "invalid_grant"}, 200 if answer else 400)

    def _say(self, told: dict, status: int = 200) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
