"""One request by `requests`, sent through a door of ours: no proxy, no cookie, no redirect, nothing of the environment.

Decides what goes out: one GET, or one POST where there is something to post, with the fields that it is given. The
session lives for that request alone, so nothing that a host said can reach another.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from functools import cache
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import HTTPConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from cektautan.outbound.connection import Door, PlainPool, SecurePool
from cektautan.outbound.errors import BadAnswer, TooSlow, Unreachable
from cektautan.outbound.target import Target


@cache
def public_authorities() -> ssl.SSLContext:
    """The certificate authorities that requests trusts, the name checked; what the environment says is not asked.

    One for all of a process: reading the authorities takes longer than a request.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    return context


class _Adapter(HTTPAdapter):
    """Sends to the target that was checked, whatever the library would make of the address."""

    def __init__(self, target: Target, door: Door, tls: ssl.SSLContext) -> None:
        super().__init__(max_retries=Retry(0, read=False))
        self._target, self._door, self._tls = target, door, tls

    def get_connection_with_tls_context(self, *_args: Any, **_options: Any) -> HTTPConnectionPool:
        target = self._target
        if target.scheme == "https":
            return SecurePool(target.host, target.port, maxsize=1, ssl_context=self._tls, door=self._door)
        return PlainPool(target.host, target.port, maxsize=1, door=self._door)

    def cert_verify(self, *_args: Any, **_options: Any) -> None:
        """Leave the context as it is: it knows its authorities."""

    def request_url(self, *_args: Any, **_options: Any) -> str:
        return self._target.path


class _Session(requests.Session):
    def __init__(self, adapter: HTTPAdapter) -> None:
        super().__init__()
        self.trust_env = False
        self.headers.clear()
        self.adapters.clear()
        self.mount("", adapter)

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Find no redirect: the library would read its body whole before it asks whether to follow."""


def send(
    target: Target, fields: Mapping[str, str], door: Door, tls: ssl.SSLContext, body: bytes | None = None
) -> requests.Response:
    """Send one request and return the answer, its head read and its body not. The caller closes it.

    Raises:
        NotAllowed: the name leads to an address that is not public; so do the others.
        Unreachable:
        TooSlow:
        BadAnswer:

    """
    asked = requests.PreparedRequest()
    asked.prepare_method("GET" if body is None else "POST")
    length = {} if body is None else {"Content-Length": str(len(body))}
    asked.prepare_headers({"Host": target.host, **fields, **length, "Connection": "close"})
    asked.body = body
    asked.prepare_cookies({})
    asked.url = target.address
    asked.hooks = {}
    session = _Session(_Adapter(target, door, tls))
    try:
        return session.send(asked, stream=True, allow_redirects=False, timeout=door.deadline.left())
    except requests.Timeout:
        raise TooSlow from None
    except (requests.RequestException, HTTPError, OSError, ValueError):
        # A certificate that does not hold is among these, and so is a name that no certificate could have.
        raise (BadAnswer if door.opened else Unreachable) from None
