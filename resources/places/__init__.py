"""Places and peoples as dated data with their source: provinces, number prefixes, ethnic groups. Bytes only."""
