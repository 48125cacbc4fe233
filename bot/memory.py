"""How often Python looks for objects that only hold each other.

Problem: due work and imports make millions of short-lived records, none of them in a circle, and looking for circles
every few hundred takes a third of their time; a look at everything that is loaded holds up every tap. Decision: the
collector looks seldom, and what a started bot consists of is no longer looked at. Limit: some megabytes more are held
between two looks.
"""

import gc
from typing import Final

NEW_OBJECTS: Final = 50_000
"""New objects between two looks at the youngest; Python's own 700 are fewer than one seller's piece of due work."""
YOUNG_LOOKS: Final = 20
MIDDLE_LOOKS: Final = 50
"""Looks at the younger generation between two at the older one."""


def collect_seldom() -> None:
    """Let the collector look less often, for the rest of the process."""
    gc.set_threshold(NEW_OBJECTS, YOUNG_LOOKS, MIDDLE_LOOKS)


def keep_what_is_there() -> None:
    """What exists now stays until the end of the process: look once more, then never again."""
    gc.collect()
    gc.freeze()
