"""From sheets of cells to the people, benefits and problems that the list speaks of."""
