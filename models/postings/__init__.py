"""Postings: what hangs on the wall, where, until when, and on which ground (privacy.md 11.1)."""
