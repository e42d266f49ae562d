"""What the tables of the law are called in the history: the office's documents, their rows, switches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from models.history import showing as show
from models.history.fields import RecordWords, day, text
from models.history.showing import Field
from models.law.office_rules import ROW_LABELS

LAW: Final[Mapping[str, RecordWords]] = {
    "office_document": RecordWords(
        "Văn bản của địa phương",
        {
            "key": text("Tên gọi trong sổ"),
            "number": text("Số, ký hiệu"),
            "title": text("Tên"),
            "issuer": text("Cơ quan ban hành"),
            "signed_on": day("Ngày ký"),
            "in_force": day("Hiệu lực từ ngày"),
            "known_from": day("Biết được từ ngày"),
            "file_name": text("Tệp lưu"),
            "note": text("Ghi chú"),
        },
    ),
    "office_law_row": RecordWords(
        "Mức của địa phương",
        {
            "document_id": text("Văn bản (mã trong sổ)"),
            "kind": Field("Loại", show.choice(ROW_LABELS)),
            "name": text("Của"),
            "first_month": Field("Từ tháng", show.month),
            "last_month": Field("Đến hết tháng", show.month),
            "body": text("Nội dung"),
        },
    ),
    "law_switch": RecordWords(
        "Bật, tắt văn bản",
        {
            "document_key": text("Văn bản"),
            "counts": Field("Đang áp dụng", show.yes_no),
            "edition": text("Ấn bản luật kèm chương trình"),
            "switched_at": Field("Lúc", show.instant),
            "reason": text("Lý do"),
            "preview": text("Kết quả xem trước"),
        },
    ),
}
