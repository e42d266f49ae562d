"""From a file's bytes to sheets of cells with readable text; nothing is understood here."""
