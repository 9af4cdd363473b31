"""`/meja/sumber/<id>/umpan`: where a source publishes, how each address fares, and the forms that change that.

Every act is an event with a reason, and none of them fetches: a feed that should be read now is marked as due, and the
periodic work reads it. What a form would change is shown before it is saved. A form that was not done comes back with
everything that was typed and names the field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from flask import Blueprint, Response, request

from cektautan.core.chain import canonical
from cektautan.core.rules import Rules
from cektautan.desk.errors import Conflict, DeskError, Invalid
from cektautan.desk.harvest.feed_fields import DEFAULTS, FeedWritten
from cektautan.desk.harvest.feeds import add_feed, change_feed, read_soon, set_status, state, would_be
from cektautan.desk.harvest.formats import format_names
from cektautan.desk.harvest.health import Health, healths
from cektautan.desk.imports.uploading import SCOPE_CHOICES
from cektautan.desk.record.differences import difference
from cektautan.store.models import Feed, LogHead, Source
from cektautan.web.console.access.guard import Guard, me
from cektautan.web.console.going import see_other
from cektautan.web.console.numbers import number
from cektautan.web.console.pages import Told
from cektautan.web.console.record.feeds_shown import format_words, show_feeds
from cektautan.web.console.telling.just_done import DONE, just_done
from cektautan.web.console.telling.log_values import place, value
from cektautan.web.console.telling.refusals import not_done

PATH = "/meja/sumber/<id_>/umpan"
FIELDS = (
    "id", "adapter", "address", "licence", "every_minutes", "budget", "expires", *DEFAULTS, "reason", "version",
)  # fmt: skip
LEVELS = ("", "1", "2", "3")
NEW = {"every_minutes": "60", "budget": "20", "adapter": "feed"}


def make_blueprint(guard: Guard, rules: Rules) -> Blueprint:
    """Make the page of a feed, the form of a new one, and what they are sent to."""
    blueprint = Blueprint("console_feeds", __name__)
    pages, adapters = guard.pages, format_names(rules)

    def now() -> int:
        return int(guard.services.clock())

    def page(
        source_id: str, feed_id: str, values: Mapping[str, str], status: int = 200,
        wrong: Mapping[str, str] | None = None, *told: Told, becomes: Sequence[tuple[str, str, str]] = (),
        looked: str = "",
    ) -> Response:  # fmt: skip
        texts = pages.texts
        with guard.store.reading() as session:
            source = session.get(Source, source_id)
            health = next((each for each in healths(session, now(), source_id) if each.feed.id == feed_id), None)
        if source is None or (feed_id and health is None):
            return pages.render("record/source_missing.html", here="sources", status=404)
        return pages.render(
            "record/feed.html",
            here="sources",
            status=status,
            told=told,
            source=source,
            feed=show_feeds([health], now(), texts)[0] if health else None,
            version=health.feed.version if health else 0,
            active=health is not None and health.feed.status == "active",
            values=values or (_values(health) if health else NEW),
            wrong=wrong or {},
            formats=[(each, format_words(each, texts)) for each in adapters],
            levels=[(each, texts[f"import_level_{each}"]) for each in LEVELS],
            scopes=[(each, texts[f"import_scope_{each}"]) for each in SCOPE_CHOICES],
            becomes=becomes,
            looked=looked,
        )

    def refused(problem: DeskError, source_id: str, feed_id: str, values: Mapping[str, str]) -> Response:
        texts = pages.texts
        if isinstance(problem, Invalid):
            said = texts.texts.get(f"feed_wrong_{problem.field}_{problem.code}") or texts["not_done_field"]
            return page(source_id, feed_id, values, 422, {problem.field: said}, Told(said, "problem"))
        if isinstance(problem, Conflict):
            # What was typed stays, beside what the feed is now.
            return page(source_id, feed_id, values, 409, None, Told(texts["source_changed"], "problem"))
        status, told = not_done(guard, problem)
        return page(source_id, feed_id, values, status, None, told)

    def done(source_id: str, feed_id: str, seq: int | None) -> Response:
        return see_other(f"/meja/sumber/{source_id}/umpan/{feed_id}{f'?{DONE}={seq}' if seq else ''}")

    def preview(source_id: str, wanted: FeedWritten, typed: Mapping[str, str], *, new: bool, again: bool) -> Response:
        """Show what would be saved, and change nothing."""
        texts = pages.texts
        with guard.store.reading() as session:
            feed = session.get(Feed, wanted.id)
            after = would_be(session, wanted, adapters, typed["reason"], now(), new=new)
            before = None if feed is None else canonical(state(feed))
        becomes = [
            (
                place(texts, ("feed", wanted.id), row.name),
                "" if row.before is None else value(texts, "feed", row.name, row.before, {}),
                "" if row.after is None else value(texts, "feed", row.name, row.after, {}),
            )
            for row in difference(before, canonical(after)).rows
        ]
        said = texts["feed_look_nothing" if not becomes else "feed_look_again" if again else "feed_look_told"]
        feed_id = "" if new else wanted.id
        return page(source_id, feed_id, typed, 200, None, Told(said), becomes=becomes, looked=_digest(typed))

    @guard.get(blueprint, PATH, "source.write")
    def new(id_: str) -> Response:
        return page(id_, "", {})

    @guard.get(blueprint, f"{PATH}/<feed>", "board.see")
    def one(id_: str, feed: str) -> Response:
        event = just_done(guard, ("feed", feed))
        said = pages.texts.texts.get(f"feed_told_{event.action.replace('.', '_')}") if event else None
        return page(id_, feed, {}, 200, None, *([Told(said, acknowledges=f"feed- feed-{feed}")] if said else []))

    @guard.post(blueprint, PATH, "source.write")
    def write(id_: str) -> Response:
        typed = {name: request.form.get(name, "") for name in FIELDS}
        seen = number(typed["version"])
        wanted = FeedWritten(
            typed["id"].strip(), id_, typed["adapter"], typed["address"], typed["licence"], typed["every_minutes"],
            typed["budget"], typed["expires"], typed["claim"].strip(), typed["level"], typed["scope"],
        )  # fmt: skip
        try:
            step = request.form.get("langkah")
            # What was typed after somebody looked was seen by nobody.
            again = step == "simpan" and request.form.get("dilihat") != _digest(typed)
            if step not in (None, "simpan") or again:
                return preview(id_, wanted, typed, new=not seen, again=again)
            with guard.store.deciding(me().actor, now()) as work:
                if seen:
                    change_feed(work, wanted, adapters, seen, typed["reason"])
                else:
                    add_feed(work, wanted, adapters, typed["reason"])
                seq = work.session.get_one(LogHead, 1).seq
        except DeskError as problem:
            return refused(problem, id_, wanted.id if seen else "", typed)
        return done(id_, wanted.id, seq)

    @guard.post(blueprint, f"{PATH}/<feed>/keadaan", "source.write")
    def status(id_: str, feed: str) -> Response:
        try:
            with guard.store.deciding(me().actor, now()) as work:
                set_status(work, feed, request.form.get("status", ""), request.form.get("status_reason", ""))
                seq = work.session.get_one(LogHead, 1).seq
        except DeskError as problem:
            if isinstance(problem, Invalid) and problem.field == "reason":
                said = pages.texts["desk_fault_missing"]
                return page(id_, feed, {}, 422, {"status_reason": said}, Told(said, "problem"))
            return refused(problem, id_, feed, {})
        return done(id_, feed, seq)

    @guard.post(blueprint, f"{PATH}/<feed>/baca", "source.write")
    def read(id_: str, feed: str) -> Response:
        try:
            with guard.store.deciding(me().actor, now()) as work:
                seq = read_soon(work, feed)
        except DeskError as problem:
            return refused(problem, id_, feed, {})
        return done(id_, feed, seq)

    return blueprint


def _digest(typed: Mapping[str, str]) -> str:
    """Return what stands for everything that a preview shows; the reason is not of it."""
    return sha256(canonical({**typed, "reason": ""}).encode()).hexdigest()


def _values(health: Health) -> dict[str, str]:
    feed = health.feed
    return {
        "id": feed.id, "adapter": feed.adapter, "address": feed.address, "licence": feed.licence,
        "every_minutes": str(feed.every_minutes), "budget": str(feed.budget),
        "expires": feed.expires.isoformat() if feed.expires else "",
        **{name: str(feed.defaults.get(name, "")) for name in DEFAULTS},
    }  # fmt: skip
