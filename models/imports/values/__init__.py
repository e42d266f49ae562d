"""From one cell to one value, as lists write it, with what may be wrong with it."""
