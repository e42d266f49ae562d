"""The page ground of every paper: fonts, sizes, letterhead by NĐ 30/2020/NĐ-CP, and the painter of long tables.

Promises: every text is checked against its font before it is drawn, and the same facts give the same bytes. Must not
know a subject of the office, read a store or write a file.
"""
