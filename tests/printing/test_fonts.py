"""The bundled faces: full Vietnamese, the metrics of Times New Roman, tabular figures for the screen."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont

from models.store.errors import RuleError
from printing.page.faces import MissingGlyphError, Style, Weight, advances_of, font_of, width_of, wrap
from resources import fonts

VIETNAMESE = "".join(map(chr, range(0x1EA0, 0x1EFA))) + "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư"
SIGNS = "–—…“”‘’•½²³°×₫№/−"


@pytest.mark.parametrize("name", [*fonts.PAPER_FONTS, *fonts.SCREEN_FONTS])
def test_every_face_has_full_vietnamese(name: str) -> None:
    glyphs = TTFont("probe", BytesIO(fonts.font_bytes(name))).face.charToGlyph
    assert [c for c in VIETNAMESE + SIGNS if ord(c) not in glyphs] == []


@pytest.mark.parametrize("name", fonts.SCREEN_FONTS)
def test_screen_faces_have_tabular_figures(name: str) -> None:
    assert b"tnum" in fonts.font_bytes(name)


def test_metrics_of_times_new_roman() -> None:
    advances = advances_of(Weight.REGULAR)
    known = {"A": 1479, "a": 909, "1": 1024, "m": 1593, " ": 512, "ệ": 909, "Đ": 1479}
    assert {c: round(advances[c] * 2048) for c in known} == known


@given(st.text(alphabet=VIETNAMESE + "abcXYZ 0123456789.,-", max_size=40), st.sampled_from(list(Weight)))
def test_own_widths_are_reportlab_s(text: str, weight: Weight) -> None:
    assert width_of(text, Style(weight, 13)) == pytest.approx(stringWidth(text, font_of(weight).fontName, 13), abs=1e-6)


@given(st.text(alphabet="aệ Đm.1", max_size=80), st.floats(20, 200))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: float) -> None:
    style = Style(Weight.REGULAR, 12)
    lines = wrap(text, style, width)
    assert "".join(line for line, _ in lines).replace(" ", "") == text.replace(" ", "")
    for line, measured in lines:
        assert measured == pytest.approx(width_of(line, style), abs=1e-6)
        assert measured <= width + 1e-6


def test_missing_glyph_names_the_character() -> None:
    with pytest.raises(MissingGlyphError) as missing:
        width_of("Nguyễn 漢", Style(Weight.REGULAR, 12))
    refused = missing.value.at("cột “Họ và tên”, dòng 3")
    assert isinstance(refused, RuleError)
    assert "漢" in refused.message
    assert "U+6F22" in refused.message
    assert "dòng 3" in refused.message
