"""Header words -> meanings."""

from __future__ import annotations

import pytest

from models.imports.lists.headers import guess_header, money_unit
from models.imports.lists.meanings import Meaning

ALONE = {
    "ordinal": "STT|TT|Số TT|Số thứ tự|S TT",
    "name": "Họ và tên|HỌ TÊN|Tên đối tượng|Họ, tên đệm và tên|Họ và tên đối tượng|Họ và Tên NKT|"
    "Họ tên người hưởng|Ho va ten|Họ tên trẻ",
    "family_name": "Họ đệm|Họ và tên đệm|Họ lót|Họ và chữ đệm",
    "given_name": "Tên",
    "born": "Ngày sinh|Năm sinh|Ngày, tháng, năm sinh|Sinh năm|NTNS|Ngày/tháng/ năm sinh|Sinh ngày|Nam sinh",
    "born_male": "NS Nam|Năm sinh (Nam)|Năm sinh nam",
    "born_female": "NS nữ|Năm sinh (Nữ)",
    "sex": "GT|Giới tính|Phái|Nam/Nữ|Giới",
    "id_number": "CCCD|Số định danh|CMND/CCCD|ĐDCN|Số CCCD/ĐDCN|Số CMND|Mã định danh|Số căn cước|Số CC|"
    "Số giấy tờ tùy thân",
    "id_issued": "Ngày cấp|Ngày cấp CCCD",
    "id_place": "Nơi cấp",
    "insurance": "Số thẻ BHYT|Mã thẻ BHYT|Mã số BHXH",
    "village": "Thôn|TDP|Khu phố|Xóm|Địa chỉ\n(thôn, TDP)|Thôn/TDP|Tên thôn|Tổ|Bản|Khu dân cư|Địa bàn|Ấp/Khóm",
    "address": "Địa chỉ|Nơi thường trú|Nơi cư trú|Hộ khẩu thường trú|Địa chỉ thường trú|Nơi ở hiện nay|HKTT|Chỗ ở",
    "group": "Đối tượng|Diện hưởng|Loại đối tượng|Đối tượng thuộc diện|Loại trợ cấp|Nhóm ĐT|"
    "Đối tượng hưởng trợ cấp|Chế độ|Khoản",
    "disability_kind": "Dạng tật|Dạng khuyết tật|Loại tật",
    "disability_degree": "Mức độ|Mức độ KT|Mức độ khuyết tật",
    "coefficient": "Hệ số|HS|Hệ số hưởng",
    "amount": "Mức hưởng|Mức hưởng (đồng)|Mức trợ cấp|Mức TC/tháng|Số tiền|Trợ cấp hàng tháng|"
    "Số tiền trợ cấp|Mức hưởng mới|Kinh phí|Tiền",
    "arrears": "Truy lĩnh|Truy lĩnh tháng trước",
    "total": "Tổng nhận|Thực lĩnh|Thành tiền|Tổng cộng|Tổng số tiền|Cộng",
    "start": "Hưởng từ tháng|Thời điểm hưởng|Thời gian hưởng|Hưởng từ|Tháng hưởng|Từ tháng",
    "decision": "QĐ số|Số QĐ|Quyết định hưởng|Số, ngày quyết định",
    "decision_date": "Ngày QĐ|Ngày tháng năm quyết định|Ngày ký",
    "account": "Số TK|Số TK ngân hàng|Số tài khoản|STK|Tài khoản",
    "bank": "Ngân hàng|Tên ngân hàng",
    "account_holder": "Chủ tài khoản|Tên chủ tài khoản|Chủ TK|Tên TK",
    "phone": "SĐT|Điện thoại|Số điện thoại liên hệ|Số ĐT|Di động",
    "ethnicity": "Dân tộc",
    "head": "Chủ hộ|Họ tên chủ hộ",
    "relation": "Quan hệ với chủ hộ|Quan hệ",
    "household_code": "Mã hộ|Số sổ hộ khẩu|Mã số hộ",
    "poverty": "Hộ nghèo/cận nghèo|Hộ nghèo|Diện hộ nghèo, cận nghèo|Hoàn cảnh",
    "payee": "Người nhận thay|Họ tên người nhận thay|Người được ủy quyền",
    "guardian": "Người giám hộ|Họ tên người giám hộ",
    "carer": "Người chăm sóc|Người nuôi dưỡng",
    "code": "Mã đối tượng|Mã hồ sơ",
    "age": "Tuổi",
    "signature": "Ký nhận|Chữ ký người nhận|Ký tên",
    "note": "Ghi chú|Lý do",
    "ignore": "CCCD người nhận thay|Họ tên cha|Mức hưởng cũ|Số tháng|Mức chuẩn|Nghề nghiệp|Quê quán|Hệ số 1,5",
}
STACKED = {
    ("Năm sinh", "Nam"): "born_male",
    ("Năm sinh", "Nữ"): "born_female",
    ("Ngày sinh", "Ngày"): "born_day",
    ("Ngày sinh", "Tháng"): "born_month",
    ("Ngày sinh", "Năm"): "born_year",
    ("Giới tính", "Nam"): "sex_male",
    ("Giới tính", "Nữ"): "sex_female",
    ("Quyết định", "Số"): "decision",
    ("Quyết định", "Ngày"): "decision_date",
    ("CCCD", "Số"): "id_number",
    ("CCCD", "Ngày cấp"): "id_issued",
    ("Người nhận thay", "Họ và tên"): "payee",
    ("Người nhận thay", "CCCD"): "ignore",
    ("Thông tin đối tượng", "Họ và tên"): "name",
    ("Đối tượng", "Ngày sinh"): "born",
    ("Trợ cấp", "Hệ số"): "coefficient",
    ("Trợ cấp", "Truy lĩnh"): "arrears",
    ("Tài khoản", "Số"): "account",
    ("Tài khoản", "Ngân hàng"): "bank",
    ("Tài khoản", "Tên"): "account_holder",
    ("Chủ hộ", "Họ tên"): "head",
    ("Họ và tên", "Họ đệm"): "family_name",
    ("Họ và tên", "Tên"): "given_name",
    ("THÔNG TIN CÁ NHÂN", "Năm sinh", "Nam"): "born_male",
}


@pytest.mark.parametrize(("meaning", "texts"), ALONE.items())
def test_headers_in_one_row(meaning: str, texts: str) -> None:
    for text in texts.split("|"):
        for spelling in (text, text.upper(), f" {text} "):
            guess = guess_header((spelling,))
            assert guess is not None, spelling
            assert guess.meaning.value == meaning, spelling


@pytest.mark.parametrize(("path", "meaning"), STACKED.items())
def test_headers_over_several_rows(path: tuple[str, ...], meaning: str) -> None:
    guess = guess_header(path)
    assert guess is not None
    assert guess.meaning.value == meaning


@pytest.mark.parametrize("text", ["", "Lê Văn Sơn", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "x" * 200])
def test_texts_that_are_no_headers(text: str) -> None:
    assert guess_header((text,)) is None


def test_units_of_money() -> None:
    texts = {
        "ĐVT: 1.000 đồng": 1000,
        "Đơn vị tính: nghìn đồng": 1000,
        "ĐVT: đồng": 1,
        "Mức hưởng (1.000đ)": 1000,
        "Mức hưởng (đồng)": 1,
        "Số tiền (ngàn đồng)": 1000,
        "Đơn vị tính : 1000đ": 1000,
        "ĐVT: triệu đồng": 1_000_000,
        "Đơn vị: Thôn 3": None,
        "Mức hưởng": None,
        "DANH SÁCH 1.000 NGƯỜI": None,
    }
    assert {text: money_unit(text) for text in texts} == texts


def test_every_meaning_has_a_label() -> None:
    labels = [meaning.label for meaning in Meaning]
    assert all(labels)
    assert len(set(labels)) == len(labels)
