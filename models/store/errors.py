"""Errors named by whose fault they are.

`RuleError`: what was entered cannot be accepted; shown beside the field. `EnvironmentProblem`: the machine (disk,
stick, lock, damaged file) stands in the way; its message says what to do. Anything else is a bug of ours.
Messages are Vietnamese sentences for the clerk and never hold personal data that was not just typed by that clerk.
"""

from __future__ import annotations


class RuleError(Exception):
    """Something entered breaks a rule.

    `field` names the field it belongs to (None: the form as a whole), `code` is a stable word for tests and JSON.
    """

    def __init__(self, message: str, *, field: str | None = None, code: str = "rule") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code


class EnvironmentProblem(Exception):
    """The machine stands in the way; `message` says what to do, `code` is a stable word for tests and JSON."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
