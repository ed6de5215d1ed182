"""Whether a request is the gateway's (RFC 9421, Ed25519), and who asks.

signature-vectors.json says what must be refused.
"""

import base64
import hashlib
import json
import re
import threading
import time
import urllib.request

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TOLERANCE_S = 5
KEPT_S = 300
COOLDOWN_S = 10
COMPONENTS = {"@method", "@target-uri", "content-digest", "x-caller"}
PARAMETERS = {"created", "expires", "nonce", "keyid", "alg", "tag"}
INPUT = re.compile(r'([\w-]+)=(\(((?:"[^"\\]*" ?)+)\)((?:;\w+=(?:\d+|"[^"\\]*"))+))')
PARAMETER = re.compile(r';(\w+)=(?:(\d+)|"([^"\\]*)")')


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class KeySet:
    """The gateway's public keys: from a URL, kept for five minutes, or given."""

    def __init__(self, url=None, given=None):
        self._url = url
        self._lock = threading.Lock()
        self._asked = 0.0
        self._keys = {}
        if given is not None:
            self._take(given)

    def find(self, key_id):
        with self._lock:
            age = time.monotonic() - self._asked
            is_stale = age > (KEPT_S if key_id in self._keys else COOLDOWN_S)
            if self._url and (is_stale or not self._asked):
                with urllib.request.urlopen(self._url, timeout=5) as answer:
                    self._take(json.load(answer)["keys"])
                self._asked = time.monotonic()
            return self._keys.get(key_id)

    def _take(self, keys):
        self._keys = {
            key["kid"]: Ed25519PublicKey.from_public_bytes(decoded(key["x"]))
            for key in keys
            if key.get("crv") == "Ed25519"
        }


class GatewayCheck:
    """Returns who asks, or None for what the gateway did not send."""

    def __init__(self, subgraph, address, keys, clock=time.time):
        self._subgraph = subgraph
        self._address = address
        self._keys = keys
        self._clock = clock
        self._started = int(clock())
        self._lock = threading.Lock()
        self._seen = {}

    def __call__(self, method, headers, body):
        try:
            self._verify(method, headers, body)
            return self._caller(headers["x-caller"])
        except (InvalidSignature, KeyError, TypeError, ValueError):
            return None

    def _verify(self, method, headers, body):
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        if headers["content-digest"] != f"sha-256=:{digest}:":
            raise ValueError("another body")
        found = INPUT.fullmatch(headers["signature-input"])
        if not found:
            raise ValueError("no signature")
        label, text, names, rest = found.groups()
        signed = headers["signature"]
        if not (signed.startswith(f"{label}=:") and signed.endswith(":")):
            raise ValueError("no signature")
        components = [name.strip('"') for name in names.split(" ")]
        parameters = {name: int(number) if number else word for name, number, word in PARAMETER.findall(rest)}
        if set(components) != COMPONENTS or not PARAMETERS <= parameters.keys():
            raise ValueError("it does not cover everything")
        if parameters["tag"] != "prakerja-graph" or parameters["alg"] != "ed25519":
            raise ValueError("for another purpose")
        values = {"@method": method, "@target-uri": self._address, **headers}
        base = "".join(f'"{name}": {values[name]}\n' for name in components) + f'"@signature-params": {text}'
        key = self._keys.find(parameters["keyid"])
        if key is None:
            raise ValueError("unknown key")
        key.verify(base64.b64decode(signed[len(label) + 2 : -1]), base.encode())
        self._take_once(parameters)

    def _take_once(self, parameters):
        now, created, expires = self._clock(), parameters["created"], parameters["expires"]
        # What was signed before this process began may have been taken by the one before.
        if created < self._started or created > now + TOLERANCE_S or expires < now - TOLERANCE_S:
            raise ValueError("stale")
        with self._lock:
            self._seen = {nonce: until for nonce, until in self._seen.items() if until >= now}
            if parameters["nonce"] in self._seen:
                raise ValueError("it came before")
            self._seen[parameters["nonce"]] = expires + TOLERANCE_S

    def _caller(self, assertion):
        head, payload, signature = assertion.split(".")
        header, claims = json.loads(decoded(head)), json.loads(decoded(payload))
        key = self._keys.find(header["kid"]) if header["alg"] == "EdDSA" else None
        if key is None:
            raise ValueError("unknown key")
        key.verify(decoded(signature), f"{head}.{payload}".encode())
        is_ours = claims["iss"] == "gateway" and claims["aud"] == self._subgraph
        if not is_ours or claims["exp"] < self._clock() - TOLERANCE_S:
            raise ValueError("not for us")
        return {"subject": claims.get("sub"), "scopes": claims.get("scope", "").split()}
