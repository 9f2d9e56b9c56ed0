"""What was decided about the sheets of a round, as the history says it."""

from collections.abc import Mapping
from typing import Any

MOST_NAMED = 3


def verdict_words(states: Mapping[str, Mapping[str, Any]], readers: Mapping[int, str]) -> str:
    """P3 from Bob’s reading in round 2; of many only how many they are.

    `states` are all that a change has touched, by name; `readers` the names of those with a sheet.
    """
    verdicts = [
        state
        for name, state in states.items()
        if name.startswith("verdict ") and state["status"] == "accepted"
    ]
    if not verdicts:
        return "what is on the sheets of a round"
    number = verdicts[0]["round"]
    if len(verdicts) > MOST_NAMED:
        things = {state["became"] or (state["reader"], state["source"]) for state in verdicts}
        return f"{len(things)} things from the readings in round {number}"
    said = [
        f"{state['label']} from {readers.get(state['reader'], 'somebody')}’s reading"
        for state in verdicts
    ]
    return f"{' and '.join(said)} in round {number}"
