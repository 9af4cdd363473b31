"""The periodic work in words: one row a job, for the board. What stands still or fails is told on top of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cektautan.desk.record.jobs import JobState
from cektautan.web.console.record.charts import number
from cektautan.web.console.telling.when import MINUTE, ago, span
from cektautan.web.texts import Texts

TONES = {"done": "good", "running": "note", "never": "note", "failed": "stop", "cut_off": "caution"}


@dataclass(frozen=True)
class JobShown:
    """One job."""

    name: str
    tone: str
    state: str
    trouble: str
    """What somebody should look at; empty where nothing is."""
    last: str
    took: str
    did: str
    good: str
    next: str


def show_jobs(states: Iterable[JobState], now: int, texts: Texts) -> list[JobShown]:
    """Return the jobs as the board shows them, in their order."""
    return [_show(each, now, texts) for each in states]


def _show(state: JobState, now: int, texts: Texts) -> JobShown:
    return JobShown(
        name=texts.texts.get(f"job_{state.name}", state.name),
        tone="stop" if state.late else TONES[state.outcome],
        state=texts["jobs_late"] if state.late else texts[f"job_state_{state.outcome}"],
        trouble=_trouble(state, now, texts),
        last=texts["jobs_never"] if state.started_at is None else ago(state.started_at, now, texts),
        took="" if state.seconds is None else _took(state.seconds, texts),
        did=_did(state, texts),
        good=texts["jobs_never"] if state.good_at is None else ago(state.good_at, now, texts),
        next="-" if state.next_at is None else _next(state.next_at, now, texts),
    )


def _did(state: JobState, texts: Texts) -> str:
    counts = ((texts.texts.get(f"job_count_{word}", word), count) for word, count in state.counts.items() if count)
    did = ", ".join(f"{words}: {number(count, texts)}" for words, count in counts)
    # Of a run that did not end nobody knows what it did.
    return did or (texts["jobs_nothing"] if state.outcome == "done" else "-")


def _trouble(state: JobState, now: int, texts: Texts) -> str:
    if state.late and state.started_at is not None:
        return texts.say("jobs_trouble_late", span=span(now - state.started_at, texts))
    if state.outcome == "failed":
        return texts.texts.get(f"job_problem_{state.problem}", state.problem)
    return texts["jobs_trouble_cut_off"] if state.outcome == "cut_off" else ""


def _took(seconds: int, texts: Texts) -> str:
    return texts.say("jobs_seconds", count=seconds) if seconds < MINUTE else span(seconds, texts)


def _next(at: int, now: int, texts: Texts) -> str:
    return texts["jobs_soon"] if at - now < MINUTE else texts.say("desk_left", span=span(at - now, texts))
