"""Writes the first migration of the store anew from its models (python -m tools.migration).

Until the store has been released its schema is one migration. From then on a change is a migration of its own, and a
test compares what the migrations make with what the models say.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations.ops import UpgradeOps
from sqlalchemy import create_engine

from cektautan.store.migrate import MIGRATIONS
from cektautan.store.models import Base

HEAD = '''"""The tables of the store, the log's first row, the triggers that protect the log, and the index of words."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

from cektautan.store.append_only import protect
from cektautan.core.chain import START
from cektautan.store.words.choosing import word_index

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make everything."""
'''

TAIL = """
    head = sa.table("log_head", *(sa.column(name) for name in ("id", "seq", "hash", "change_seq", "change_hash")))
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": START, "change_seq": 0, "change_hash": START}])
    protect(op.get_bind())
    word_index(op.get_bind().dialect.name).make(op.get_bind())
"""


def main() -> int:
    """Write the file and put it in form."""
    with create_engine("sqlite://").connect() as connection:
        context = MigrationContext.configure(connection)
        made = produce_migrations(context, Base.metadata).upgrade_ops
    if not isinstance(made, UpgradeOps):
        raise TypeError("one set of operations was expected")
    body = render_python_code(made)
    path = MIGRATIONS / "versions" / "v0001_beginning.py"
    path.write_text(HEAD + "    " + body.strip() + "\n" + TAIL, "utf-8")
    ruff = Path(sys.executable).with_name("ruff")
    subprocess.run([ruff, "check", "--quiet", "--fix", "--select", "F,I", path], check=True)
    subprocess.run([ruff, "format", "--quiet", path], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
