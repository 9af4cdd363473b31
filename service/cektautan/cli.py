"""`cektautan COMMAND`: finds the commands, one module each in commands/, and runs the one that is asked for.

A command is a module with `HELP`, `configure(parser)` and `run(args) -> exit code`; its name is the module's. Only the
module of the command that runs is imported, so that `cektautan key` does not wait for a web server. Nothing else may
be decided here.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from cektautan import commands


def names() -> list[str]:
    """Return the names of all commands."""
    return sorted(module.name for module in iter_modules(commands.__path__))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    known = names()
    wanted = [arguments[0]] if arguments and arguments[0] in known else known
    parser = argparse.ArgumentParser(prog="cektautan", description="Warns of election hoaxes by the link.")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    modules = {name: _command(name) for name in wanted}
    for name, module in modules.items():
        module.configure(subparsers.add_parser(name, help=module.HELP, description=module.HELP))
    args = parser.parse_args(arguments)
    try:
        code: int = modules[args.command].run(args)
    except KeyboardInterrupt:
        return 130
    return code


def _command(name: str) -> ModuleType:
    return import_module(f"{commands.__name__}.{name}")


if __name__ == "__main__":
    sys.exit(main())
