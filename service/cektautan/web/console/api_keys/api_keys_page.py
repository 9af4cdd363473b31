"""`/meja/kunci`: who has a key of the interface for programs, what it opens, until when, and when it was used last.

For administrators alone, since whoever has a key, and how to reach them, is personal. A key itself stands on no page
but the answer that made it: the store has its hash, so nobody could show it again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, Response, request

from cektautan.core.api_keys import GIVEN_TIERS, Scope, Tier
from cektautan.desk.api_keys import shown
from cektautan.desk.api_keys.ending import RESTORE_SECONDS
from cektautan.desk.api_keys.making import GRACE_DAYS, LONGEST_TEXT, Made, Wanted
from cektautan.desk.api_keys.shown import Shown
from cektautan.desk.people.accounts import LONGEST_REASON
from cektautan.desk.people.refused import Refused
from cektautan.desk.record.log import account_names
from cektautan.web.console.access.guard import Guard
from cektautan.web.console.api_keys.api_key_form import field_of, why
from cektautan.web.console.numbers import number, thousands
from cektautan.web.console.pages import ROOT, Told
from cektautan.web.console.telling.news import News

PATH: Final = f"{ROOT}/kunci"
ONE: Final = f"{PATH}/<int(max=9007199254740991):key_id>"
ACT: Final = "keys.write"
PAGE: Final = 100
ROTATE, REVOKE, RESTORE = "rotate", "revoke", "restore"
"""The forms of one key, by which its page knows in which of them something is wrong."""


class ApiKeyPages:
    """Answers with the list, the form for a new key, one key, or what was made a moment ago."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self.news = News(guard.cookies)

    def now(self) -> int:
        """The time of the service's clock."""
        return int(self._guard.services.clock())

    def every(self) -> Response:
        """All keys."""
        with self._guard.store.reading() as session:
            found = shown.keys(session, self.now())
        pages = -(-len(found) // PAGE) or 1
        page = min(max(number(request.args.get("hal", "")) or 1, 1), pages)
        return self._page(
            "api_keys/api_keys.html",
            200,
            self._told(None),
            keys=found[(page - 1) * PAGE : page * PAGE],
            total=thousands(self._guard.pages.texts, len(found)),
            page=page,
            pages=pages,
            address=lambda other: f"{PATH}?hal={other}",
        )

    def new(self, status: int = 200, refused: Refused | None = None) -> Response:
        """The form for a new key."""
        return self._page(
            "api_keys/api_key_new.html",
            status,
            self._told(refused),
            **self._form("", refused),
            typed=request.form,
            picked=request.form.getlist("scopes") if refused else [str(each) for each in Wanted.scopes],
            scopes=list(Scope),
            tiers=self._tiers(),
        )

    def one(self, key_id: int, status: int = 200, refused: Refused | None = None, form: str = "") -> Response:
        """One key, with what can be done to it now."""
        with self._guard.store.reading() as session:
            found, names = shown.key(session, key_id, self.now()), account_names(session)
        if found is None:
            return self._page("api_keys/api_key_missing.html", 404, [])
        told = self._told(refused, f"key-revoke-{key_id} key-restore-{key_id}")
        if found.restorable and refused is None:
            told = [replace(each, undo=f"{PATH}/{key_id}#urungkan") for each in told]
        return self._page(
            "api_keys/api_key.html",
            status,
            told,
            **self._form(form, refused),
            shown=found,
            names=names,
            typed=request.form if form else {},
            grace=GRACE_DAYS,
            quota=self._quota(found),
            until=(found.revoked_at or 0) + RESTORE_SECONDS,
        )

    def made(self, made: Made) -> Response:
        """The key itself, this once."""
        with self._guard.store.reading() as session:
            found = shown.key(session, made.id, self.now())
        return self._page("api_keys/api_key_made.html", 200, [], shown=found, text=made.text)

    def _page(self, template: str, status: int, told: list[Told], **values: Any) -> Response:
        answer = self._guard.pages.render(
            template,
            here="api_keys",
            status=status,
            told=told,
            most=LONGEST_TEXT,
            most_reason=LONGEST_REASON,
            **values,
        )
        return self.news.forget(answer)

    def _told(self, refused: Refused | None, drafts: str = "") -> list[Told]:
        """What stands on top: what was done, or why it was not, with the name of the field."""
        texts = self._guard.pages.texts
        if refused is None:
            return self.news.read(texts, drafts)
        field, words = field_of(refused), why(texts, refused)
        named = texts.say("key_wrong", field=texts[f"key_field_{field}"], why=words) if field else words
        return [Told(named, "problem")]

    def _form(self, form: str, refused: Refused | None) -> dict[str, Any]:
        """Which form is wrong, and what is wrong by the name of its field."""
        field = field_of(refused) if refused else ""
        wrong = {field: why(self._guard.pages.texts, refused)} if refused and field else {}
        return {"form": form if refused else "", "wrong": wrong}

    def _tiers(self) -> list[tuple[str, str]]:
        texts, settings = self._guard.pages.texts, self._guard.services.settings
        multiples = {Tier.KEYED: settings.multiple_keyed, Tier.PARTNER: settings.multiple_partner}
        return [
            (
                str(tier),
                texts.say(
                    "key_tier_choice",
                    tier=texts[f"key_tier_{tier}"],
                    times=thousands(texts, multiples[tier]),
                    quota=self._words_of_quota(self._quota_of_tier(tier)),
                ),
            )
            for tier in GIVEN_TIERS
        ]

    def _quota(self, key: Shown) -> str:
        """What a key may spend in a day, and whether that is its own or its tier's."""
        texts = self._guard.pages.texts
        if key.quota is not None:
            return self._words_of_quota(key.quota)
        words = self._words_of_quota(self._quota_of_tier(key.tier))
        return texts.say("key_quota_of_tier", quota=words)

    def _quota_of_tier(self, tier: str) -> int:
        settings = self._guard.services.settings
        return settings.quota_partner if tier == Tier.PARTNER else settings.quota_keyed

    def _words_of_quota(self, quota: int) -> str:
        texts = self._guard.pages.texts
        return texts.say("key_quota", count=thousands(texts, quota)) if quota else texts["key_quota_none"]


def make_blueprint(guard: Guard, pages: ApiKeyPages) -> Blueprint:
    """Make the list, the form for a new key and the page of one."""
    blueprint = Blueprint("desk_api_keys", __name__)

    @guard.get(blueprint, PATH, ACT)
    def every() -> Response:
        return pages.every()

    @guard.get(blueprint, f"{PATH}/baru", ACT)
    def new() -> Response:
        return pages.new()

    @guard.get(blueprint, ONE, ACT)
    def one(key_id: int) -> Response:
        return pages.one(key_id)

    return blueprint
