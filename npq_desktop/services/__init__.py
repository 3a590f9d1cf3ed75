"""Use cases: take a register, review work, set up a group, exchange files. Qt-free.

Each service is given the :class:`~npq_desktop.services.core.core.Core`, and by keyword the other
services it asks. It returns frozen rows, and answers a write, which is durable by then, with the
:class:`~npq_desktop.rows.changes.Changes` that screens listen for.
"""
