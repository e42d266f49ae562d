"""The office itself: commune, issuing bodies, signers, villages, staff, number series."""
