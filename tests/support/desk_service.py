"""A service of the tests' own over the desk's use cases: one POST is one act, and 200 is the acknowledgement.

Run as a process, so that a test can kill it at any moment: `python -m tests.support.desk_service PORT DATABASE_URL`.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.support.desk import shipped_policy
from tests.support.stores import Database

from cektautan.desk.decisions.decide import approve, reject
from cektautan.desk.decisions.lower import lower, retract
from cektautan.desk.decisions.propose import Address, list_addresses
from cektautan.desk.decisions.undo import undo
from cektautan.desk.errors import DeskError

ACTS: dict[str, Callable[..., Any]] = {
    "list": list_addresses, "approve": approve, "reject": reject, "lower": lower, "retract": retract, "undo": undo,
}  # fmt: skip


def main(port: int, url: str) -> None:
    """Serve until killed."""
    store, policy = Database(url).open(), shipped_policy()

    class Handler(BaseHTTPRequestHandler):
        """Does one act."""

        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            """Do what the body says."""
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            arguments = [[Address(url) for url in each] if isinstance(each, list) else each for each in asked["with"]]
            try:
                done = ACTS[asked["act"]](store, policy, asked["account"], *arguments, int(time.time()))
            except DeskError as error:
                self._say(409, {"error": type(error).__name__, "words": str(error)})
            else:
                self._say(200, {"event": done.event, "proposal": done.proposal_id, "listings": done.listing_ids})

        def do_GET(self) -> None:
            """Say that the service is there."""
            self._say(200, {})

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

        def _say(self, status: int, body: dict[str, Any]) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    class Server(ThreadingHTTPServer):
        """With room for all clients at once."""

        daemon_threads = True
        request_queue_size = 64

    Server(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
