"""What a list means beside the register: new, known, unsure, and what would change."""
