"""The history in words: who changed what, when and why, as a clerk reads it."""
