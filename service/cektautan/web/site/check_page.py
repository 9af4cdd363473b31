"""`/`: the check page. A form that works without JavaScript, and the results in words.

The address travels in the body of a POST, so that it stands in no history, no log and no referrer; the page says
plainly that it is sent here and not kept, and answers are never stored by a cache.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request

from cektautan.lookup.answer import check_all
from cektautan.lookup.links import find_links
from cektautan.web import texts as words
from cektautan.web.services import Services
from cektautan.web.site.results import show

MOST_LINKS = 20

MAX_FORM = 256 * 1024
"""Room for the 20,000 signs that the field takes, each percent-encoded."""


def make_blueprint(services: Services) -> Blueprint:
    """Make the page in both languages."""
    blueprint = Blueprint("check_page", __name__)
    texts = {language: words.load(language) for language in words.LANGUAGES}

    def render(status: int = 200, **values: Any) -> Response:
        chosen = texts[words.choose(request.args.get("lang"), request.accept_languages)]
        page = render_template("check.html", t=chosen, most=MOST_LINKS, **list_values(chosen), **values)
        response = Response(page, status, content_type="text/html; charset=utf-8")
        response.headers["Content-Language"] = chosen.language
        response.headers["Vary"] = "Accept-Language"
        response.headers["Cache-Control"] = "no-store" if request.method == "POST" else "no-cache"
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
        services.limits.spend(services.pages_limit, request.remote_addr or "")
        return render(results=None, text="", problem=None)

    @blueprint.post("/")
    def results() -> Response:
        address = request.remote_addr or ""
        services.limits.spend(services.pages_limit, address)
        request.max_content_length = MAX_FORM
        chosen = texts[words.choose(request.args.get("lang"), request.accept_languages)]
        text = request.form.get("text", "")
        links = find_links(text)
        if not links:
            return render(422, results=None, text=text, problem=chosen["no_links"])
        published = services.current.get()
        if published is None:
            return render(503, results=None, text=text, problem=chosen["no_list"])
        cut, links = len(links) > MOST_LINKS, links[:MOST_LINKS]
        services.limits.spend(services.check_limit, address, len(links))
        answers = check_all(links, published, int(services.clock()))
        for answer in answers:
            services.metrics.judged(answer["state"])
        shown = [show(answer, link, chosen) for answer, link in zip(answers, links, strict=True)]
        return render(results=shown, cut=cut, text="", problem=None)

    return blueprint
