"""Keeps with a request what was last spent for it, so that every answer can tell it.

Whoever spends tells it in the answer that was meant to be given. A refusal is raised from places that do not know what
was spent, and was work all the same (docs/protocol.md, section 18), so it is told from here. Nothing outlives the
request.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any, Final

_NAME: Final = "cektautan.spent"


def note(environ: MutableMapping[str, Any], headers: Sequence[tuple[str, str]]) -> None:
    """Keep the headers that tell what was spent and what is left; whoever gave them may go on writing into them."""
    environ[_NAME] = (*headers,)


def told(environ: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The headers that were kept last; none where nothing was spent."""
    return [*environ.get(_NAME, ())]
