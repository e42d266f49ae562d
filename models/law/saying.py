"""An assessment in words: what a citizen understands, each sentence with its article, and the answer as JSON values.

Promises: nothing here decides; what is told is what `assess` found. Grounds that tell of HIV/AIDS keep the neutral
titles of their groups.
"""

from __future__ import annotations

from typing import Any

from models.law.assess import Assessment
from models.law.book import Group, LawOfMonth
from models.law.combining import Line
from models.law.facts import Facts
from models.law.rows import Document
from models.store.dates import PartialDate, month_iso
from models.store.money import coefficient_text, format_amount, format_coefficient

PENSION_WORDS = "trợ cấp hưu trí xã hội"


def answer(assessment: Assessment, facts: Facts, law: LawOfMonth) -> dict[str, Any]:
    """The answer of `law assess` (docs/law-facts.md)."""
    return {
        "month": month_iso(assessment.month),
        "known_on": assessment.known_on.isoformat(),
        "law": list(assessment.law),
        "lines": [_line(line, assessment, facts, law) for line in assessment.lines],
        "total": assessment.total,
        "missing": list(assessment.missing),
    }


def _line(line: Line, assessment: Assessment, facts: Facts, law: LawOfMonth) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "group": line.group,
        "table": line.table,
        "base_rate": line.base_rate,
        "coefficient": None if line.coefficient is None else coefficient_text(line.coefficient),
        "amount": line.amount,
        "payable": line.payable,
        "basis": basis(line.source, law),
        "why": why(line, assessment, facts, law),
    }


def cited(document: Document) -> str:
    """ "Nghị định 335/2026/NĐ-CP", "Nghị quyết 63/2025/NQ-HĐND", or the number alone."""
    if document.number.endswith("/NĐ-CP"):
        return f"Nghị định {document.number}"
    if document.number.endswith("NQ-HĐND"):
        return f"Nghị quyết {document.number}"
    return f"Thông tư {document.number}" if "/TT-" in document.number else document.number


def basis(group: Group, law: LawOfMonth) -> str:
    """The articles a group stands on: who it is for, and what it gets."""
    places: list[tuple[str, str]] = []
    for row in (group.who, group.level, group.rate if group.level is None or group.rate is None else None):
        if row is None or not row.article:
            continue
        if (row.article, row.document) not in places:
            places.append((row.article, row.document))
    found: list[str] = []
    for document in dict.fromkeys(key for _, key in places):
        articles = [article for article, key in places if key == document]
        found.append(f"{', '.join(articles)} {cited(law.documents[document])}")
    return "; ".join(found)


def why(line: Line, assessment: Assessment, facts: Facts, law: LawOfMonth) -> str:
    """Why a group fits, how its amount comes about, and why it is paid or not."""
    said = [
        f"{line.source.who.title} ({basis(line.source, law)}){_age(line)}.",
        f"{_reckoning(line)}{_tables(line, facts, law)}.",
        _verdict(line, assessment, law),
        _birth(line, facts, law),
    ]
    said += [f"{note}." for note in assessment.notes if line.kind != "social_pension"]
    return " ".join(sentence for sentence in said if sentence)


def _age(line: Line) -> str:
    if line.age is None:
        return ""
    who = ", người được chăm sóc" if line.kind == "care_support" and line.group != "CS-MT" else ","
    return f"{who} {line.age} tuổi vào ngày {line.day:%d/%m/%Y}"


def _reckoning(line: Line) -> str:
    amount = format_amount(line.amount)
    if line.coefficient is None:
        return f"Mức {amount} đồng một tháng"
    band = f" ({line.band})" if line.band and len(line.source.amounts) > 1 else ""
    count = f" ({line.count} con)" if line.source.counter is not None else ""
    factor, base = format_coefficient(line.coefficient), format_amount(line.base_rate)
    return f"Hệ số {factor}{band}{count} nhân mức chuẩn {base} đồng bằng {amount} đồng một tháng"


def _tables(line: Line, facts: Facts, law: LawOfMonth) -> str:
    local = law.table_of(facts.province, facts.former_province)
    if local is None or local.place is None:
        return ""
    name = local.place.name
    if line.table == "local":
        other = "" if line.elsewhere is None else f", cao hơn mức chung {format_amount(line.elsewhere)} đồng"
        return f", theo bảng riêng của {name}{other}"
    if line.elsewhere is None:
        return ""
    return f"; bảng riêng của {name} cho {format_amount(line.elsewhere)} đồng, không cao hơn nên trả theo mức chung"


def _verdict(line: Line, assessment: Assessment, law: LawOfMonth) -> str:
    other = next((one for one in assessment.lines if one.group == line.against), None)
    title = "" if other is None else PENSION_WORDS if other.kind == "social_pension" else f"«{other.source.who.title}»"
    highest = _rule("one_highest", law)
    either = _rule("pension_or_allowance", law)
    if line.verdict == "one_highest":
        return f"Không trả thêm khoản này: thuộc nhiều nhóm chỉ hưởng mức cao nhất, là {title} ({highest})."
    if line.verdict == "highest":
        return f"Được trả vì là mức cao nhất trong các nhóm phù hợp ({highest})."
    if line.verdict == "both":
        return f"Được trả cùng với {title}: người đơn thân nghèo nuôi con được hưởng cả hai ({highest})."
    if line.verdict in ("pension_higher", "pension_kept"):
        how = "cao hơn" if line.verdict == "pension_higher" else "bằng nhau và đang trả"
        if line.payable:
            return f"Được trả vì {how} so với trợ cấp xã hội ({either}); chỉ đổi khi có đề nghị."
        return f"Không trả vì {PENSION_WORDS} {how} ({either}); chỉ đổi sang {PENSION_WORDS} khi có đề nghị."
    if line.verdict in ("allowance_higher", "allowance_kept"):
        how = "cao hơn" if line.verdict == "allowance_higher" else "không thấp hơn"
        return f"Không trả vì trợ cấp xã hội {title} {how} ({either}); chỉ hưởng một trong hai."
    if line.kind == "care_support":
        return f"Được trả riêng, ngoài mức trợ cấp của từng người ({_rule('care_on_top', law)})."
    return "Được trả."


def _rule(name: str, law: LawOfMonth) -> str:
    row = law.rules.get(name)
    return "" if row is None else f"{row.article} {cited(law.documents[row.document])}"


def _birth(line: Line, facts: Facts, law: LawOfMonth) -> str:
    born: PartialDate | None = facts.born
    if line.kind == "care_support" and line.group != "CS-MT":
        born = facts.carer.cared_born if facts.carer is not None else None
    if born is None or born.precision == "day" or line.age is None:
        return ""
    taken = born.latest if law.last_day else born.earliest
    what = "năm" if born.precision == "year" else "tháng"
    return f"Ngày sinh chỉ biết đến {what} {born.display()}, theo thông lệ tính là {taken:%d/%m/%Y}."
