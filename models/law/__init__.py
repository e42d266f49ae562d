"""The law as dated data, and what it gives to one person for one month."""
