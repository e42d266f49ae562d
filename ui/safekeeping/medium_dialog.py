"""The one question about a stick: does it belong to the office, and who keeps it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import ChoiceField, TextField
from ui.safekeeping.facts import Found, NewMedium

WORDS = (
    "Sổ chỉ được sao lưu vào USB, ổ đĩa của cơ quan. Bản sao đã mã hóa, nhưng ai giữ nó vẫn phải biết là ai: "
    "biên bản bàn giao sẽ ghi theo đây."
)
_WHOSE = (("ours", "Của cơ quan"), ("foreign", "Không phải của cơ quan"))


def medium_dialog(
    parent: QWidget | None, desk: Desk, found: Found, keeper: str, save: Callable[[NewMedium], object]
) -> FormDialog:
    """Ask about `found`; `keeper` is proposed. `save` gets the answer and may raise RuleError."""
    title = f"{found.name}: lần đầu dùng"
    draft = f"medium/{found.uid or found.drive.volume or found.drive.root}"
    dialog = FormDialog(parent, desk, title, words=WORDS, yes="Ghi nhận", draft_key=draft)
    form = dialog.form
    form.add(ChoiceField("standing", "Chủ của USB, ổ đĩa", _WHOSE, required=True, empty="Chọn…"))
    form.add(TextField("label", "Tên gọi", hint="Ghi tên này lên vỏ USB, ví dụ: USB 1 Văn hóa - Xã hội"))
    form.add(TextField("keeper", "Ai giữ, để ở đâu", hint="Ví dụ: Nguyễn Thị Hạnh, tủ sắt phòng 3"))
    form.load({"label": found.label or found.drive.label, "keeper": found.keeper or keeper})

    def answer() -> None:
        ours = form.value("standing") == "ours"
        save(NewMedium(found, ours, str(form.value("label") or ""), str(form.value("keeper") or "")))

    dialog.on_save(answer)
    return dialog
