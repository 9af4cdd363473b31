"""`/uji/`: harmless pages that show each warning and each answer at work, for newcomers and for integrators.

Every page says that it is a test. What the list of pages promises is what `publish.testpages` lists for the address
that readers use; where the list in use was published for another one, the page says so instead of promising.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response

from cektautan.core.vocabulary import Level, State
from cektautan.lookup.answer import check
from cektautan.publish.testpages import CHECKS, FOLDER, Case, cases
from cektautan.web.problems import KINDS, Problem
from cektautan.web.response import Answer
from cektautan.web.services import Services
from cektautan.web.site.pages import Pages
from cektautan.web.texts import Texts

_LOOKS = {Level.WARNING: "warning", Level.CAUTION: "caution", Level.NOTE: "note", Level.CLEARED: "cleared"}


@dataclass(frozen=True)
class CaseShown:
    """One test page, as pages show it."""

    case: Case
    name: str
    look: str
    url: str
    path: str
    check: str
    """The path of the made-up check; empty where nothing is listed."""


def make_blueprint(services: Services, pages: Pages) -> Blueprint:
    """Make the pages in both languages."""
    blueprint = Blueprint("test_pages", __name__)
    server = services.settings.server_url
    by_slug = {case.slug: case for case in cases() if case.state is not State.ERROR}

    def shown(case: Case) -> CaseShown:
        look = _look(case)
        path = "" if case.state is State.ERROR else FOLDER + case.slug
        return CaseShown(
            case, _name(case, pages.texts), look, case.url(server), path,
            CHECKS + case.slug if case.listed else "",
        )  # fmt: skip

    def groups() -> Iterator[tuple[str, list[CaseShown]]]:
        found: dict[str, list[CaseShown]] = {}
        for each in map(shown, cases()):
            found.setdefault(each.look, []).append(each)
        yield from found.items()

    def in_use() -> bool:
        """Say whether the list in use has these very pages."""
        published = services.current.get()
        if published is None:
            return False
        record = check(cases()[0].url(server), published, int(services.clock())).record
        return record is not None and record.test

    def render(template: str, **values: object) -> Answer:
        pages.spend()
        answer = pages.render(template, **values)  # type: ignore[arg-type] # the template's own values
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer

    def case_of(slug: str) -> Case:
        case = by_slug.get(slug)
        if case is None:
            raise Problem("not-found", KINDS["not-found"].means)
        return case

    @blueprint.get(FOLDER.rstrip("/"))
    def index_without_slash() -> Response:
        # Relative, so that it also holds behind a proxy that serves us below a folder.
        return Response(status=308, headers={"Location": FOLDER.strip("/") + "/"})

    @blueprint.get(FOLDER)
    def index() -> Response:
        return render("testpages.html", groups=list(groups()), in_use=in_use())

    @blueprint.get(f"{FOLDER}<path:slug>")
    def page(slug: str) -> Response:
        return render("testpage.html", c=shown(case_of(slug)), in_use=in_use())

    @blueprint.get(f"{CHECKS}<path:slug>")
    def made_up_check(slug: str) -> Response:
        case = case_of(slug)
        if not case.listed:
            raise Problem("not-found", KINDS["not-found"].means)
        return render("testcheck.html", c=shown(case))

    return blueprint


def _look(case: Case) -> str:
    return case.state.value if case.level is None else _LOOKS[case.level]


def _name(case: Case, texts: Texts) -> str:
    """What a page is called: by its verdict where it is the plain case of one, else by what is special about it."""
    return (
        texts.texts.get(f"uji_name_{case.slug.replace('/', '_').replace('-', '_')}")
        or texts[f"verdict_{case.verdict.word}"]
    )
