"""From an event to the decisions it asks for. Pure.

Months, levels and conditions are the law's; here stands only which decision follows from which kind of event.
Promises: what the law does not know is left alone, and a person keeps what still fits (benefits.md 15.1, example 9).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from models.benefits.entitlements.effects import suspended_since
from models.benefits.entitlements.rules import ENTITLEMENT_LABELS, DecisionKind
from models.benefits.entitlements.services import Item
from models.benefits.events import beginning
from models.benefits.events.children import counted_after
from models.benefits.events.facts import Benefit, Scene
from models.benefits.events.funeral import QUESTIONS, WHICH_LEVEL, funeral_offer
from models.benefits.events.proposal import Draft, Proposal
from models.benefits.events.rules import EVENT_LABELS, EventKind
from models.benefits.events.timing import (
    FIRST_LAW,
    article,
    as_carer,
    change_month,
    group_title,
    may_fit,
    month_after,
)
from models.law.book import LawOfMonth
from models.law.facts import Facts
from models.store.dates import Month, add_months, month_display, parse_month
from models.store.errors import RuleError
from models.store.money import format_amount

WHO_CARES: Final = "Người được chăm sóc còn ở đây thì ai chăm sóc thay? Lập quyết định cho người chăm sóc mới."
LOOKED_AHEAD: Final = 2
"""Months after a birthday in which a ground may be lost: NĐ 147/2025 counts from the month after."""
DEGREE_GROUPS: Final[Mapping[str, str]] = {"severe": "K6N", "extremely_severe": "K6DBN"}


def propose(scene: Scene) -> Proposal:
    """The decisions, their effect on the coming month, and what the clerk must know and ask."""
    kind = scene.happening.kind
    draft = Draft(scene.coming, EVENT_LABELS[kind])
    try:
        _RULES[kind](scene, draft)
    except RuleError as refused:  # a month before every law that is kept
        return Proposal(sentences=(refused.message,))
    if not draft.steps and not draft.sentences:
        draft.sentences.append("Việc này không làm thay đổi chế độ nào đang hưởng.")
    return draft.done()


def law_of(scene: Scene, month: Month) -> LawOfMonth:
    """The law of a month as known now; that of 07/2021 before it."""
    return scene.rates.law(max(month, FIRST_LAW))


def _stop(scene: Scene, draft: Draft, benefit: Benefit, month: Month, why: str, *, rule: str = "stop") -> None:
    """Stop a benefit from a month on; said when it ended before."""
    kind = DecisionKind.TRANSFER_OUT if rule == "move" else DecisionKind.STOP
    law = law_of(scene, month)
    ground = article(law, rule) or article(law, "stop")
    what = ENTITLEMENT_LABELS[benefit.kind]
    words = f"{why} Thôi hưởng từ tháng {month_display(month)}."
    item = Item(benefit.person_id, benefit.entitlement_id, from_month=month, why=words, article=ground)
    if draft.step(kind, item, benefit):
        draft.sentences.append(f"{what}: thôi hưởng từ tháng {month_display(month)} ({ground}).")


def _death(scene: Scene, draft: Draft) -> None:
    happening = scene.happening
    last = happening.month
    when = f" ngày {happening.happened_on.display()}" if happening.happened_on is not None else ""
    for benefit in scene.own():
        whose = "Người hưởng" if benefit.carer_id is None else "Người được chăm sóc"
        _stop(scene, draft, benefit, month_after(last), f"{whose} mất{when}.")
    for benefit in scene.caring():
        _stop(scene, draft, benefit, month_after(last), f"Người chăm sóc mất{when}.")
        draft.questions.append(WHO_CARES)
    for benefit in (*scene.own(), *scene.caring()):
        worth = benefit.worth(last)
        if benefit.payee_id == happening.person_id and worth is not None and worth.amount:
            draft.sentences.append(
                f"Tháng {month_display(last)} vẫn được hưởng {format_amount(worth.amount)} đồng, người thừa kế ký nhận."
            )
    draft.funeral = funeral_offer(scene)
    draft.papers.append("Trích lục khai tử")
    if draft.funeral is not None:
        offer = draft.funeral
        draft.sentences.append(
            f"Hỗ trợ mai táng {offer.amounts} đồng ({offer.article}), quyết định trong "
            f"{offer.working_days:02d} ngày làm việc từ khi nhận tờ khai."
        )
        if offer.amount is None:
            draft.questions.append(WHICH_LEVEL.format(" hay ".join(one.words for one in offer.levels)))
        draft.questions += QUESTIONS
        draft.papers.append(f"Tờ khai đề nghị hỗ trợ chi phí mai táng ({offer.form})")


def _move_out(scene: Scene, draft: Draft) -> None:
    last = scene.happening.month
    for benefit in scene.own():
        whose = "Người hưởng" if benefit.carer_id is None else "Người được chăm sóc"
        _stop(scene, draft, benefit, month_after(last), f"{whose} chuyển nơi cư trú.", rule="move")
    for benefit in scene.caring():
        _stop(scene, draft, benefit, month_after(last), "Người chăm sóc chuyển nơi cư trú.", rule="move")
        draft.questions.append(WHO_CARES)
    if draft.steps:
        draft.papers.append("Văn bản kèm hồ sơ gửi Ủy ban nhân dân xã, phường nơi đến")
        first = month_display(month_after(last))
        draft.sentences.append(f"Gửi hồ sơ đến nơi ở mới, ghi rõ: thôi chi trả từ tháng {first}.")


def _birthday(scene: Scene, draft: Draft) -> None:
    if "child" in scene.happening.details:
        for benefit in scene.own():
            _child_grown(scene, draft, benefit)
        return
    for benefit in scene.own():
        _grown(scene, draft, benefit)
    beginning.at_age(scene, draft)


def _child_grown(scene: Scene, draft: Draft, benefit: Benefit) -> None:
    """A child that counts no longer: the last one ends the benefit after its month, another one lowers it."""
    begin = scene.happening.month
    law = law_of(scene, change_month(law_of(scene, begin)))
    left, worth = counted_after(scene, draft, benefit, law), benefit.worth(law.month)
    if left is None or worth is None:
        return
    if left:
        _adjust(scene, draft, benefit, law.month, worth.group_code, "Số con được tính thay đổi.", left)
    else:
        _stop(scene, draft, benefit, month_after(begin), "Không còn con được tính.")


def _grown(scene: Scene, draft: Draft, benefit: Benefit) -> None:
    """What a birthday does to a running benefit: another band, another group, or the end of its ground."""
    begin = scene.happening.month
    for month in (add_months(begin, ahead) for ahead in range(LOOKED_AHEAD + 1)):
        worth = benefit.worth(month)
        if worth is None or not worth.group_code:
            continue
        law = law_of(scene, month)
        facts = _facts_for(scene, benefit, worth.group_code)
        if not may_fit(law, worth.group_code, facts):
            if not _next_group(scene, draft, benefit, month):
                _stop(scene, draft, benefit, month, "Hết độ tuổi được hưởng.")
                _ask_studying(draft, worth.group_code, scene.facts_of(benefit.person_id))
            return
        if _next_group(scene, draft, benefit, month):
            return
        level = scene.rates.level(benefit.person_id, worth.group_code, month, worth.coefficient)
        before = scene.rates.level(benefit.person_id, worth.group_code, add_months(month, -1), worth.coefficient)
        if level is None or before is None or level.amount in (before.amount, worth.amount):
            continue
        _adjust(scene, draft, benefit, month, worth.group_code, "Sang độ tuổi khác.")
        return


def _ask_studying(draft: Draft, group: str, facts: Facts) -> None:
    if group.startswith("K1") and facts.studying is None:
        draft.questions.append("Người này còn đi học không? Còn học thì ghi vào sổ, rồi xem lại đề xuất.")


def _next_group(scene: Scene, draft: Draft, benefit: Benefit, month: Month) -> bool:
    """A group that takes the place of one that age ends: K1 -> K2, K3 -> K8, CS-TEKT -> CS-NKT."""
    worth = benefit.worth(month)
    if worth is None:
        return False
    code = next((to for start, to in _FOLLOWING.items() if worth.group_code.startswith(start)), "")
    law, facts = law_of(scene, month), _facts_for(scene, benefit, worth.group_code)
    if not code or law.central.group(code) is None:
        return False
    told = replace(facts, receiving=frozenset({worth.group_code}))
    if not may_fit(law, code, told, first_day=True) or (code == "K2" and told.studying is not True):
        return False
    _adjust(scene, draft, benefit, month, code, "Sang độ tuổi khác.")
    return True


_FOLLOWING: Final[Mapping[str, str]] = {"K1": "K2", "K3": "K8", "CS-TEKT": "CS-NKT"}


def _adjust(
    scene: Scene, draft: Draft, benefit: Benefit, month: Month, group: str, why: str, count: int | None = None
) -> None:
    """Another level, and perhaps another group, from a month on; `count` where another number counts (K4, CS-MT)."""
    worth = benefit.worth(month)
    present = None if worth is None else worth.coefficient
    hundredths = present if count is None else count * 100
    level = scene.rates.level(benefit.person_id, group, month, hundredths)
    if level is None or worth is None:
        return
    law = law_of(scene, month)
    same = group == worth.group_code
    label = worth.label if same and worth.label else group_title(law, group)
    ground = article(law, "adjust")
    before, after = format_amount(worth.amount or 0), format_amount(level.amount)
    change = f"từ {before} đồng thành {after} đồng"
    item = Item(
        benefit.person_id,
        benefit.entitlement_id,
        group_code=group,
        label=label,
        from_month=month,
        law_table=level.table,
        base_rate=level.base_rate,
        coefficient=level.coefficient,
        amount=level.amount,
        why=f"{why} Mức hằng tháng {change} từ tháng {month_display(month)}.",
        article=f"{ground}; {level.article}",
    )
    if draft.step(DecisionKind.ADJUST, item, benefit):
        draft.sentences.append(
            f"{ENTITLEMENT_LABELS[benefit.kind]}: {change} từ tháng {month_display(month)} ({ground})."
        )


def _facts_for(scene: Scene, benefit: Benefit, group: str) -> Facts:
    """The facts that a group's condition asks: care support looks at who is cared for."""
    facts = scene.facts_of(benefit.person_id)
    return as_carer(facts) if group.startswith("CS-") and group != "CS-MT" else facts


def _degree(scene: Scene, draft: Draft) -> None:
    degree = str(scene.happening.details.get("degree", ""))
    begin = scene.happening.month
    month = change_month(law_of(scene, begin))
    code = DEGREE_GROUPS.get(degree, "")
    for benefit in scene.own():
        worth = benefit.worth(month)
        if worth is None:
            continue
        if worth.group_code.startswith("K6") and code:
            if worth.group_code != code:
                _adjust(scene, draft, benefit, month, code, "Mức độ khuyết tật được xác định lại.")
            continue
        facts = replace(scene.facts_of(benefit.person_id), disability=degree or None)
        cared = as_carer(facts) if benefit.kind == "care_support" and worth.group_code != "CS-MT" else facts
        if not may_fit(law_of(scene, month_after(begin)), worth.group_code, cared):
            _stop(scene, draft, benefit, month_after(begin), "Mức độ khuyết tật được xác định lại.")
    beginning.at_degree(scene, draft, code)


def _poverty(scene: Scene, draft: Draft) -> None:
    """`happened_on` is the last day on the list for who leaves it, the first for who comes onto it."""
    household = str(scene.happening.details.get("household", "none"))
    month = month_after(scene.happening.month)
    for benefit in scene.benefits:
        worth = benefit.worth(month)
        if worth is None or benefit.kind == "care_support":
            continue
        facts = replace(scene.facts_of(benefit.person_id), household=household)
        if not may_fit(law_of(scene, month), worth.group_code, facts):
            _stop(scene, draft, benefit, month, "Điều kiện hộ nghèo, cận nghèo không còn.")
    beginning.at_poverty(scene, draft, household)


def _study_end(scene: Scene, draft: Draft) -> None:
    month = month_after(scene.happening.month)
    children = scene.happening.details.get("children")
    for benefit in scene.own():
        worth = benefit.worth(month)
        if worth is None:
            continue
        if worth.group_code == "K4" and isinstance(children, int):
            if children > 0:
                _adjust(scene, draft, benefit, month, "K4", "Số con được tính thay đổi.", children)
            else:
                _stop(scene, draft, benefit, month, "Không còn con được tính.")
            continue
        facts = replace(scene.facts_of(benefit.person_id), studying=False)
        if not may_fit(law_of(scene, month), worth.group_code, facts):
            _stop(scene, draft, benefit, month, "Đã kết thúc việc học.")


def _prison(scene: Scene, draft: Draft) -> None:
    month = month_after(scene.happening.month)
    for benefit in (*scene.own(), *scene.caring()):
        _stop(scene, draft, benefit, month, "Chấp hành án phạt tù.", rule="stop_reasons")
    draft.papers.append("Thông báo của cơ quan thi hành án")


def _refusal(scene: Scene, draft: Draft) -> None:
    wanted = scene.happening.details.get("entitlement")
    month = month_after(scene.happening.month)
    for benefit in scene.own():
        if wanted is None or benefit.entitlement_id == wanted:
            _stop(scene, draft, benefit, month, "Người hưởng có đơn từ chối nhận.", rule="stop_reasons")
    draft.papers.append("Đơn từ chối nhận")


def _uncollected(scene: Scene, draft: Draft) -> None:
    """Suspended from the month after the third (benefits.md 15.1, example 12)."""
    told = [parse_month(str(one)) for one in scene.happening.details.get("months", ())]
    month = month_after(max(told, default=scene.happening.month))
    listed = ", ".join(month_display(one) for one in told)
    wanted = scene.happening.details.get("entitlement")
    ground = article(law_of(scene, month), "suspend")
    for benefit in (*scene.own(), *scene.caring()):
        if wanted is not None and benefit.entitlement_id != wanted:
            continue
        which = f" ({listed})" if listed else ""
        why = f"Không đến nhận tiền ba tháng liền{which}. Tạm dừng từ tháng {month_display(month)}."
        item = Item(benefit.person_id, benefit.entitlement_id, from_month=month, why=why, article=ground)
        if draft.step(DecisionKind.SUSPEND, item, benefit):
            what = ENTITLEMENT_LABELS[benefit.kind]
            draft.sentences.append(f"{what}: tạm dừng từ tháng {month_display(month)} ({ground}).")
    draft.questions.append("Đã hỏi thôn, gia đình vì sao không đến nhận chưa?")


def _reappeared(scene: Scene, draft: Draft) -> None:
    for benefit in (*scene.own(), *scene.caring()):
        since = suspended_since(benefit.spans)
        if since is None:
            continue
        ground = article(law_of(scene, scene.happening.month), "resume")
        why = f"Đến nhận lại và còn đủ điều kiện. Trả từ tháng tạm dừng {month_display(since)}."
        item = Item(benefit.person_id, benefit.entitlement_id, from_month=since, why=why, article=ground)
        if draft.step(DecisionKind.RESUME, item, benefit):
            what = ENTITLEMENT_LABELS[benefit.kind]
            draft.sentences.append(f"{what}: trả lại từ tháng {month_display(since)} ({ground}).")
    draft.questions.append("Người này còn đủ điều kiện hưởng không?")
    if not draft.steps:
        draft.sentences.append("Không có chế độ nào đang tạm dừng.")


def _says(*sentences: str) -> Callable[[Scene, Draft], None]:
    def rule(_scene: Scene, draft: Draft) -> None:
        draft.sentences += sentences

    return rule


_RULES: Final[Mapping[EventKind, Callable[[Scene, Draft], None]]] = {
    EventKind.DEATH: _death,
    EventKind.MOVE_OUT: _move_out,
    EventKind.MOVE_IN: beginning.moved_in,
    EventKind.BIRTHDAY: _birthday,
    EventKind.DEGREE: _degree,
    EventKind.POVERTY: _poverty,
    EventKind.STUDY_END: _study_end,
    EventKind.PRISON: _prison,
    EventKind.REFUSAL: _refusal,
    EventKind.UNCOLLECTED: _uncollected,
    EventKind.REAPPEARED: _reappeared,
    EventKind.ALIVE: _says("Hãy xác nhận người này còn sống trước kỳ chi trả tới: hỏi thôn, gọi điện hoặc đến nhà."),
    EventKind.ACCOUNT: _says("Không cần quyết định. Kỳ tới chi theo tài khoản, người nhận mới ghi trong sổ."),
    EventKind.LAW: _says("Mở mục Luật để xem trước ai tăng, ai giảm, rồi lập quyết định chung."),
    EventKind.NEWCOMER: _says("Hẹn người này đến làm hồ sơ. Chưa có quyết định nào trước khi có tờ khai."),
    EventKind.OTHER: _says("Việc này không tự đề xuất quyết định. Hãy lập quyết định ở mục Trợ cấp nếu cần."),
}
