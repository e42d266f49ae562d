"""The sentences of decisions and proposals, from their frozen facts. Pure: decides no law and draws nothing.

Promises: a month that follows the signing is told as such until the day is known; a secret ground is never named.
"""

from __future__ import annotations

from models.benefits.entitlements.grounds import long_day
from models.benefits.entitlements.papers import ENDING_KINDS, MONEY_KINDS, DecidedPerson, DecidedStep, DecisionPaper
from models.benefits.entitlements.rules import DecisionKind
from models.store.dates import month_display
from models.store.money import amount_in_words, format_amount, format_coefficient
from models.store.vietnamese import tidy

BLANK_NUMBER = "........."
BLANK_DAY = "...... tháng ...... năm ........"
MONTH_OF_SIGNING = "tháng ký Quyết định"
ANNEX = "có danh sách kèm theo"
_EXECUTION = {
    DecisionKind.RECOVER: "Số tiền thu hồi được nộp lại ngân sách nhà nước hoặc giảm trừ vào kỳ chi trả sau.",
    DecisionKind.FUNERAL: "Kinh phí từ nguồn bảo đảm xã hội trong dự toán ngân sách, chi trong kỳ chi trả gần nhất.",
    DecisionKind.SUSPEND: (
        "Người bị tạm dừng thực hiện đúng yêu cầu và còn đủ điều kiện thì được chi trả lại từ tháng tạm dừng; không "
        "còn đủ điều kiện thì thôi hưởng từ tháng tạm dừng."
    ),
    DecisionKind.STOP: (
        "Số tiền đã chi trả cho các tháng từ thời điểm trên trở đi (nếu có) được thu hồi theo quyết định riêng."
    ),
    DecisionKind.TRANSFER_OUT: (
        "Hồ sơ được chuyển đến Ủy ban nhân dân cấp xã nơi cư trú mới để chi trả từ tháng thôi chi trả tại nơi cũ."
    ),
}
_PAID = "Kinh phí thực hiện từ nguồn bảo đảm xã hội trong dự toán ngân sách, chi trả hằng tháng theo danh sách chi trả."
_ARREARS = "Phần chênh lệch của các tháng trước (nếu có) được truy lĩnh trong kỳ chi trả gần nhất."
_BORN = {4: "năm", 7: "tháng", 10: "ngày"}
"""By the length of the shown birth date."""


def authority(paper: DecisionPaper) -> str:
    """Who decides, in capitals."""
    return f"CHỦ TỊCH ỦY BAN NHÂN DÂN {paper.office.upper()}"


def department(paper: DecisionPaper) -> str:
    """ "Phòng Văn hóa - Xã hội" out of the capitals of the letterhead."""
    words = tidy(paper.department) or "PHÒNG VĂN HÓA - XÃ HỘI"
    return "Phòng Văn hóa - Xã hội" if words.upper() == "PHÒNG VĂN HÓA - XÃ HỘI" else words


def grounds(paper: DecisionPaper) -> list[str]:
    """ "Căn cứ ...;" one by one, the last with a full stop; a decision names the proposal last."""
    said = [f"Căn cứ {words}" for words in paper.grounds]
    if not paper.proposal:
        cited = paper.cited or f"số {BLANK_NUMBER}/TTr-VHXH ngày {BLANK_DAY}"
        said.append(
            f"Theo đề nghị của Trưởng {department(paper)[:1].lower()}{department(paper)[1:]} tại Tờ trình {cited}"
        )
    return [f"{words}{';' if number < len(said) else '.'}" for number, words in enumerate(said, start=1)]


def articles(paper: DecisionPaper) -> list[str]:
    """The articles of a decision without their heads, the last without what follows it."""
    first = _first_article(paper)
    second = _EXECUTION.get(paper.kind, _PAID)
    if paper.kind is DecisionKind.ADJUST:
        second = f"{_ARREARS} {_PAID}"
    elif paper.kind is DecisionKind.RESUME:
        second = f"{_ARREARS.replace('Phần chênh lệch', 'Số tiền')} {_PAID}"
    return [first, second, _last_article(paper)]


def _last_article(paper: DecisionPaper) -> str:
    who = "các cá nhân có liên quan"
    if not paper.single:
        who = "những người có tên trong danh sách kèm theo"
    elif paper.kind not in ENDING_KINDS:
        person = paper.people[0]
        family = "gia đình " if person.dead and not person.other else ""
        who = f"{family}ông (bà) {person.other or person.name}"
    return (
        f"Trưởng {_inside(department(paper))}, kế toán, đơn vị chi trả và {who} chịu trách nhiệm thi hành Quyết định "
        "này. Quyết định này có hiệu lực kể từ ngày ký."
    )


def _first_article(paper: DecisionPaper) -> str:
    about = paper.about[:1].upper() + paper.about[1:]
    if not paper.single:
        count = format_amount(paper.heads)
        money = f", tổng số tiền {money_words(paper)}" if paper.total else ""
        return f"{about} đối với {count} người{money} ({ANNEX}).{_because(paper)}"
    person = paper.people[0]
    said = [f"{about} đối với {named(paper, person)}.", *_particulars(paper, person)]
    return " ".join(said) + _because(paper)


def _because(paper: DecisionPaper) -> str:
    return f" Lý do: {_sentence(paper.reason)}" if paper.reason else ""


def money_words(paper: DecisionPaper) -> str:
    """The sum in figures and words, "một tháng" where it is one."""
    each = "" if paper.kind in MONEY_KINDS else " một tháng"
    return f"{format_amount(paper.total)} đồng{each} ({amount_in_words(paper.total).lower()})"


def named(paper: DecisionPaper, person: DecidedPerson) -> str:
    """ "ông (bà) Nguyễn Văn An, sinh ngày 05/03/1950, số định danh cá nhân ..., cư trú tại ...", as far as known."""
    family = "gia đình " if person.dead and paper.kind is DecisionKind.RECOVER else ""
    parts = [f"{family}ông (bà) {tidy(person.name)}"]
    if person.born:
        parts.append(
            f"sinh {'năm' if len(person.born) == 4 else 'ngày' if len(person.born) == 10 else 'tháng'} {person.born}"
        )
    if person.id_number:
        parts.append(f"số định danh cá nhân {person.id_number}")
    if person.village:
        parts.append(f"cư trú tại {_inside(person.village)}, {paper.office}")
    return ", ".join(parts)


def _particulars(paper: DecisionPaper, person: DecidedPerson) -> list[str]:
    said = []
    if _inside(person.what) in paper.about and person.clause:
        said.append(f"Căn cứ áp dụng: {person.clause}.")
    elif person.what:
        clause = f" ({person.clause})" if person.clause else ""
        said.append(f"Đối tượng: {_inside(person.what)}{clause}.")
    if person.other:
        number = f", số định danh cá nhân {person.other_id_number}" if person.other_id_number else ""
        role = "Người đứng ra mai táng, nhận hỗ trợ" if paper.kind is DecisionKind.FUNERAL else "Người nhận kinh phí"
        said.append(f"{role}: ông (bà) {person.other}{number}.")
    said += [_step_words(paper, person, step) for step in person.steps]
    if person.why and not paper.reason:
        said.append(_sentence(person.why))
    return said


def _step_words(paper: DecisionPaper, person: DecidedPerson, step: DecidedStep) -> str:
    since = since_words(paper, person, step)
    if paper.kind in MONEY_KINDS:
        amount = step.amount or 0
        return f"Số tiền: {format_amount(amount)} đồng ({amount_in_words(amount).lower()})."
    if paper.kind in ENDING_KINDS:
        before = f" Mức đang hưởng: {format_amount(person.before)} đồng một tháng." if person.before else ""
        return f"Thời điểm: kể từ {since}.{before}"
    if step.amount is None:
        return f"Thời điểm: kể từ {since}."
    factor = f", hệ số {format_coefficient(step.coefficient)}" if step.coefficient is not None else ""
    old = f", thay mức {format_amount(person.before)} đồng" if person.before and len(person.steps) == 1 else ""
    words = (
        f"Mức hưởng: {format_amount(step.amount)} đồng một tháng ({amount_in_words(step.amount).lower()}){factor}{old}"
    )
    return f"{words}, kể từ {since}."


def since_words(paper: DecisionPaper, person: DecidedPerson, step: DecidedStep) -> str:
    """ "tháng 11/2026", or that it is the month of a signing that is still to come."""
    month = paper.month_of(person, step)
    if month is None:
        return MONTH_OF_SIGNING if person.by_signing else f"tháng {BLANK_NUMBER}"
    return f"tháng {month_display(month)}"


def addressed(paper: DecisionPaper) -> str:
    """To whom a proposal goes."""
    return f"Kính gửi: Chủ tịch Ủy ban nhân dân {paper.office}"


def request(paper: DecisionPaper) -> list[str]:
    """The body of a proposal after its grounds."""
    who = f"{format_amount(paper.heads)} người" if not paper.single else named(paper, paper.people[0])
    said = [
        f"Qua xem xét hồ sơ và đối chiếu với quy định, {department(paper)} kính trình Chủ tịch Ủy ban nhân dân "
        f"{paper.office} xem xét, quyết định {paper.about} đối với {who}"
        + (f" ({ANNEX})." if not paper.single else ".")
    ]
    if paper.single:
        particulars = " ".join(_particulars(paper, paper.people[0]))
        said += [particulars] if particulars else []
    elif paper.total:
        said.append(f"Tổng số tiền: {money_words(paper)}.")
    if paper.reason:
        said.append(f"Lý do: {_sentence(paper.reason)}")
    return [*said, f"Kính trình Chủ tịch Ủy ban nhân dân {paper.office} xem xét, ký ban hành."]


def annex_source(paper: DecisionPaper) -> str:
    """ "(Kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 11 năm 2026 của Chủ tịch Ủy ban nhân dân xã Hưng Đạo)"."""
    head = paper.letterhead
    number = f"{head.number or BLANK_NUMBER}/{head.sign}" if head.sign else BLANK_NUMBER
    day = long_day(head.signed_on) if head.signed_on else BLANK_DAY
    if paper.proposal:
        return f"(Kèm theo Tờ trình số {number} ngày {day} của {department(paper)})"
    return f"(Kèm theo Quyết định số {number} ngày {day} của Chủ tịch Ủy ban nhân dân {paper.office})"


def _sentence(text: str) -> str:
    words = tidy(text)
    return words if words.endswith((".", "!", "?", ";")) else f"{words}."


def _inside(name: str) -> str:
    """A name as it stands inside a sentence."""
    return name[:1].lower() + name[1:]
