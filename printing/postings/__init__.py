"""The posting list for the wall, as PDF and as Excel. Takes a `PostingSheet`, which only the rules can make."""

from printing.postings.posting_list import posting_pdf
from printing.postings.posting_sheet import posting_xlsx

__all__ = ["posting_pdf", "posting_xlsx"]
