"""The present state of an argument, told from its log alone."""

from collections.abc import Iterable, Mapping

from reader.annotations.states import MODELS, State, name_of, state_of
from reader.articles.models import Article, Change


def replayed(
    changes: Iterable[Change], before: Mapping[str, State] | None = None
) -> dict[str, State]:
    """The state of every annotation, relation and dismissal after these changes, oldest first.

    `before` is what they were before the first of these changes.
    """
    states = dict(before or {})
    for change in changes:
        for name, state in change.after.items():
            if _is_thing(name):
                # A new text alters where things stand, and the log says no more of them then.
                states[name] = states.get(name, {}) | state
    return states


def states_of(article: Article) -> dict[str, State]:
    """The same, told from the rows."""
    things = (row for model in MODELS.values() for row in model.objects.filter(article=article))
    return {name_of(thing): state_of(thing) for thing in things}


def strayed(article: Article) -> list[str]:
    """The names of things whose row does not say what the log says. Always empty, if all is well."""
    told, found = replayed(article.changes.order_by("seq")), states_of(article)
    return sorted(name for name in told.keys() | found.keys() if told.get(name) != found.get(name))


def _is_thing(name: str) -> bool:
    return name.partition(" ")[0] in MODELS
