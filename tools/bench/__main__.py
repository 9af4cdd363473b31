"""`make bench`: runs every measurement and prints one table; a missed goal is printed as missed, never hidden."""

from __future__ import annotations

import importlib
import sys

from tools.bench.figure import Figure, table

# One module a part; each is loaded only when it is measured.
PARTS = ("sizes", "lookup", "client", "http", "batch", "extension", "page", "marks", "imports")


def main(names: list[str]) -> int:
    """Measure the named parts (all without names); 0 when every goal is reached, 1 otherwise."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"unknown part {unknown[0]}; there are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    figures: list[Figure] = []
    for name in names or PARTS:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        figures += importlib.import_module(f"tools.bench.{name}").measure()
    print(table(figures))
    return 0 if all(figure.reached for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
