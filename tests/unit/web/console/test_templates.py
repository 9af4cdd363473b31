"""The desk's templates lie in the folders of the code that renders them, and each is rendered or taken in somewhere."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

WEB = Path(str(files("cektautan.web")))
TEMPLATES = WEB / "templates" / "console"


def test_a_template_lies_where_the_code_that_renders_it_lies() -> None:
    found = {}
    for path in WEB.joinpath("console").rglob("*.py"):
        folder = path.parent.relative_to(WEB / "console").as_posix().removeprefix(".")
        for name in re.findall(r'"([\w/]+\.html)"', path.read_text("utf-8")):
            assert TEMPLATES.joinpath(name).is_file(), (path.name, name)
            found[name] = folder
    for name, folder in found.items():
        assert name == "missing.html" or name.rpartition("/")[0] == folder, (name, folder)
    taken_in = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'"console/([\w/]+\.html)"', path.read_text("utf-8"))
    }
    there = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    assert taken_in <= there
    assert there - taken_in - set(found) == set()
