"""Events that may start a benefit: an age reached, a new degree, a household that became poor, somebody who moved in.

Pure. A grant is proposed where the law leaves the right open; the declaration is asked for, and what is not known yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.benefits.entitlements.drafting import first_month_here
from models.benefits.entitlements.effects import Worth
from models.benefits.entitlements.rules import ENTITLEMENT_LABELS, DecisionKind
from models.benefits.entitlements.services import Item
from models.benefits.events.facts import Benefit, Scene
from models.benefits.events.proposal import Draft
from models.benefits.events.timing import FIRST_LAW, article, group_title, may_fit
from models.law.assess import assess
from models.law.book import LawOfMonth
from models.law.conditions import matches
from models.law.facts import Facts
from models.store.dates import Month, month_display, month_iso, parse_month
from models.store.money import format_amount

DECLARATION = "Tờ khai đề nghị trợ cấp xã hội, trợ cấp hưu trí xã hội (Mẫu số 01)"
NOTHING = Worth("", "", None, None)
SINGLE_PARENT = "K4"
SINGLE_CHILD = 100
"""Hundredths of the coefficient for one counted child (NĐ 335/2026 Đ6, K4)."""


def at_age(scene: Scene, draft: Draft) -> None:
    """The group that the finding named for this birthday."""
    _offer(scene, draft, str(scene.happening.details.get("group", "")))


def at_degree(scene: Scene, draft: Draft, group: str) -> None:
    """A severe degree without an allowance for it; one that is higher already stays the one that is paid."""
    month = scene.coming
    paid = [worth for one in scene.own() if one.kind == "allowance" and (worth := one.worth(month)) is not None]
    if group and not any(worth.group_code.startswith("K6") for worth in paid):
        _offer(scene, draft, group)


def at_poverty(scene: Scene, draft: Draft, household: str) -> None:
    """Rights that the new state of the household certainly gives to somebody who does not have them.

    They are held against no poverty at all: the register may know the new state before this is asked.
    """
    if household == "none":
        return
    law = scene.rates.law(max(scene.coming, FIRST_LAW))
    for person_id in scene.facts:
        facts = scene.facts_of(person_id)
        before = {line.group for line in assess(replace(facts, household="none"), law.month, law).payable}
        told = replace(facts, household=household)
        for line in assess(told, law.month, law).payable:
            if line.group not in before:
                _offer(scene, draft, line.group, person_id, (told, line.coefficient))


def _offer(
    scene: Scene,
    draft: Draft,
    group: str,
    person_id: int | None = None,
    told: tuple[Facts, int | None] | None = None,
) -> None:
    """Propose to grant a group from the coming month's decision on, unless it runs already.

    `told` are the facts as they are now and the coefficient they give; None: those of the scene, the lowest.
    """
    whose = scene.happening.person_id if person_id is None else person_id
    if not group or whose is None:
        return
    facts, hundredths = (scene.facts_of(whose), None) if told is None else told
    month = scene.coming
    running = [one for one in scene.benefits if one.person_id == whose and one.worth(month) is not None]
    if any((worth := one.worth(month)) is not None and worth.group_code == group for one in running):
        return
    law = scene.rates.law(max(month, FIRST_LAW))
    level = scene.rates.level(whose, group, month, hundredths)
    if level is None or not may_fit(law, group, facts):
        return
    giving = _gives_way(law, running, group, month)
    paid = sum((one.worth(month) or NOTHING).amount or 0 for one in giving)
    kind = "social_pension" if group == "HTXH" else "allowance"
    if paid >= level.amount and running:
        draft.sentences.append(
            f"Có thể đủ điều kiện {ENTITLEMENT_LABELS[kind].lower()}, nhưng đang hưởng {format_amount(paid)} đồng, "
            "không thấp hơn: giữ nguyên, trừ khi người hưởng đề nghị đổi."
        )
        return
    words = f"Đủ điều kiện {ENTITLEMENT_LABELS[kind].lower()} {format_amount(level.amount)} đồng một tháng."
    item = Item(
        whose,
        kind=kind,
        group_code=group,
        label=group_title(law, group),
        from_month=month,
        law_table=level.table,
        base_rate=level.base_rate,
        coefficient=level.coefficient,
        amount=level.amount,
        why=words,
        article=level.article,
    )
    if draft.step(DecisionKind.GRANT, item):
        draft.sentences.append(f"{words} Hưởng từ tháng ký quyết định ({article(law, 'start')}).")
        draft.papers.append(DECLARATION)
    _ask_missing(draft, facts, law)
    for benefit in giving:
        _give_way(draft, law, benefit, kind, month)


def _give_way(draft: Draft, law: LawOfMonth, benefit: Benefit, to: str, month: Month) -> None:
    """Stop what is not paid beside the new benefit, from its first month (NĐ 335/2026 Đ6 k2; NĐ 176/2025 Đ3 k1)."""
    what = ENTITLEMENT_LABELS[benefit.kind]
    ground = article(law, "one_highest" if benefit.kind == to else "pension_or_allowance") or article(
        law, "one_highest"
    )
    why = f"Chỉ hưởng một mức cao nhất. Thôi hưởng từ tháng được hưởng {ENTITLEMENT_LABELS[to].lower()}."
    item = Item(benefit.person_id, benefit.entitlement_id, from_month=month, why=why, article=ground)
    if draft.step(DecisionKind.STOP, item, benefit):
        draft.sentences.append(f"{what} đang hưởng: thôi từ cùng tháng đó ({ground}). Hai quyết định ký cùng lúc.")
    if benefit.kind != to:
        draft.questions.append("Người hưởng có đơn đề nghị đổi không? Không có đơn thì giữ khoản đang hưởng.")


def _gives_way(law: LawOfMonth, running: Sequence[Benefit], group: str, month: Month) -> list[Benefit]:
    """What is paid now and is not paid beside the group: one highest, but for the single parent's (Đ6 k2)."""
    beside = law.rules["one_highest"].is_
    patterns = beside if isinstance(beside, tuple) else ()
    giving = [one for one in running if one.kind != "care_support"]
    codes = {one.entitlement_id: (one.worth(month) or NOTHING).group_code for one in giving}
    if group == SINGLE_PARENT:
        return [one for one in giving if not matches(patterns, codes[one.entitlement_id])]
    if matches(patterns, group):
        return [one for one in giving if codes[one.entitlement_id] != SINGLE_PARENT]
    return giving


def _ask_missing(draft: Draft, facts: Facts, law: LawOfMonth) -> None:
    wanted = assess(facts, law.month, law).missing
    asked = {"income": _INCOME, "income.pension": _INCOME, "income.social_insurance": _INCOME}
    asked |= {"no_supporter": "Có người có nghĩa vụ phụng dưỡng không?", "studying": "Có đang đi học không?"}
    draft.questions += dict.fromkeys(asked[name] for name in wanted if name in asked)


_INCOME = "Có lương hưu hoặc trợ cấp bảo hiểm xã hội hằng tháng không, bao nhiêu?"


def moved_in(scene: Scene, draft: Draft) -> None:
    """Paid here by the own level from the month that the old place stopped (NĐ 335/2026 Đ8); earlier law: the next.

    Without a group in the details only what to ask for is said: the file of the old place decides.
    """
    happening = scene.happening
    group, told = str(happening.details.get("group", "")), happening.details.get("stopped_from")
    if not group or told is None or happening.person_id is None:
        draft.sentences.append(
            "Khi có quyết định thôi chi trả và hồ sơ của nơi cũ thì ghi nhóm, tháng nơi cũ thôi chi."
        )
        draft.papers.append("Quyết định thôi chi trả và hồ sơ của nơi ở cũ")
        return
    stopped = parse_month(str(told))
    lawful = first_month_here(scene.rates.law(max(stopped, FIRST_LAW)), stopped)
    month = parse_month(str(happening.details.get("counts_from", month_iso(lawful))))
    why = str(happening.details.get("why", "")).strip()
    if month != lawful and not why:
        words = f"Luật cho hưởng tại đây từ tháng {month_display(lawful)}."
        draft.questions.append(f"{words} Tính từ tháng {month_display(month)} thì ghi lý do.")
        return
    children = happening.details.get("children")
    hundredths = SINGLE_CHILD * children if isinstance(children, int) else None
    level = scene.rates.level(happening.person_id, group, month, hundredths)
    if level is None:
        draft.sentences.append(f"Tháng {month_display(month)} luật không có mức cho nhóm này.")
        return
    law = scene.rates.law(max(month, FIRST_LAW))
    carer = happening.details.get("carer")
    kind = "social_pension" if group == "HTXH" else "care_support" if group.startswith("CS-") else "allowance"
    ground = article(law, "move")
    words = f"Chuyển đến; nơi cũ thôi chi trả từ tháng {month_display(stopped)}."
    if month != lawful:
        words = f"{words} Luật tính từ tháng {month_display(lawful)}; tính từ tháng {month_display(month)} vì {why}."
    item = Item(
        happening.person_id,
        kind=kind,
        group_code=group,
        label=group_title(law, group),
        carer_id=carer if isinstance(carer, int) else None,
        from_month=month,
        law_table=level.table,
        base_rate=level.base_rate,
        coefficient=level.coefficient,
        amount=level.amount,
        why=words,
        article=f"{ground}; {level.article}",
    )
    if draft.step(DecisionKind.TRANSFER_IN, item):
        draft.sentences.append(
            f"{ENTITLEMENT_LABELS[kind]} {format_amount(level.amount)} đồng theo mức nơi mới, từ tháng "
            f"{month_display(month)} ({ground})."
        )
