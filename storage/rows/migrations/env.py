"""Alembic's entry: runs on the connection that `storage.rows.schema` hands over."""

from alembic import context
from sqlmodel import SQLModel

import storage.rows.tables  # noqa: F401  (fills the metadata)

connection = context.config.attributes["connection"]
target_metadata = SQLModel.metadata

context.configure(
    connection=connection, target_metadata=target_metadata, compare_type=True, transaction_per_migration=True
)
with context.begin_transaction():
    context.run_migrations()
