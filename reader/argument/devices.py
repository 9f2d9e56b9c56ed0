"""The devices of rhetoric: how words persuade where they give no reason.

After the families of SemEval-2023 task 3, in our own words.
"""

from typing import NamedTuple


class Device(NamedTuple):
    name: str
    meaning: str
    family: str


REPUTATION = "Against the person"
JUSTIFICATION = "Borrowed weight"
DISTRACTION = "Off the subject"
SIMPLIFICATION = "Too simple"
CALL = "Calls"
WORDING = "Wording"

DEVICES: tuple[Device, ...] = (
    Device("Name calling", "A label stands where a reason should.", REPUTATION),
    Device("Guilt by association", "Discredits by a link to somebody disliked.", REPUTATION),
    Device("Casting doubt", "Questions whether to trust somebody, not what is said.", REPUTATION),
    Device("Appeal to hypocrisy", "You do the same, so you cannot object.", REPUTATION),
    Device("Attack on reputation", "Speaks of character or record, not of the matter.", REPUTATION),
    Device("Flag waving", "Calls on the pride of a group.", JUSTIFICATION),
    Device("Appeal to authority", "True because somebody important says so.", JUSTIFICATION),
    Device("Appeal to popularity", "True because many think so.", JUSTIFICATION),
    Device("Appeal to values", "Right because it fits something held dear.", JUSTIFICATION),
    Device("Appeal to fear or prejudice", "Accept it, or something bad happens.", JUSTIFICATION),
    Device("Straw man", "Refutes a distorted version.", DISTRACTION),
    Device("Red herring", "Changes the subject.", DISTRACTION),
    Device("Whataboutism", "Answers a charge with another charge.", DISTRACTION),
    Device("Causal oversimplification", "Names one cause where there are several.", SIMPLIFICATION),
    Device("False dilemma", "Offers only two ways where there are more.", SIMPLIFICATION),
    Device("Slippery slope", "One step is said to lead to the worst, unargued.", SIMPLIFICATION),
    Device("Slogan", "A catchy phrase in place of an argument.", CALL),
    Device("Thought-terminating cliche", "A phrase that ends the discussion.", CALL),
    Device("Appeal to time", "Now or never.", CALL),
    Device("Loaded language", "Words chosen for the feelings they stir.", WORDING),
    Device("Obfuscation", "Stays unclear on purpose.", WORDING),
    Device("Exaggeration or minimisation", "Makes it larger or smaller than it is.", WORDING),
    Device("Repetition", "Says the same again and again until it sounds true.", WORDING),
)
