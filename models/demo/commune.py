"""People and households of the made-up commune, from a seed alone.

Promises: the same count and seed make the same commune on every machine; ages, relations, numbers and names fit each
other, as far as they do in a real one (some birth dates are years, some old people have only a CMND, some nothing).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from models.demo.names import family_name, person_name
from models.people.identity import Sex
from models.store.dates import PartialDate

DAY = date(2026, 11, 1)
"""The day on which the made-up commune is as it is."""
VILLAGE_NAMES = (
    "Đồng Tâm", "Suối Sỏi", "Tân Hòa", "Bàu Sen", "Đắk Mơ", "Phú Vinh", "Ninh Hòa", "Cầu Đất", "Suối Trắng",
    "Quảng Sơn", "Hòa Thắng", "Thanh Bình", "Đồi Chè", "An Lạc", "Tân Lập", "Bình Minh", "Gò Dầu",
    "Xuân Lộc", "Hố Nước", "Yên Thành",
)  # fmt: skip
BON_NAMES = ("B'Nâm", "Pi Nao", "R'Buôn", "Sa Diêng", "Đăng Rách", "N'Jiêng")
PREFIXES = ("067", "067", "067", "068", "068", "060", "040", "038", "033", "004", "006", "051", "034", "020")
PREFIX_OF_BIRTHS_HERE = "067"
OLD_NUMBER_STARTS = (240, 251)
KINH, TAY, NUNG, MONG, MNONG, MA = "01", "02", "07", "08", "20", "28"
MOBILE_STARTS = (
    "032",
    "033",
    "034",
    "035",
    "036",
    "037",
    "038",
    "039",
    "070",
    "077",
    "086",
    "090",
    "091",
    "097",
    "098",
)


@dataclass(slots=True)
class MadePerson:
    """Somebody who does not exist."""

    name: str
    sex: Sex
    born: PartialDate
    ethnic: str
    relation: str
    id_number: str = ""
    old_id_number: str = ""
    insurance_number: str = ""
    phone: str = ""
    marital: str = ""
    status: str = "living"
    status_on: str = ""
    moved_to: str = ""

    @property
    def age(self) -> int:
        """Full years on DAY, birth dates without a day taken as 01/01."""
        born = self.born.earliest
        return DAY.year - born.year - ((DAY.month, DAY.day) < (born.month, born.day))


@dataclass(slots=True)
class MadeHousehold:
    """People under one roof; `kind` says how they belong together."""

    village: int
    kind: str
    address: str
    poverty: str
    members: list[MadePerson] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MadeCommune:
    """Villages as (kind, name) and the households in them."""

    villages: tuple[tuple[str, str], ...]
    households: tuple[MadeHousehold, ...]

    def people(self) -> Iterator[MadePerson]:
        """Everybody, household by household."""
        for household in self.households:
            yield from household.members


_KINDS = (("family", 60), ("three", 17), ("old", 5), ("single", 6), ("young", 8), ("grand", 2), ("alone", 2))


class CommuneMaker:
    """Makes one commune; holds the random source and the numbers that are taken."""

    def __init__(self, count: int, seed: int) -> None:
        """`count` people from `seed`."""
        self._count = count
        self._random = Random(seed)  # noqa: S311 - made-up people, no secret
        self._taken: set[str] = set()

    def make(self) -> MadeCommune:
        """The whole commune with exactly `count` people."""
        villages = self._villages()
        weights = [self._random.uniform(0.6, 1.6) * (0.5 if kind == "bon" else 1) for kind, _ in villages]
        households: list[MadeHousehold] = []
        left = self._count
        while left > 0:
            village = self._random.choices(range(len(villages)), weights)[0]
            household = self._household(village, villages[village][0] == "bon")
            household.members = household.members[:left]
            left -= len(household.members)
            households.append(household)
        return MadeCommune(villages, tuple(households))

    def _villages(self) -> tuple[tuple[str, str], ...]:
        wanted = min(20, max(8, self._count // 1500))
        bons = wanted // 4
        names = self._random.sample(VILLAGE_NAMES, wanted - bons - 3)
        numbered = [("thôn", str(number)) for number in range(1, 4)]
        named = [("thôn", name) for name in names]
        return (*numbered, *named, *(("bon", name) for name in self._random.sample(BON_NAMES, bons)))

    def _household(self, village: int, bon: bool) -> MadeHousehold:
        ethnic = self._ethnic(bon)
        kind = self._random.choices([name for name, _ in _KINDS], [weight for _, weight in _KINDS])[0]
        poor = (0.16 if ethnic != KINH else 0.05) * (2.5 if kind in ("single", "grand", "alone") else 1)
        poverty = "poor" if self._random.random() < poor else "near_poor" if self._random.random() < poor else ""
        household = MadeHousehold(village, kind, self._address(), poverty)
        getattr(self, f"_fill_{kind}")(household, ethnic, family_name(self._random, ethnic))
        for person in household.members:
            self._papers(person)
            self._fate(person)
        return household

    def _ethnic(self, bon: bool) -> str:
        if bon:
            return self._random.choice((MA, MA, MNONG))
        return self._random.choices((KINH, TAY, NUNG, MONG, MA), (84, 5, 5, 3, 3))[0]

    def _address(self) -> str:
        chance = self._random.random()
        if chance < 0.55:
            return ""
        return f"Số nhà {self._random.randint(1, 320)}" if chance < 0.8 else f"Tổ {self._random.randint(1, 9)}"

    def _add(
        self, household: MadeHousehold, who: tuple[str, str], *, age: int, sex: Sex, relation: str, marital: str = ""
    ) -> MadePerson:
        """`who` is the ethnic group and the family name."""
        born = self._born(age)
        name = person_name(self._random, who[0], who[1], sex, born.year)
        person = MadePerson(name, sex, born, who[0], relation, marital=marital)
        household.members.append(person)
        return person

    def _born(self, age: int) -> PartialDate:
        day = date.fromordinal(date(DAY.year - age, DAY.month, 1).toordinal() - self._random.randint(0, 364))
        chance = self._random.random()
        if age >= 65 and chance < 0.35:
            return PartialDate(day.year)
        if age >= 50 and chance > 0.97:
            return PartialDate(day.year, day.month)
        return PartialDate.of(day)

    def _couple(self, household: MadeHousehold, who: tuple[str, str], age: int, relations: tuple[str, str]) -> None:
        self._add(household, who, age=age, sex="male", relation=relations[0], marital="married")
        other = (who[0], family_name(self._random, who[0]))
        wife_age = max(18, age - self._random.randint(-2, 6))
        self._add(household, other, age=wife_age, sex="female", relation=relations[1], marital="married")

    def _children(
        self, household: MadeHousehold, who: tuple[str, str], mother_age: int, relation: str = "child"
    ) -> None:
        oldest = max(0, mother_age - self._random.randint(19, 29))
        age = oldest + 2
        for _ in range(self._random.choices((1, 2, 3, 4), (25, 45, 22, 8))[0]):
            age -= self._random.randint(2, 5)
            if age < 0 or mother_age - age > 46:
                break
            if age < 26 or self._random.random() < 0.25:
                sex: Sex = "male" if self._random.random() < 0.52 else "female"
                marital = "single" if age >= 18 else ""
                self._add(household, who, age=age, sex=sex, relation=relation, marital=marital)

    def _fill_family(self, household: MadeHousehold, ethnic: str, family: str) -> None:
        age = self._random.randint(27, 62)
        self._couple(household, (ethnic, family), age, ("head", "spouse"))
        self._children(household, (ethnic, family), household.members[1].age)

    def _fill_young(self, household: MadeHousehold, ethnic: str, family: str) -> None:
        self._couple(household, (ethnic, family), self._random.randint(20, 30), ("head", "spouse"))

    def _fill_three(self, household: MadeHousehold, ethnic: str, family: str) -> None:
        self._couple(household, (ethnic, family), self._random.randint(33, 58), ("head", "spouse"))
        wife_age = household.members[1].age
        self._children(household, (ethnic, family), wife_age)
        age = min(101, max(household.members[0].age, wife_age) + self._random.randint(20, 34))
        other = (ethnic, family_name(self._random, ethnic))
        self._add(household, other, age=age, sex="female", relation="parent", marital="widowed")
        if self._random.random() < 0.45:
            father = min(101, age + self._random.randint(0, 5))
            self._add(household, (ethnic, family), age=father, sex="male", relation="parent", marital="married")
            household.members[-2].marital = "married"

    def _fill_old(self, household: MadeHousehold, ethnic: str, family: str) -> None:
        self._couple(household, (ethnic, family), self._random.randint(62, 92), ("head", "spouse"))

    def _fill_alone(self, household: MadeHousehold, ethnic: str, family: str) -> None:
        sex: Sex = "female" if self._random.random() < 0.7 else "male"
        age = self._random.randint(60, 96)
        marital = "widowed" if self._random.random() < 0.7 else "single"
        self._add(household, (ethnic, family), age=age, sex=sex, relation="head", marital=marital)

    def _fill_single(self, household: MadeHousehold, ethnic: str, family: str) -> None:
        sex: Sex = "female" if self._random.random() < 0.82 else "male"
        age = self._random.randint(24, 48)
        marital = self._random.choice(("single", "divorced", "widowed", "widowed"))
        self._add(household, (ethnic, family), age=age, sex=sex, relation="head", marital=marital)
        self._children(household, (ethnic, family), age)

    def _fill_grand(self, household: MadeHousehold, ethnic: str, family: str) -> None:
        age = self._random.randint(58, 84)
        who = (ethnic, family_name(self._random, ethnic))
        self._add(household, who, age=age, sex="female", relation="head", marital="widowed")
        for _ in range(self._random.randint(1, 2)):
            sex: Sex = "male" if self._random.random() < 0.5 else "female"
            self._add(household, (ethnic, family), age=self._random.randint(2, 17), sex=sex, relation="grandchild")

    def _papers(self, person: MadePerson) -> None:
        chance = self._random.random()
        if person.age >= 60 and chance < 0.03:
            person.old_id_number = self._fresh(
                lambda: f"{self._random.randint(240, 251)}{self._random.randint(0, 999999):06d}"
            )
        elif person.age < 60 or chance < 0.98:
            person.id_number = self._number(person)
            if person.age >= 30 and self._random.random() < 0.2:
                person.old_id_number = self._old_number()
        if self._random.random() < 0.6:
            person.insurance_number = self._fresh(lambda: f"{self._random.randint(6000000000, 7999999999)}")
        if person.age >= 16 and self._random.random() < (0.8 if person.age < 65 else 0.4):
            person.phone = f"{self._random.choice(MOBILE_STARTS)}{self._random.randint(0, 9999999):07d}"

    def _old_number(self) -> str:
        return self._fresh(lambda: f"{self._random.randint(*OLD_NUMBER_STARTS)}{self._random.randint(0, 999999):06d}")

    def _number(self, person: MadePerson) -> str:
        native = person.ethnic in (MA, MNONG) or person.age < 12
        prefix = PREFIX_OF_BIRTHS_HERE if native else self._random.choice(PREFIXES)
        year = person.born.year
        digit = (year // 100 - 19) * 2 + (person.sex == "female")
        return self._fresh(lambda: f"{prefix}{digit}{year % 100:02d}{self._random.randint(0, 999999):06d}")

    def _fresh(self, make: Callable[[], str]) -> str:
        number = make()
        while number in self._taken:
            number = make()
        self._taken.add(number)
        return number

    def _fate(self, person: MadePerson) -> None:
        if person.age >= 60 and self._random.random() < 0.02:
            person.status, person.status_on = "dead", self._recent()
        elif person.relation != "head" and 17 <= person.age < 60 and self._random.random() < 0.02:
            person.status, person.status_on = "moved", self._recent()
            person.moved_to = self._random.choice(
                ("Thành phố Hồ Chí Minh", "tỉnh Đồng Nai", "tỉnh Đắk Lắk", "xã lân cận")
            )

    def _recent(self) -> str:
        return date.fromordinal(DAY.toordinal() - self._random.randint(0, 600)).isoformat()


def make_commune(count: int, seed: int) -> MadeCommune:
    """A commune of `count` people; equal for equal arguments."""
    return CommuneMaker(count, seed).make()
