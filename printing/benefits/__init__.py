"""The payment list: finance copy and pay-desk copy, as PDF and as Excel."""

from printing.benefits.payment_list import payment_pdf
from printing.benefits.payment_sheet import payment_xlsx

__all__ = ["payment_pdf", "payment_xlsx"]
