"""Benefits of the made-up commune: who gets what by the table of benefits.md 1.2 at the rate of 11/2026.

Promises: amounts are base rate times coefficient; nobody gets two allowances that exclude each other; some lines have a
ground that no rule recognises and a few a ground that never hangs on a wall, as in real lists.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from models.demo.commune import DAY, MadeCommune, MadeHousehold, MadePerson
from models.law.amounts import base_rate
from models.law.book import shipped_book
from models.store.dates import Month, add_months, month_of, month_start

MONTH = Month(202611)
BANKS = ("Agribank", "Agribank", "Agribank", "BIDV", "Vietcombank", "LPBank", "Vietinbank")
UNRECOGNISED = (
    "Đối tượng khác theo NQ của tỉnh",
    "Hưởng theo QĐ cũ",
    "Diện chính sách địa phương",
    "ĐT bổ sung năm 2019",
)
OLD_LAW_DAY = date(2026, 8, 20)
"""The day before Nghị định 335/2026/NĐ-CP could be known."""
OLD_BREAK = 80
"""Age from which K5a was paid more until then (NĐ 20/2021 Đ6)."""
ADULT_AGE, OLD_AGE, POOR_PENSION_AGE, PENSION_AGE = 16, 60, 70, 75


@dataclass(frozen=True, slots=True)
class MadeLine:
    """A benefit line of somebody who does not exist; `degree` when it comes from a disability."""

    label: str
    group: str
    coefficient: int
    amount: int
    decision_number: str
    decision_day: str
    start_month: Month
    stop_month: Month | None
    degree: str = ""


@dataclass(frozen=True, slots=True)
class MadeBenefit:
    """Lines of one person, and how they are paid: account and bank, or cash with perhaps a payee."""

    person: MadePerson
    lines: tuple[MadeLine, ...]
    account: str
    bank: str
    payee: MadePerson | None


class BenefitMaker:
    """Decides benefits household by household from its own random source."""

    def __init__(self, seed: int, *, before_october: bool = False) -> None:
        """From `seed`, apart from that of the commune; `before_october`: paid as the law stood before 05/10/2026."""
        self._random = Random(f"benefits {seed}")  # noqa: S311 - made-up people, no secret
        self._base = base_rate(shipped_book().at(MONTH, OLD_LAW_DAY if before_october else DAY))
        self._older_from = OLD_BREAK if before_october else PENSION_AGE
        self._with_care = before_october

    def make(self, commune: MadeCommune) -> list[MadeBenefit]:
        """Benefits of everybody who has any, household by household."""
        return [
            self._paid(person, household, lines)
            for household in commune.households
            for person in household.members
            if person.status != "moved" and (lines := self._lines(person, household))
        ]

    def _lines(self, person: MadePerson, household: MadeHousehold) -> tuple[MadeLine, ...]:
        main = (
            self._disability(person)
            or self._orphan(person, household)
            or self._illness(person, household)
            or self._old_poor(person, household)
            or self._pension(person, household)
            or self._small_child(person, household)
            or self._odd(person)
        )
        single = self._single_parent(person, household)
        if main is not None and single is not None and main.group[:2] not in ("K5", "K6", "K8"):
            return (main,)
        care = self._care(main, household)
        return tuple(line for line in (main, single, care) if line is not None)

    def _disability(self, person: MadePerson) -> MadeLine | None:
        chance = self._random.random()
        if chance > (0.035 if person.age >= OLD_AGE else 0.013):
            return None
        weighty = person.age < ADULT_AGE or person.age >= OLD_AGE
        whose = " là trẻ em" if person.age < ADULT_AGE else " là người cao tuổi" if person.age >= OLD_AGE else ""
        if chance < 0.003:
            label = f"Người khuyết tật đặc biệt nặng{whose}"
            return self._line(person, label, "K6DBN", 250 if weighty else 200, degree="extremely_severe")
        return self._line(person, f"Người khuyết tật nặng{whose}", "K6N", 200 if weighty else 150, degree="severe")

    def _care(self, main: MadeLine | None, household: MadeHousehold) -> MadeLine | None:
        """Support of the family that cares for somebody at home, on a line of the cared person as old lists have it."""
        if not self._with_care or main is None or main.group != "K6DBN" or len(household.members) == 1:
            return None
        label = "Hộ gia đình trực tiếp chăm sóc người khuyết tật đặc biệt nặng"
        return replace(main, label=label, group="CS-HGD", coefficient=100, amount=self._base, degree="")

    def _orphan(self, person: MadePerson, household: MadeHousehold) -> MadeLine | None:
        if household.kind != "grand" or person.relation != "grandchild" or self._random.random() > 0.35:
            return None
        if person.age >= ADULT_AGE:
            return self._line(person, "Trẻ mồ côi đủ 16 tuổi đang học phổ thông", "K2", 150)
        label, group = self._random.choice(
            (("Trẻ em mồ côi cả cha và mẹ", "K1b"), ("Trẻ em bị bỏ rơi chưa có người nhận làm con nuôi", "K1a"))
        )
        return self._line(person, label, group, 250 if person.age < 4 else 150)

    def _illness(self, person: MadePerson, household: MadeHousehold) -> MadeLine | None:
        if household.poverty != "poor" or self._random.random() > 0.004:
            return None
        if person.age < ADULT_AGE:
            return self._line(person, "Trẻ em nhiễm HIV/AIDS thuộc hộ nghèo", "K3", 250 if person.age < 4 else 200)
        return self._line(person, "Người nhiễm HIV/AIDS thuộc hộ nghèo", "K8", 150)

    def _old_poor(self, person: MadePerson, household: MadeHousehold) -> MadeLine | None:
        alone = household.kind == "alone" or (household.kind == "old" and person.age >= OLD_AGE)
        if household.poverty != "poor" or not alone or person.age < OLD_AGE:
            return None
        younger, edge = person.age < self._older_from, self._older_from
        band = f"từ 60 đến dưới {edge} tuổi" if younger else f"từ đủ {edge} tuổi"
        label = f"Người cao tuổi hộ nghèo không có người phụng dưỡng, {band}"
        return self._line(person, label, "K5a", 150 if younger else 200)

    def _pension(self, person: MadePerson, household: MadeHousehold) -> MadeLine | None:
        by_age = person.age >= PENSION_AGE and self._random.random() < 0.8
        by_need = POOR_PENSION_AGE <= person.age < PENSION_AGE and bool(household.poverty)
        return self._line(person, "Trợ cấp hưu trí xã hội", "HTXH", 100) if by_age or by_need else None

    def _small_child(self, person: MadePerson, household: MadeHousehold) -> MadeLine | None:
        if person.age >= 3 or not household.poverty or self._random.random() > 0.6:
            return None
        return self._line(person, f"Trẻ em dưới 3 tuổi thuộc {_poverty_words(household)} vùng ĐBKK", "K7", 150)

    def _single_parent(self, person: MadePerson, household: MadeHousehold) -> MadeLine | None:
        children = sum(member.age < ADULT_AGE for member in household.members)
        if household.kind != "single" or person.relation != "head" or not household.poverty or not children:
            return None
        label = f"Người đơn thân thuộc {_poverty_words(household)} đang nuôi {children} con"
        return self._line(person, label, "K4", 100 * children)

    def _odd(self, person: MadePerson) -> MadeLine | None:
        if person.age < ADULT_AGE or self._random.random() > 0.0012:
            return None
        return self._line(person, self._random.choice(UNRECOGNISED), "", 100)

    def _line(self, person: MadePerson, label: str, group: str, coefficient: int, *, degree: str = "") -> MadeLine:
        start = self._start(person, group)
        signed = month_start(start).replace(day=self._random.randint(1, 28))
        stop = add_months(Month(int(person.status_on[:4] + person.status_on[5:7])), 1) if person.status_on else None
        return MadeLine(
            label=label,
            group=group,
            coefficient=coefficient,
            amount=self._base * coefficient // 100,
            decision_number=f"{self._random.randint(5, 950):02d}/QĐ-UBND",
            decision_day=signed.isoformat(),
            start_month=min(start, stop) if stop else start,
            stop_month=stop,
            degree=degree,
        )

    def _start(self, person: MadePerson, group: str) -> Month:
        first = max(Month(201801), month_of(person.born.latest))
        if group == "HTXH":
            reached = POOR_PENSION_AGE if person.age < PENSION_AGE else PENSION_AGE
            first = max(Month(202507), Month(month_of(person.born.earliest) + reached * 100))
        months = (DAY.year - first // 100) * 12 + DAY.month - first % 100
        return add_months(first, self._random.randint(0, max(0, months)))

    def _paid(self, person: MadePerson, household: MadeHousehold, lines: tuple[MadeLine, ...]) -> MadeBenefit:
        adults = [other for other in household.members if other is not person and 18 <= other.age < 75]
        helped = person.age < ADULT_AGE or self._random.random() < 0.06
        payee = adults[0] if adults and helped else None
        if payee is not None or self._random.random() > 0.68:
            return MadeBenefit(person, lines, "", "", payee)
        bank = self._random.choice(BANKS)
        digits = {"Agribank": 13, "BIDV": 14, "Vietcombank": 10, "LPBank": 12}.get(bank, 12)
        account = f"{self._random.randint(10 ** (digits - 1), 10**digits - 1)}"
        return MadeBenefit(person, lines, account, bank, None)


def _poverty_words(household: MadeHousehold) -> str:
    return "hộ nghèo" if household.poverty == "poor" else "hộ cận nghèo"
