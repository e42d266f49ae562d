"""Records of people and households. What changes over time stands in its own dated table (see dated.py)."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.people.dated import DatedFact, owner_index
from models.store.dates import PartialDate
from models.store.tables import DERIVED, Base


class Person(Base):
    """A person of the commune. `code` is the number of the "Mã đối tượng", without its check digit, never reused.

    `search`, `name_key`, `name_sort`, `born_earliest` and `born_latest` follow from the other columns; services.py
    alone sets them. `phones` are separated by spaces. Texts that are not known are "", never NULL.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_name", "name_sort", "id", "search", "status", "sex", "born_earliest"),
        Index("ix_person_id_number", "id_number", sqlite_where=text("id_number != ''")),
        Index("ix_person_old_id_number", "old_id_number", sqlite_where=text("old_id_number != ''")),
        Index("ix_person_insurance", "insurance_number", sqlite_where=text("insurance_number != ''")),
        Index("ix_person_born", "born_earliest", "id"),
        Index("ix_person_name_key", "name_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(Text, unique=True)
    code: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(Text)
    sex: Mapped[str | None] = mapped_column(Text)
    born_year: Mapped[int | None]
    born_month: Mapped[int | None]
    born_day: Mapped[int | None]
    ethnic_code: Mapped[str] = mapped_column(Text, default="")
    id_number: Mapped[str] = mapped_column(Text, default="")
    old_id_number: Mapped[str] = mapped_column(Text, default="")
    insurance_number: Mapped[str] = mapped_column(Text, default="")
    phones: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(Text, default="living")
    status_on: Mapped[str] = mapped_column(Text, default="")
    moved_to: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    name_key: Mapped[str] = mapped_column(Text, info=DERIVED)
    name_sort: Mapped[str] = mapped_column(Text, info=DERIVED)
    search: Mapped[str] = mapped_column(Text, info=DERIVED)
    born_earliest: Mapped[str] = mapped_column(Text, default="", info=DERIVED)
    born_latest: Mapped[str] = mapped_column(Text, default="", info=DERIVED)

    @property
    def born(self) -> PartialDate | None:
        """The birth date as far as it is known."""
        return None if self.born_year is None else PartialDate(self.born_year, self.born_month, self.born_day)


class FormerCode(Base):
    """The code of a record that was merged into another; it stays findable and is never given again."""

    __tablename__ = "former_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[int] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)


class NotSamePerson(Base):
    """Two records that the clerk has told apart; `low_id` < `high_id`."""

    __tablename__ = "not_same_person"
    __table_args__ = (UniqueConstraint("low_id", "high_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    low_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    high_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)


class Household(Base):
    """A household; `number` is the office's own household number as written, or ""."""

    __tablename__ = "household"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(Text, unique=True)
    number: Mapped[str] = mapped_column(Text, default="", index=True)
    note: Mapped[str] = mapped_column(Text, default="")


class Residence(DatedFact, Base):
    """Where a person lives: the village and the line below it."""

    __tablename__ = "residence"
    __table_args__ = (
        owner_index("residence"),
        Index("ix_residence_village", "village_id", "known_until", "valid_to", "person_id"),
    )
    VALUES: ClassVar[tuple[str, ...]] = ("village_id", "address")

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"))
    address: Mapped[str] = mapped_column(Text, default="")


class HouseholdMembership(DatedFact, Base):
    """Which household a person belongs to and how they are related to its head."""

    __tablename__ = "household_membership"
    __table_args__ = (
        owner_index("household_membership"),
        Index("ix_household_membership_household", "household_id", "known_until"),
    )
    VALUES: ClassVar[tuple[str, ...]] = ("household_id", "relation")

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    relation: Mapped[str] = mapped_column(Text)


class HouseholdPoverty(DatedFact, Base):
    """A household on the list of the poor or near-poor, by the dates of its certificate (QĐ 24/2021/QĐ-TTg)."""

    __tablename__ = "household_poverty"
    __table_args__ = (owner_index("household_poverty", "household_id"),)
    OWNER: ClassVar[str] = "household_id"
    VALUES: ClassVar[tuple[str, ...]] = ("kind",)

    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    kind: Mapped[str] = mapped_column(Text)


class MaritalState(DatedFact, Base):
    """Single, married, widowed, divorced or separated."""

    __tablename__ = "marital_state"
    __table_args__ = (owner_index("marital_state"),)
    VALUES: ClassVar[tuple[str, ...]] = ("state",)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(Text)


class Study(DatedFact, Base):
    """At which level and where a person studies (group K2 and single parents ask for it)."""

    __tablename__ = "study"
    __table_args__ = (owner_index("study"),)
    VALUES: ClassVar[tuple[str, ...]] = ("level", "school")

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    level: Mapped[str] = mapped_column(Text)
    school: Mapped[str] = mapped_column(Text, default="")


class BankAccount(DatedFact, Base):
    """The account a person is paid into; `holder` is "" when it is their own."""

    __tablename__ = "bank_account"
    __table_args__ = (owner_index("bank_account"),)
    VALUES: ClassVar[tuple[str, ...]] = ("number", "bank", "holder")

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    number: Mapped[str] = mapped_column(Text)
    bank: Mapped[str] = mapped_column(Text, default="")
    holder: Mapped[str] = mapped_column(Text, default="")


class Payee(DatedFact, Base):
    """Who takes the money in place of a person: someone of the register, or a name with number and phone."""

    __tablename__ = "payee"
    __table_args__ = (owner_index("payee"),)
    VALUES: ClassVar[tuple[str, ...]] = ("other_id", "name", "id_number", "relation", "phone")

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    id_number: Mapped[str] = mapped_column(Text, default="")
    relation: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(Text, default="")


class Guardian(DatedFact, Base):
    """Who is guardian or representative of a person: someone of the register, or a name with number and phone."""

    __tablename__ = "guardian"
    __table_args__ = (owner_index("guardian"),)
    VALUES: ClassVar[tuple[str, ...]] = ("other_id", "name", "id_number", "relation", "phone")

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    id_number: Mapped[str] = mapped_column(Text, default="")
    relation: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(Text, default="")


class Disability(DatedFact, Base):
    """Type and degree of a disability, with the number of its certificate as far as known."""

    __tablename__ = "disability"
    __table_args__ = (owner_index("disability"),)
    VALUES: ClassVar[tuple[str, ...]] = ("kind", "degree", "certificate")

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(Text, default="")
    degree: Mapped[str] = mapped_column(Text)
    certificate: Mapped[str] = mapped_column(Text, default="")


PERSON_FACTS: tuple[type[DatedFact], ...] = (
    Residence,
    HouseholdMembership,
    MaritalState,
    Study,
    BankAccount,
    Payee,
    Guardian,
    Disability,
)
"""Dated facts owned by a person, in the order the person page shows them."""
