"""Excel sheets out: a workbook made in memory alone, and the sheet of any register.

Promises: nothing is written to the temporary folder, equal facts give equal bytes, and no text becomes a formula.
"""
