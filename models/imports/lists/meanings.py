"""What a column of a list can mean. The values are stable: they stand in JSON and in remembered choices."""

from __future__ import annotations

from enum import StrEnum


class Meaning(StrEnum):
    """The meaning of one column; `label` is what the clerk reads."""

    IGNORE = "ignore"
    ORDINAL = "ordinal"
    NAME = "name"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    BORN = "born"
    BORN_MALE = "born_male"
    BORN_FEMALE = "born_female"
    BORN_DAY = "born_day"
    BORN_MONTH = "born_month"
    BORN_YEAR = "born_year"
    SEX = "sex"
    SEX_MALE = "sex_male"
    SEX_FEMALE = "sex_female"
    ID_NUMBER = "id_number"
    OLD_ID = "old_id"
    ID_ISSUED = "id_issued"
    ID_PLACE = "id_place"
    INSURANCE = "insurance"
    PHONE = "phone"
    ETHNICITY = "ethnicity"
    VILLAGE = "village"
    ADDRESS = "address"
    GROUP = "group"
    GROUP_TICK = "group_tick"
    DISABILITY_KIND = "disability_kind"
    KIND_TICK = "disability_kind_tick"
    DISABILITY_DEGREE = "disability_degree"
    DEGREE_TICK = "disability_degree_tick"
    COEFFICIENT = "coefficient"
    AMOUNT = "amount"
    ARREARS = "arrears"
    TOTAL = "total"
    START = "start"
    DECISION = "decision"
    DECISION_DATE = "decision_date"
    ACCOUNT = "account"
    BANK = "bank"
    ACCOUNT_HOLDER = "account_holder"
    HEAD = "head"
    RELATION = "relation"
    HOUSEHOLD_CODE = "household_code"
    POVERTY = "poverty"
    POVERTY_TICK = "poverty_tick"
    PAYEE = "payee"
    GUARDIAN = "guardian"
    CARER = "carer"
    CODE = "code"
    AGE = "age"
    SIGNATURE = "signature"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The Vietnamese label for screens."""
        return _LABELS[self]


_LABELS = {
    Meaning.IGNORE: "Bỏ qua",
    Meaning.ORDINAL: "Số thứ tự",
    Meaning.NAME: "Họ và tên",
    Meaning.FAMILY_NAME: "Họ và tên đệm",
    Meaning.GIVEN_NAME: "Tên",
    Meaning.BORN: "Ngày sinh hoặc năm sinh",
    Meaning.BORN_MALE: "Năm sinh (nam)",
    Meaning.BORN_FEMALE: "Năm sinh (nữ)",
    Meaning.BORN_DAY: "Ngày của ngày sinh",
    Meaning.BORN_MONTH: "Tháng của ngày sinh",
    Meaning.BORN_YEAR: "Năm của ngày sinh",
    Meaning.SEX: "Giới tính",
    Meaning.SEX_MALE: "Nam (đánh dấu)",
    Meaning.SEX_FEMALE: "Nữ (đánh dấu)",
    Meaning.ID_NUMBER: "Số định danh, CCCD",
    Meaning.OLD_ID: "Số CMND cũ",
    Meaning.ID_ISSUED: "Ngày cấp CCCD",
    Meaning.ID_PLACE: "Nơi cấp CCCD",
    Meaning.INSURANCE: "Số thẻ BHYT",
    Meaning.PHONE: "Điện thoại",
    Meaning.ETHNICITY: "Dân tộc",
    Meaning.VILLAGE: "Thôn, tổ dân phố",
    Meaning.ADDRESS: "Địa chỉ",
    Meaning.GROUP: "Diện hưởng, đối tượng",
    Meaning.GROUP_TICK: "Diện hưởng (đánh dấu)",
    Meaning.DISABILITY_KIND: "Dạng tật",
    Meaning.KIND_TICK: "Dạng tật (đánh dấu)",
    Meaning.DISABILITY_DEGREE: "Mức độ khuyết tật",
    Meaning.DEGREE_TICK: "Mức độ khuyết tật (đánh dấu)",
    Meaning.COEFFICIENT: "Hệ số",
    Meaning.AMOUNT: "Mức hưởng hằng tháng",
    Meaning.ARREARS: "Truy lĩnh",
    Meaning.TOTAL: "Tổng nhận",
    Meaning.START: "Hưởng từ tháng",
    Meaning.DECISION: "Số quyết định",
    Meaning.DECISION_DATE: "Ngày quyết định",
    Meaning.ACCOUNT: "Số tài khoản",
    Meaning.BANK: "Ngân hàng",
    Meaning.ACCOUNT_HOLDER: "Chủ tài khoản",
    Meaning.HEAD: "Chủ hộ",
    Meaning.RELATION: "Quan hệ với chủ hộ",
    Meaning.HOUSEHOLD_CODE: "Mã hộ",
    Meaning.POVERTY: "Hộ nghèo, cận nghèo",
    Meaning.POVERTY_TICK: "Hộ nghèo, cận nghèo (đánh dấu)",
    Meaning.PAYEE: "Người nhận thay",
    Meaning.GUARDIAN: "Người giám hộ, đại diện",
    Meaning.CARER: "Người chăm sóc",
    Meaning.CODE: "Mã đối tượng",
    Meaning.AGE: "Tuổi",
    Meaning.SIGNATURE: "Ký nhận",
    Meaning.NOTE: "Ghi chú",
}

BORN_PARTS = (Meaning.BORN_DAY, Meaning.BORN_MONTH, Meaning.BORN_YEAR)
PERSON_EVIDENCE = frozenset(
    {
        Meaning.BORN,
        Meaning.BORN_MALE,
        Meaning.BORN_FEMALE,
        Meaning.BORN_YEAR,
        Meaning.SEX,
        Meaning.ID_NUMBER,
        Meaning.OLD_ID,
        Meaning.INSURANCE,
        Meaning.PHONE,
        Meaning.ACCOUNT,
    }
)
"""A row that fills one of these speaks of a person; totals and headings never do."""

MANY = frozenset(
    {Meaning.IGNORE, Meaning.GROUP_TICK, Meaning.KIND_TICK, Meaning.DEGREE_TICK, Meaning.POVERTY_TICK, Meaning.NOTE}
)
"""Meanings that several columns of a table may share."""
