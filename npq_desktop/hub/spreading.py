"""Makes a hub's tables ready for a database that is spread over several servers."""

from sqlalchemy import text

from npq_desktop.hub.database import HubDatabase
from npq_desktop.hub.tables import CODE, HUB, OF_GROUPS

_HAS_CITUS = text("SELECT count(*) FROM pg_extension WHERE extname = 'citus'")
_IS_SPREAD = text(
    "SELECT count(*) FROM pg_dist_partition WHERE logicalrelid = CAST(:table AS regclass)"
)


def prepare(database: HubDatabase) -> list[str]:
    """Make the tables, and spread them where the engine's own extension can; what was done.

    Raises:
        HubError: the database does not answer.
    """
    database.make_tables()
    done = ["The tables are there."]
    if database.is_sqlite:
        return [*done, "SQLite keeps them in one file."]
    with database.engine.connect() as connection:
        if not connection.execute(_HAS_CITUS).scalar():
            names = ", ".join(table.name for table in OF_GROUPS)
            told = (
                f"This engine has no extension that spreads them. Spread {names} by group_id in "
                "the engine's own way, or leave them on one server."
            )
            return [*done, told]
        for table in OF_GROUPS:
            if not connection.execute(_IS_SPREAD, {"table": table.name}).scalar():
                order = "SELECT create_distributed_table(:table, 'group_id')"
                connection.execute(text(order), {"table": table.name})
            done.append(f"{table.name} is spread by group_id.")
        for table in (HUB, CODE):
            if not connection.execute(_IS_SPREAD, {"table": table.name}).scalar():
                order = "SELECT create_reference_table(:table)"
                connection.execute(text(order), {"table": table.name})
            done.append(f"{table.name} is on every server.")
        connection.commit()
    return done
