"""Passages as several annotators might mark them."""

from hypothesis import strategies as st

from reader.argument.matching import Unit
from reader.argument.roles import Role

LENGTH = 30
C, P, E = Role.CLAIM, Role.PREMISE, Role.EVIDENCE


def marked(*spans, role=P):
    """Units of one role: marked((0, 4), (6, 9))."""
    return [Unit(start, end, role) for start, end in spans]


def units(most=5, length=LENGTH, roles=(C, P, E)):
    """What one annotator marked on a text of that length, in any order."""
    starts = st.integers(0, length - 1)
    unit = starts.flatmap(
        lambda start: st.builds(
            Unit, st.just(start), st.integers(start + 1, length), st.sampled_from(roles)
        )
    )
    return st.lists(unit, max_size=most)


def scattered(random, number, length, roles=(C, P, E)):
    """Passages of 5 to 30 characters anywhere on the text, none over another."""
    places = [
        place + random.randint(0, 20) for place in random.sample(range(0, length, 50), number)
    ]
    return [Unit(place, place + random.randint(5, 30), random.choice(roles)) for place in places]
