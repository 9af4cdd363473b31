"""`cektautan keys init|show|rotate|prepare|install`: the signing keys, and what to do when one is lost or stolen.

docs/protocol.md, section 11, tells when to use which. No secret is ever printed.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from cektautan.publish.errors import PublishError
from cektautan.publish.keys import KEYRING_DAYS, KeyStore
from cektautan.publish.locking import lock
from cektautan.publish.publisher import resign, rotate
from cektautan.publish.store import PublicStore
from cektautan.settings import Settings, from_environment

HELP = "make, show and replace the signing keys"

MOST_DAYS = 366
"""How long keys.json may hold: a stolen online key stays good for as long where nobody notices."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("show", help="print the root public key and the online keys in use")
    init = actions.add_parser("init", help="make the keys that are missing")
    rotating = actions.add_parser("rotate", help="make a new online key, sign it with the root key, sign the set again")
    rotating.add_argument(
        "--root-secret", type=Path, metavar="FILE", help="the root secret key (default: root.key among the keys)"
    )
    prepare = actions.add_parser("prepare", help="make a new online key and a keys.json to be signed elsewhere")
    prepare.add_argument("keys_json", type=Path, metavar="KEYS.JSON", help="where to write it")
    for each in (init, rotating, prepare):
        each.add_argument("--days", type=_days, default=KEYRING_DAYS, help="how long keys.json holds (%(default)s)")
    install = actions.add_parser("install", help="use a keys.json that was signed elsewhere, and sign the set again")
    install.add_argument("keys_json", type=Path, metavar="KEYS.JSON", help="with KEYS.JSON.minisig beside it")


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 1 if it cannot be done."""
    settings = from_environment(os.environ)
    try:
        _act(args, settings, int(time.time()))
    except PublishError as problem:
        print(f"cektautan keys: {problem}", file=sys.stderr)
        return 1
    return 0


def _days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {MOST_DAYS}")
    return int(text)


def _act(args: argparse.Namespace, settings: Settings, now: int) -> None:
    root = settings.pinned_root
    store = KeyStore(settings.keys_dir, root)
    match args.action:
        case "init":
            with lock(settings.public_dir):
                store.initialise(now, args.days)
        case "rotate":
            published = rotate(settings.public_dir, settings.keys_dir, now, args.days, root, args.root_secret)
            print(f"signed again as {published.seq}" if published else "there is no set to sign again yet")
        case "prepare":
            with lock(settings.public_dir):
                _, keys_json = store.prepare_rotation(now, args.days)
            args.keys_json.write_bytes(keys_json)
            print(f"sign it where the root key is:\n  minisign -S -l -s root.key -c CekTautan -m {args.keys_json.name}")
            print(f"then: cektautan keys install {args.keys_json}")
            return
        case "install":
            signature = args.keys_json.with_name(args.keys_json.name + ".minisig")
            with lock(settings.public_dir):
                store.install(args.keys_json.read_bytes(), signature.read_bytes(), now)
                current = PublicStore(settings.public_dir).current()
            if current is not None:
                print(f"signed again as {resign(settings.public_dir, settings.keys_dir, now, root).seq}")
    _show(store)


def _show(store: KeyStore) -> None:
    root, keyring = store.root(), store.keyring()
    if root is None or keyring is None:
        print("there are no keys yet (cektautan keys init)")
        return
    secret = "here" if store.root_secret_path.exists() else "elsewhere"
    print(f"root key    {root.text}\n            id {root.name}, its secret is {secret}")
    for key in keyring.keys:
        print(f"online key  {key.text}\n            id {key.name}")
    expires = time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime(keyring.expires))
    print(f"keys.json   version {keyring.version}, until {expires}")
