"""What the forms of `/meja/kunci` are sent to: a key is made, renewed, revoked, or a revocation taken back.

The rules and the events are those of `cektautan api-key`. What makes a key answers with it, once: the same form sent
again, as a reload sends it, makes none and shows none.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request

from cektautan.desk.api_keys import ending, making
from cektautan.desk.people.refused import Refused
from cektautan.web.console.access.guard import Guard, me
from cektautan.web.console.api_keys.api_key_form import read_grace, read_wanted
from cektautan.web.console.api_keys.api_keys_page import ACT, ONE, PATH, RESTORE, REVOKE, ROTATE, ApiKeyPages
from cektautan.web.console.going import see_other


def make_blueprint(guard: Guard, pages: ApiKeyPages) -> Blueprint:
    """Make what the forms are sent to."""
    blueprint = Blueprint("desk_api_key_acts", __name__)
    store = guard.store

    def on_key(key_id: int, form: str, act: Callable[[str], object], done: str) -> Response:
        """Do something to a key with a reason, and tell it or why not on its page."""
        try:
            act(request.form.get("reason", ""))
        except Refused as refused:
            return pages.one(key_id, 422, refused, form)
        return pages.news.send(see_other(f"{PATH}/{key_id}"), done)

    @guard.post(blueprint, f"{PATH}/baru", ACT)
    def make() -> Response:
        try:
            return pages.made(making.make(store, me(), read_wanted(request.form), pages.now()))
        except Refused as refused:
            return pages.new(422, refused)

    @guard.post(blueprint, f"{ONE}/ganti", ACT)
    def rotate(key_id: int) -> Response:
        reason = request.form.get("reason", "")
        try:
            return pages.made(making.rotate(store, me(), key_id, read_grace(request.form), reason, pages.now()))
        except Refused as refused:
            return pages.one(key_id, 422, refused, ROTATE)

    @guard.post(blueprint, f"{ONE}/cabut", ACT)
    def revoke(key_id: int) -> Response:
        def act(reason: str) -> object:
            return ending.revoke(store, me(), key_id, reason, pages.now())

        return on_key(key_id, REVOKE, act, "key_revoked")

    @guard.post(blueprint, f"{ONE}/urungkan", ACT)
    def restore(key_id: int) -> Response:
        def act(reason: str) -> object:
            return ending.restore(store, me(), key_id, reason, pages.now())

        return on_key(key_id, RESTORE, act, "key_restored")

    return blueprint
