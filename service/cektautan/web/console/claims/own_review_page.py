"""`/meja/klaim/<id>/ulasan` and `/meja/ulasan/<id>`: checks that the desk writes itself, and how each one ends.

Writing, asking for a second person, approving, rejecting and taking back are forms with the version that was looked at.
What was typed stays on the page whenever something was not done. The preview is what readers will see.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from cektautan.desk.claims.own_review_ends import decide_review, withdraw_review
from cektautan.desk.claims.own_review_text import Site, read_written
from cektautan.desk.claims.own_reviews import propose_review, write_review
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.errors import DeskError, Invalid
from cektautan.desk.policy import Policy
from cektautan.web.console.access.guard import Guard, me
from cektautan.web.console.claims.own_review_shown import PATH, OwnReviewPage
from cektautan.web.console.going import see_other
from cektautan.web.console.telling.just_done import DONE

CLAIM_PATH: Final = "/meja/klaim/<claim_id>/ulasan"


def make_blueprint(guard: Guard, policy: Policy, site: Site) -> Blueprint:
    """Make the pages and what their forms are sent to."""
    blueprint = Blueprint("desk_own_reviews", __name__)
    store, page = guard.store, OwnReviewPage(guard, policy, site)

    @guard.get(blueprint, CLAIM_PATH, "queue.see")
    def of_claim(claim_id: str) -> Response:
        return page.of_claim(claim_id)

    @guard.get(blueprint, f"{PATH}/<review_id>", "queue.see")
    def one(review_id: str) -> Response:
        return page.one(review_id)

    @guard.post(blueprint, CLAIM_PATH, "own_review.write")
    def write(claim_id: str) -> Response:
        try:
            written = read_written(request.form)
            id_, done = write_review(store, policy, me().id, claim_id, written, page.now)
        except DeskError as problem:
            return page.of_claim(claim_id, problem)
        return see_other(f"{PATH}/{id_}?{DONE}={done.event}")

    @guard.post(blueprint, f"{PATH}/<review_id>", "own_review.write")
    def change(review_id: str) -> Response:
        claim_id = request.form.get("claim", "")

        def act() -> Done:
            written = read_written(request.form)
            version = page.version()
            return write_review(store, policy, me().id, claim_id, written, page.now, review_id, version)[1]

        return page.act(review_id, act)

    @guard.post(blueprint, f"{PATH}/<review_id>/ajukan", "own_review.write")
    def propose(review_id: str) -> Response:
        def act() -> Done:
            version, reason, keys = page.version(), page.reason(), page.keys(review_id)
            return propose_review(store, policy, me().id, review_id, version, reason, page.now, site=site, keys=keys)

        return page.act(review_id, act)

    @guard.post(blueprint, f"{PATH}/<review_id>/putuskan", "own_review.approve")
    def decide(review_id: str) -> Response:
        def act() -> Done:
            what = request.form.get("putusan")
            if what not in ("setuju", "tolak"):
                raise Invalid("decision", "none")
            to = site if what == "setuju" else None
            return decide_review(store, policy, me().id, review_id, page.version(), page.reason(), page.now, site=to)

        return page.act(review_id, act)

    @guard.post(blueprint, f"{PATH}/<review_id>/tarik", "own_review.write")
    def withdraw(review_id: str) -> Response:
        def act() -> Done:
            return withdraw_review(
                store, policy, me().id, review_id, page.version(), page.reason(), page.now, site=site
            )

        return page.act(review_id, act)

    return blueprint
