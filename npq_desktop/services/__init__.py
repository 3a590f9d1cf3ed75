"""Use cases: take a register, review work, set up a group, exchange files. Qt-free.

Each service takes what it needs by keyword, returns frozen rows, and answers a write with the
:class:`~npq_desktop.rows.changes.Changes` that screens listen for. What a service returns from
is durable.
"""
