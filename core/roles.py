"""Who acts and who is told, as sets of roles (RULES 1, 12, 13)."""

from typing import Final

from core.values import Role

MANAGERS: Final = frozenset({Role.ADMINISTRATOR, Role.MANAGER})
"""Who may change the subscription, the members and the choices."""
MONEY: Final = MANAGERS | {Role.FINANCE}
"""Who may see and spend money and points."""
EVERYONE: Final = MONEY | {Role.EMPLOYEE}
"""Every member. An operator is none: marketplace staff is in no shop."""
