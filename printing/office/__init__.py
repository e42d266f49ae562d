"""A paper out of its kept facts, whatever its kind."""
