"""`/daftar`: all records, searched, filtered and ordered by a plain form; every page of it has a stable address.

The address holds what was searched for, so that a search can be cited; the page says beside the field that it is for
words, and an answer to words is stored by no cache: somebody may have typed a link all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, request

from cektautan.lookup.catalogue import FILTERS, SORTS, Found, Question
from cektautan.lookup.links import find_links
from cektautan.lookup.public_record import Claim
from cektautan.web.site.names import day, platform, topic, verdict
from cektautan.web.site.pages import Pages
from cektautan.web.site.record import list_query
from cektautan.web.site.record.record_shown import show
from cektautan.web.texts import Texts

PATH = "/daftar"


@dataclass(frozen=True)
class Choice:
    """One value of a filter."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """A filter with its choices, those alone that would leave something."""

    name: str
    words: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Row:
    """A record in the list."""

    id: str
    tone: str
    label: str
    title: str
    checked: str
    notes: tuple[str, ...]
    places: str


def make_blueprint(pages: Pages) -> Blueprint:
    """Make the page in both languages."""
    blueprint = Blueprint("list_page", __name__)

    @blueprint.get(PATH)
    def listing() -> Response:
        pages.spend()
        question, wrong = list_query.read(request.args)
        if not all(request.args.values()):
            # A form sends the fields that were left empty too; the address that remains is the one worth keeping.
            language = f"lang={pages.texts.language}" if request.args.get("lang") else ""
            query = "&".join(filter(None, [language, list_query.write(question)]))
            return private(question, Response(status=303, headers={"Location": f"{PATH}?{query}" if query else PATH}))
        catalogue = pages.catalogue()
        if catalogue is None:
            return private(question, pages.no_record())
        texts, found = pages.texts, catalogue.find(question)
        beyond = question.page > found.pages
        page = pages.render(
            "list.html",
            status=422 if wrong else 404 if beyond else 200,
            address=PATH,
            query=list_query.write(question),
            question=question,
            empty=not len(catalogue),
            asked=bool(question.text or question.filters),
            found=found,
            beyond=beyond,
            rows=[row(claim, texts) for claim in found.claims],
            filters=list(filters(question, found, texts)),
            sorts=[Choice(each, texts[f"sort_{each}"], each == question.sort) for each in SORTS],
            problems=[problem(name, texts) for name in wrong],
            is_link=bool(find_links(question.text)),
            page_query=lambda number: list_query.write(question, number),
            most=list_query.MOST_LETTERS,
        )
        return private(question, page)

    return blueprint


def private(question: Question, answer: Response) -> Response:
    """The answer, stored by nobody where it was asked with words of the reader's own."""
    if question.text:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def row(claim: Claim, texts: Texts) -> Row:
    """A claim as the list shows it."""
    shown = show(claim, texts)
    notes = []
    if claim.removed:
        notes.append(day(claim.changed, texts))
    elif claim.status.value != "active":
        notes.append(texts[f"status_{claim.status}"])
    publishers = ", ".join(dict.fromkeys(each.publisher for each in claim.reviews))
    checked = max((each.date for each in claim.reviews), default=None)
    return Row(
        claim.id,
        shown.tone,
        shown.label,
        shown.claim or shown.says,
        texts.say("list_checked_by", publishers=publishers, date=day(checked, texts)) if publishers else "",
        tuple(notes),
        ", ".join(f"{each.name} {each.count}" for each in shown.places),
    )


def filters(question: Question, found: Found, texts: Texts) -> Iterable[Filter]:
    """Every filter with what can be chosen now."""
    say: dict[str, Callable[[str], str]] = {
        "verdict": lambda value: verdict(value, texts),
        "level": lambda value: f"{value} · {texts[f'level_name_{value}']}",
        "status": lambda value: texts[f"status_{value}"],
        "year": str,
        "topic": lambda value: topic(value, texts),
        "platform": lambda value: platform(value, texts),
    }
    for name in FILTERS:
        counts, chosen = found.counts[name], question.filters.get(name, "")
        choices = [
            Choice(value, texts.say("list_choice", words=say[name](value), count=counts.get(value, 0)), value == chosen)
            for value in {*counts, *filter(None, [chosen])}
        ]
        if name in {"level", "year"}:
            choices.sort(key=lambda each: each.value, reverse=True)
        elif name in {"verdict", "status"}:
            order = [*list_query.KNOWN[name], *counts]
            choices.sort(key=lambda each: order.index(each.value))
        else:
            choices.sort(key=lambda each: each.words.casefold())
        yield Filter(name, texts[f"by_{name}"], tuple(choices))


def problem(name: str, texts: Texts) -> str:
    """What is said of a field whose value it cannot have."""
    if name == "q":
        return texts.say("list_too_long", most=list_query.MOST_LETTERS)
    return texts.say("list_wrong", field=texts[f"by_{name}"])
