"""The printed recovery sheet: what its codes say opens, each page stands for itself, nobody is named."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pypdf
import pypdfium2  # type: ignore[import-untyped]  # no stubs
import zxingcpp

from models.store import recovery
from models.store.recovery import RecoveryKey
from printing.page.sizes import A4_LONG, A4_SHORT
from printing.safekeeping.recovery_sheet import SheetFacts, recovery_pdf

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
KEY = RecoveryKey(bytes(range(20)))
WHOLE = SheetFacts("phieu-1", "3F2A-91BC", recovery.groups(KEY), recovery.qr_text(KEY))


def texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages]


def codes(pdf: bytes) -> list[str]:
    """The QR code of each page, read from a picture as a printer of 150 dots would make it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pictures = [page.render(scale=150 / 72).to_pil() for page in document]
        found = [zxingcpp.read_barcodes(picture) for picture in pictures]
    finally:
        document.close()
    return [next(code.text for code in page if "QR" in str(code.format)) for page in found]


def test_groups_and_code_of_the_whole_key_open() -> None:
    pdf = recovery_pdf(WHOLE, printed_at=AT)
    [text] = texts(pdf)
    assert all(group in text for group in recovery.groups(KEY))
    assert "phieu-1" in text
    assert "3F2A-91BC" in text
    assert "22/11/2026" in text
    assert recovery.parse(codes(pdf)[0]) == KEY


def test_any_two_of_the_three_pages_open_and_none_holds_the_key() -> None:
    pdf = recovery_pdf(SheetFacts("phieu-1", "3F2A-91BC", shares=recovery.split(KEY)), printed_at=AT)
    read, written = codes(pdf), texts(pdf)
    assert len(read) == 3
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert recovery.join([read[one], read[other]]) == KEY
    assert not any(group in text for text in written for group in recovery.groups(KEY))
    assert [f"Mảnh {number} trong 3" in text for number, text in enumerate(written, 1)] == [True] * 3


def test_it_is_a4_and_the_same_bytes_each_time() -> None:
    pdf = recovery_pdf(WHOLE, printed_at=AT)
    box = pypdf.PdfReader(BytesIO(pdf)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (round(A4_SHORT), round(A4_LONG))
    assert recovery_pdf(WHOLE, printed_at=AT) == pdf
