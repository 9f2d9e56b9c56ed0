"""What of a change those see who may only read the article: what everybody does is not for everybody."""

from collections.abc import Mapping
from typing import Any

# What is said, proposed and offered among those who work on the article.
PRIVATE = {"comment", "proposal", "invitation"}


def is_shown(name: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> bool:
    """Whether readers see, or saw, the thing that the log calls so. Proposed and withdrawn is not there."""
    kind = name.partition(" ")[0]
    states = [state for state in (before, after) if state]
    if kind in ("annotation", "relation"):
        return any(state.get("status", "accepted") == "accepted" for state in states)
    if kind == "round":
        return any("shown" in state for state in states)
    return kind not in PRIVATE
