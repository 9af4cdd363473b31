"""Asks one server: answers bounded in bytes and time, patience where it says so, and errors that name what failed.

Addresses that are asked about travel in bodies, never in the address of a request, which proxies log, and no error
repeats them. A redirect is not followed, for what was meant for this server is nobody else's to read.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final

import orjson
import requests
from ada_url import URL

from cektautan import __version__
from cektautan.client.deadline import Deadline, DeadlineAdapter
from cektautan.client.errors import LimitedError, ProblemError, UnreachableError
from cektautan.client.given import key_of, text_of

ANSWER_SECONDS: Final = 300
"""How long an answer may take to come, however steadily it trickles, where nothing else is said."""
_CHUNK: Final = 1 << 16
_PROBLEM_BYTES: Final = 64 << 10
_FIRST_PAUSE: Final = 0.5
_TRIES: Final = 3
"""How often a server that is not reached is asked, the first time among them."""
_WAITS: Final = (429, 503)
"""The statuses after which `Retry-After` is heeded."""


@dataclass(frozen=True)
class Reply:
    """An answer: 200, or 304 without a body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Server:
    """One server, over connections that stay open. Threads may share it, and a forked process has its own."""

    def __init__(
        self,
        address: str,
        api_key: str | None = None,
        *,
        timeout: float,
        patience: float,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.address = server_address(address)
        self._timeout = timeout
        self._patience = patience
        self._sleep = sleep
        self._bearer = _Bearer(key_of(api_key))
        # Threads share the connections, and each has the deadline of what it asks for.
        self._asking = threading.local()
        self._session, self._process = self._open(), os.getpid()

    def ask(
        self,
        path: str,
        cap: int,
        *,
        place: str = "",
        query: Mapping[str, int] | None = None,
        send: Any = None,
        known: str = "",
        longer: float = 0,
        deadline: Deadline | None = None,
    ) -> Reply:
        """Ask for a path, or post JSON to it, and return the answer.

        Args:
            path: what is asked for, with its leading slash.
            cap: the most bytes that the answer may have. One more is read, by which the caller sees that it is more.
            place: what errors call it; the path where nothing is given.
            query: parameters, none of them an address.
            send: what is posted; None asks with GET.
            known: an entity tag; the answer may then be 304.
            longer: seconds that the server was asked to take, on top of the timeout.
            deadline: when the answer has to be there, repeated requests and pauses included; `ANSWER_SECONDS` for each
                request where nothing is given.

        Raises:
            ProblemError: the server refused.
            UnreachableError: it was not reached, or what it sent is no answer.

        """
        place = place or path
        headers = {"If-None-Match": known} if known else {}
        data = None
        if send is not None:
            data, headers["Content-Type"] = orjson.dumps(send), "application/json"
        left, tries, pause = self._patience, 0, _FIRST_PAUSE
        while True:
            until = deadline or Deadline(ANSWER_SECONDS + longer)
            try:
                return self._once(path, place, cap, query, data, headers, self._timeout + longer, until)
            except ProblemError as problem:
                if problem.retry_after is None or problem.status not in _WAITS:
                    raise
                # A server that says 0 would be asked in a circle.
                wait = max(float(problem.retry_after), _FIRST_PAUSE)
                if wait > left or wait > until.left():
                    raise
            except UnreachableError:
                tries += 1
                wait, pause = pause, pause * 4
                if tries == _TRIES or wait > left or wait > until.left():
                    raise
            left -= wait
            self._sleep(wait)

    def pause(self, seconds: float) -> None:
        """Wait, in the way that this server is waited for."""
        self._sleep(seconds)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _open(self) -> requests.Session:
        session = requests.Session()
        session.headers["User-Agent"] = f"cektautan-client/{__version__}"
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # Set even where there is no key: else a password of this computer's .netrc would be sent.
        session.auth = self._bearer
        for scheme in ("https://", "http://"):
            session.mount(scheme, DeadlineAdapter(lambda: self._asking.deadline))
        return session

    def _connections(self) -> requests.Session:
        """Return the connections of this process.

        A process that was forked holds those of its parent. Were both to ask over one, either could be given what the
        other had asked for, which is an answer about another link.
        """
        if self._process != os.getpid():
            self._session, self._process = self._open(), os.getpid()
        return self._session

    def _once(
        self,
        path: str,
        place: str,
        cap: int,
        query: Mapping[str, int] | None,
        data: bytes | None,
        headers: Mapping[str, str],
        timeout: float,
        until: Deadline,
    ) -> Reply:
        late = UnreachableError(place, f"not all there after {until.seconds:g} seconds")
        if not until.left():
            raise late
        self._asking.deadline = until
        try:
            with self._connections().request(
                "GET" if data is None else "POST",
                self.address + path,
                params=query,
                data=data,
                headers=headers,
                timeout=min(timeout, until.left()),
                allow_redirects=False,
                stream=True,
            ) as response:
                status = response.status_code
                body = _read(response, cap if status == requests.codes.ok else _PROBLEM_BYTES)
                if status in (requests.codes.ok, requests.codes.not_modified):
                    return Reply(status, response.headers, body)
                raise _problem(place, status, response.headers, body)
        except requests.RequestException as problem:
            # The text of these exceptions holds the whole address of the request.
            if not until.left():
                raise late from None
            raise UnreachableError(place, type(problem).__name__) from None


def server_address(text: str) -> str:
    """Return the address of a server as it is used: scheme, host, port and folder, without a final slash.

    Raises:
        TypeError: it is no text.
        ValueError: it is no address of a server.

    """
    try:
        url = URL(text_of(text, "server"))
    except ValueError:
        raise ValueError("a server is named as https://host") from None
    if url.protocol not in ("https:", "http:") or url.search or url.hash or url.username or url.password:
        raise ValueError("a server is named as https://host: http or https, without user, query and fragment")
    return f"{url.origin}{url.pathname.rstrip('/')}"


def retry_after(headers: Mapping[str, str]) -> int | None:
    """Return after how many seconds to ask again; None where the server does not say so."""
    after = headers.get("Retry-After", "")
    return int(after) if after.isdecimal() else None


class _Bearer(requests.auth.AuthBase):
    """Sends the key, and nothing where there is none."""

    def __init__(self, api_key: str | None) -> None:
        self._api_key = api_key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._api_key is not None:
            request.headers["Authorization"] = f"Bearer {self._api_key}"
        return request


def _read(response: requests.Response, cap: int) -> bytes:
    parts, size = [], 0
    for chunk in response.iter_content(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > cap:
            break
    return b"".join(parts)[: cap + 1]


def _problem(place: str, status: int, headers: Mapping[str, str], body: bytes) -> ProblemError:
    """Read problem details; what is not of that form is an error with a status and nothing else."""
    told: dict[str, Any] = {}
    if headers.get("Content-Type", "").partition(";")[0].strip() == "application/problem+json":
        try:
            document = orjson.loads(body)
        except orjson.JSONDecodeError:
            document = None
        told = document if isinstance(document, dict) else {}

    def text(name: str) -> str:
        value = told.get(name)
        return value if isinstance(value, str) else ""

    kind = LimitedError if status == requests.codes.too_many_requests else ProblemError
    return kind(
        place,
        status,
        slug=text("type").rpartition("#problem-")[2],
        title=text("title"),
        detail=text("detail"),
        field=text("field") or None,
        reason=text("reason") or None,
        retry_after=retry_after(headers),
    )
