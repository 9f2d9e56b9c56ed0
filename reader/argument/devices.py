"""The devices of rhetoric: how words persuade where they give no reason.

After the families of SemEval-2023 task 3, in our own words; the examples are ours. An annotation
stores the name.
"""

from typing import NamedTuple

from reader.argument.searching import fits_words


class Device(NamedTuple):
    """One way to persuade without a reason. `label` is its name in the set of SemEval-2023."""

    key: str
    name: str
    meaning: str
    family: str
    example: str
    label: str


def _device(family: str, label: str, name: str, meaning: str, example: str) -> Device:
    key = "-".join(name.lower().split())
    return Device(key, name, meaning, family, example, label)


def device_of(name: str) -> Device | None:
    """The device that an annotation names, by its name or its key."""
    return BY_NAME.get(name) or BY_KEY.get(name)


def find_devices(words: str) -> tuple[Device, ...]:
    """The devices in whose name, meaning or example all the words stand; those found by name first."""
    by_name = [device for device in DEVICES if fits_words(words, device.name)]
    by_text = [d for d in DEVICES if fits_words(words, d.name, d.meaning, d.example)]
    return tuple(dict.fromkeys([*by_name, *by_text]))


REPUTATION = "Against the person"
JUSTIFICATION = "Borrowed weight"
DISTRACTION = "Off the subject"
SIMPLIFICATION = "Too simple"
CALL = "Calls"
WORDING = "Wording"

# Each line: family, label in SemEval, name, meaning, example.
# fmt: off
DEVICES: tuple[Device, ...] = (
    _device(REPUTATION, "Name_Calling-Labeling", "Name calling", "A label stands where a reason should.", "These tree-huggers want to close our street."),
    _device(REPUTATION, "Guilt_by_Association", "Guilt by association", "Discredits by a link to somebody disliked.", "The developers like this plan too, and you know what they are."),
    _device(REPUTATION, "Doubt", "Casting doubt", "Questions whether to trust somebody, not what is said.", "Can we believe anything that this office tells us?"),
    _device(REPUTATION, "Appeal_to_Hypocrisy", "Appeal to hypocrisy", "You do the same, so you cannot object.", "He complains of noise, yet he keeps three dogs."),
    _device(REPUTATION, "Questioning_the_Reputation", "Attack on reputation", "Speaks of character or record, not of the matter.", "The same planner once forgot a whole bridge."),
    _device(JUSTIFICATION, "Flag_Waving", "Flag waving", "Calls on the pride of a group.", "We islanders have never let a storm stop us."),
    _device(JUSTIFICATION, "Appeal_to_Authority", "Appeal to authority", "True because somebody important says so.", "A Nobel laureate drinks this tea."),
    _device(JUSTIFICATION, "Appeal_to_Popularity", "Appeal to popularity", "True because many think so.", "A million households cannot be wrong."),
    _device(JUSTIFICATION, "Appeal_to_Values", "Appeal to values", "Right because it fits something held dear.", "This is about freedom, and nothing else."),
    _device(JUSTIFICATION, "Appeal_to_Fear-Prejudice", "Appeal to fear or prejudice", "Accept it, or something bad happens.", "Open that path and you will never sleep safely again."),
    _device(DISTRACTION, "Straw_Man", "Straw man", "Refutes a distorted version.", "So you want every child to walk alone through the night?"),
    _device(DISTRACTION, "Red_Herring", "Red herring", "Changes the subject.", "You ask about the budget, but look how well the choir sang."),
    _device(DISTRACTION, "Whataboutism", "Whataboutism", "Answers a charge with another charge.", "And who let the old mill fall down?"),
    _device(SIMPLIFICATION, "Causal_Oversimplification", "Causal oversimplification", "Names one cause where there are several.", "The shops are empty because of the bicycle lane."),
    _device(SIMPLIFICATION, "False_Dilemma-No_Choice", "False dilemma", "Offers only two ways where there are more.", "Either we fell the avenue or we give up the town."),
    _device(SIMPLIFICATION, "Consequential_Oversimplification", "Slippery slope", "One step is said to lead to the worst, unargued.", "First a bench, then a crowd, then a riot."),
    _device(CALL, "Slogans", "Slogan", "A catchy phrase in place of an argument.", "Green today, gold tomorrow!"),
    _device(CALL, "Conversation_Killer", "Thought-terminating cliche", "A phrase that ends the discussion.", "It is what it is."),
    _device(CALL, "Appeal_to_Time", "Appeal to time", "Now or never.", "Sign tonight, tomorrow is too late."),
    _device(WORDING, "Loaded_Language", "Loaded language", "Words chosen for the feelings they stir.", "They butchered the helpless old lindens."),
    _device(WORDING, "Obfuscation-Vagueness-Confusion", "Obfuscation", "Stays unclear on purpose.", "Suitable measures will be looked into in due course."),
    _device(WORDING, "Exaggeration-Minimisation", "Exaggeration or minimisation", "Makes it larger or smaller than it is.", "A tiny change, you will not even notice it."),
    _device(WORDING, "Repetition", "Repetition", "Says the same again and again until it sounds true.", "It is safe. It is safe, and once more: it is safe."),
)
# fmt: on
BY_NAME = {device.name: device for device in DEVICES}
BY_KEY = {device.key: device for device in DEVICES}
