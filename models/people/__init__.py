"""People and households of the commune, with the dated facts about them."""
