"""From verdicts and the clerk's choices to everything that one import will write."""
