"""`cektautan COMMAND`: finds the commands, one module each in commands/, and runs the one that is asked for.

A command is a module with `HELP`, `configure(parser)` and `run(args) -> exit code`; its name is the module's, with
hyphens. Only the module of the command that runs is imported, so that `cektautan key` does not wait for a web server.
What any command may meet is told here, in one line: a bad setting (2), a file that cannot be read or written (1), a
reader of the output who has seen enough (0). Nothing else may be decided here.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from cektautan import commands
from cektautan.settings import SettingError


def names() -> list[str]:
    """Return the names of all commands."""
    return sorted(module.name.replace("_", "-") for module in iter_modules(commands.__path__))


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
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # What is still buffered goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SettingError as problem:
        return _fail(args.command, str(problem), 2)
    except OSError as problem:
        return _fail(args.command, f"{problem.filename}: {problem.strerror}" if problem.filename else str(problem), 1)
    return code


def _fail(command: str, problem: str, code: int) -> int:
    print(f"cektautan {command}: {problem}", file=sys.stderr)
    return code


def _command(name: str) -> ModuleType:
    return import_module(f"{commands.__name__}.{name.replace('-', '_')}")


if __name__ == "__main__":
    sys.exit(main())
