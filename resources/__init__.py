"""Bytes only: fonts, icons, the law as dated data, places, words. Nothing here computes."""
