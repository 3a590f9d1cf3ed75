"""The command ``npq-hub``: serve, and what an owner does beside it."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from npq_desktop.hub import codes, copying, looking
from npq_desktop.hub.configuration import HubConfiguration, configured
from npq_desktop.hub.database import HubDatabase, HubError
from npq_desktop.hub.keeping import HubBacking
from npq_desktop.hub.spreading import prepare
from npq_desktop.journal.codec import is_hash
from npq_desktop.relay.replies import RefusalError

DONE, FAILED, MISUSED = 0, 1, 2
_Command = Callable[[argparse.Namespace, HubConfiguration], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    asked = _parser().parse_args(arguments)
    names = ("database", "listen", "workers", "url")
    given: dict[str, object] = {name: getattr(asked, name, None) for name in names}
    try:
        configuration = configured(asked.config, os.environ, given)
        return int(asked.run(asked, configuration))
    except RefusalError as refusal:
        return _failed(str(refusal))
    except HubError as error:
        return _failed(str(error))
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        return _failed(f"The database did not do this: {reason}")
    except KeyboardInterrupt:
        return DONE


def _serve(_asked: argparse.Namespace, configuration: HubConfiguration) -> int:
    from npq_desktop.hub.serving import serve

    serve(configuration)
    return DONE


def _code(asked: argparse.Namespace, configuration: HubConfiguration) -> int:
    if asked.uses < 1 or asked.days < 1:
        return _failed("A code opens at least one group, on at least one day.", MISUSED)
    with closing(_made(configuration)) as database:
        key = _backing(database, configuration).key.public
        code = database.write(
            lambda connection: codes.make(
                connection, uses=asked.uses, days=asked.days, note=asked.note, today=_today()
            )
        )
    url = configuration.url or f"http://{configuration.listen}"
    print(f"npqhub:{url}#{key}.{code}")
    return DONE


def _check(_asked: argparse.Namespace, configuration: HubConfiguration) -> int:
    with closing(_existing(configuration.database)) as database:
        found = looking.check(database, _today())
    print(json.dumps(found))
    return FAILED if found["unsound"] else DONE


def _devices(asked: argparse.Namespace, configuration: HubConfiguration) -> int:
    with closing(_existing(configuration.database)) as database:
        rows = looking.devices(database, asked.group)
    for row in rows:
        last = row.last or "nothing yet"
        print(f"{row.group[:8]}\t{row.name}\t{row.device}\t{row.role}\t{last}")
    return DONE


def _backup(asked: argparse.Namespace, configuration: HubConfiguration) -> int:
    with closing(_existing(configuration.database)) as database:
        copying.back_up(database, asked.file)
    _tell(f"{asked.file} holds everything, the hub's own key too. Keep it to yourself.")
    return DONE


def _restore(asked: argparse.Namespace, configuration: HubConfiguration) -> int:
    if not asked.file.is_file():
        return _failed(f"There is no file {asked.file}.")
    groups = _copied(f"sqlite:///{asked.file}", configuration.database, exactly=False)
    _tell(f"Everything of the backup's {groups} groups is there.")
    return DONE


def _move(asked: argparse.Namespace, configuration: HubConfiguration) -> int:
    groups = _copied(configuration.database, asked.to, exactly=True)
    _tell(f"All {groups} groups are there, and their summaries are equal.")
    return DONE


def _copied(source: str, to: str, *, exactly: bool) -> int:
    with closing(_existing(source)) as one, closing(HubDatabase(to)) as other:
        other.make_tables()
        copying.merge(one, other)
        return copying.compare(one, other, exactly=exactly)


def _remove(asked: argparse.Namespace, configuration: HubConfiguration) -> int:
    if not is_hash(asked.group):
        return _failed("A group is named by its 64 digits. See: npq-hub check", MISUSED)
    with closing(_existing(configuration.database)) as database:
        backing = _backing(database, configuration)
        if backing.access(asked.group) is None:
            return _failed("There is no such group here.")
        backing.remove(asked.group)
    _tell("The group is gone from this hub for good. The laptops keep it.")
    return DONE


def _prepare(_asked: argparse.Namespace, configuration: HubConfiguration) -> int:
    with closing(HubDatabase(configuration.database)) as database:
        for line in prepare(database):
            _tell(line)
    return DONE


def _made(configuration: HubConfiguration) -> HubDatabase:
    database = HubDatabase(configuration.database)
    database.make_tables()
    return database


def _backing(database: HubDatabase, configuration: HubConfiguration) -> HubBacking:
    return HubBacking(database, limits=configuration.limits, clock=time.time)


def _existing(url: str) -> HubDatabase:
    """A database that somebody made.

    Raises:
        HubError: there is none.
    """
    path = url.removeprefix("sqlite:///") if "://" not in url or url.startswith("sqlite") else ""
    if path and not Path(path).exists():
        raise HubError(f"There is no database {path} yet. Start the hub once: npq-hub serve")
    database = HubDatabase(url)
    try:
        if not database.has_tables():
            raise HubError("There is no hub in this database yet.")
    except SQLAlchemyError as error:
        raise HubError(f"The database does not answer: {error}") from error
    database.check_schema()
    return database


def _today() -> date:
    return datetime.now(UTC).date()


def _tell(line: str) -> None:
    print(line, file=sys.stderr)


def _failed(sentence: str, code: int = FAILED) -> int:
    _tell(sentence)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="npq-hub", description="Carries groups between laptops and cannot read them."
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--config", type=Path, help="the configuration, a TOML file")
    common.add_argument("--database", help="sqlite:///FILE or postgresql://…")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: _Command, told: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=told, parents=[common])
        added.set_defaults(run=run)
        return added

    serve = command("serve", _serve, "listen for laptops")
    serve.add_argument("--listen", metavar="HOST:PORT")
    serve.add_argument("--workers", type=int)
    code = command("code", _code, "print a link that lets groups in")
    code.add_argument("--uses", type=int, default=1, help="how many groups it opens (1)")
    code.add_argument("--days", type=int, default=14, help="how long it does (14)")
    code.add_argument("--note", default="", help="for whom, for your own eyes")
    code.add_argument("--url", help="the address that laptops use")
    command("check", _check, "read everything; prints JSON")
    command("devices", _devices, "whose laptops are in a group").add_argument("group", nargs="?")
    command("backup", _backup, "write one file of everything").add_argument("file", type=Path)
    command("restore", _restore, "take a backup in").add_argument("file", type=Path)
    command("move", _move, "copy everything into another database").add_argument(
        "--to", required=True, metavar="URL"
    )
    command("remove", _remove, "forget a group for good").add_argument("group")
    command("prepare", _prepare, "make the tables, spread where the engine can")
    return parser


def script() -> None:
    """The command ``npq-hub``."""
    sys.exit(main())


if __name__ == "__main__":
    script()
