"""Keeps the portal's processes together on one machine: a trial with ``run``, a test with ``throwaway``.

The embedded PostgreSQL and Valkey are for trial and development only. A real installation brings its own
servers through ``DATABASE_URL`` and ``REDIS_URL`` and lets its service manager or Docker do the keeping.
"""
