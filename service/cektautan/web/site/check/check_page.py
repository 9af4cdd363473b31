"""`/`: the check page. A form that works without JavaScript, and the results in words.

With JavaScript the same form is answered on the reader's device (check_app.py, checkpage/), and nothing reaches this
module. Without it the address travels in the body of a POST, so that it stands in no history, no log and no referrer;
the page says plainly that it is sent here and not kept, and answers are never stored by a cache. `POST /bagikan` is the
same for what another app shares, where no worker takes it before it leaves the device.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request

from cektautan.lookup.answer import check_all
from cektautan.lookup.links import find_links
from cektautan.web import texts as words
from cektautan.web.lists.bodies import Body, page_body
from cektautan.web.lists.negotiate import ASK_FIRST, answer
from cektautan.web.services import Services
from cektautan.web.site.check.check_app import CheckApp, Shown
from cektautan.web.site.check.results import show

MOST_LINKS = 20

MOST_SIGNS = 20_000
"""The longest text that is looked at, as in the field; a longer one is given back whole and nothing of it is judged:
cut in the middle of a link, it would be answered for another address."""


SHARED_FIELDS = ("title", "text", "url")
"""What another app may fill in, in the order in which a person would read it."""


def shell(language: str, app: Shown) -> str:
    """The page as the device keeps it: the form, and no word of any list."""
    t = words.load(language)
    nothing = {"results": None, "text": "", "problem": None, "list_date": None, "stale": None}
    return render_template("check.html", t=t, most=MOST_LINKS, longest=MOST_SIGNS, app=app, **nothing)


def make_blueprint(services: Services, app: CheckApp) -> Blueprint:
    """Make the page in both languages."""
    blueprint = Blueprint("check_page", __name__)
    texts = {language: words.load(language) for language in words.LANGUAGES}

    opened_page: dict[str, Body] = {}
    """The page as it is opened, by language: the same for everybody, so it is compressed once."""

    def markup(chosen: words.Texts, **values: Any) -> str:
        lists = list_values(chosen)
        limits = {"most": MOST_LINKS, "longest": MOST_SIGNS}
        return render_template("check.html", t=chosen, app=app.shown, **limits, **lists, **values)

    def render(status: int = 200, **values: Any) -> Response:
        chosen = texts[words.choose(request.args.get("lang"), request.accept_languages)]
        response = Response(markup(chosen, **values), status, content_type="text/html; charset=utf-8")
        response.headers["Content-Language"] = chosen.language
        response.headers["Vary"] = "Accept-Language"
        response.headers["Cache-Control"] = "no-store"
        return response

    def list_values(chosen: words.Texts) -> dict[str, Any]:
        """The date of the list, first thing where it is old."""
        published = services.current.get()
        if published is None:
            return {"list_date": None, "stale": None}
        moment = chosen.moment(published.created)
        stale = published.is_stale(int(services.clock()))
        return {
            "list_date": chosen.say("list_date", **moment),
            "stale": chosen.say("stale", date=moment["date"]) if stale else None,
        }

    @blueprint.get("/")
    def page() -> Response:
        services.limits.spend(services.pages_limit, request.environ)
        chosen = texts[words.choose(request.args.get("lang"), request.accept_languages)]
        html = markup(chosen, results=None, text="", problem=None).encode()
        body = opened_page.get(chosen.language)
        if body is None or body.plain != html:
            body = opened_page[chosen.language] = page_body(html)
        response = answer(request, body, ASK_FIRST, [("Content-Language", chosen.language)])
        response.headers["Vary"] = "Accept-Language, Accept-Encoding"
        return response

    def results(text: str) -> Response:
        chosen = texts[words.choose(request.args.get("lang"), request.accept_languages)]
        # A form sends each end of a line as two signs, and its field counts one.
        text = text.replace("\r\n", "\n")
        if len(text) > MOST_SIGNS:
            return render(422, results=None, text=text, problem=chosen["too_many_signs"])
        links = find_links(text)
        if not links:
            return render(422, results=None, text=text, problem=chosen["no_links"])
        published = services.current.get()
        if published is None:
            return render(503, results=None, text=text, problem=chosen["no_list"])
        cut, links = len(links) > MOST_LINKS, links[:MOST_LINKS]
        services.limits.spend(services.check_limit, request.environ, len(links))
        answers = check_all(links, published, int(services.clock()))
        for each in answers:
            services.metrics.judged(None if each.get("test") else each["state"])
        shown = [show(each, link, chosen) for each, link in zip(answers, links, strict=True)]
        return render(results=shown, cut=cut, text="", problem=None)

    @blueprint.post("/")
    def pasted() -> Response:
        services.limits.spend(services.pages_limit, request.environ)
        return results(request.form.get("text", ""))

    @blueprint.post("/bagikan")
    def shared() -> Response:
        services.limits.spend(services.pages_limit, request.environ)
        return results("\n".join(filter(None, (request.form.get(name, "").strip() for name in SHARED_FIELDS))))

    @blueprint.get("/bagikan")
    def opened() -> Response:
        # A share that was sent once is not sent again by a reload or a bookmark.
        language = words.choose(request.args.get("lang"), request.accept_languages)
        return Response(status=303, headers={"Location": f"/?lang={language}"})

    return blueprint
