"""Alembic's scripts, one per schema; run only by models/store/migrate.py on a copy."""
