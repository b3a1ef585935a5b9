"""The conversation's flow: which step follows which. Pure: no Django, no database, no clock.

`advance` moves a stage by an event; `way_onward` says what a person may do when Fin's answer didn't help.
"""

from dataclasses import dataclass
from enum import StrEnum

from accounts.entitlements import Need, Support


class Stage(StrEnum):
    """Where a conversation stands."""

    DRAFT = "draft"
    TOPIC = "topic"
    STEPS = "steps"
    DETAILS = "details"
    CHAT = "chat"
    RESOLVED = "resolved"
    HANDED_OVER = "handed_over"


class Event(StrEnum):
    """What a person does."""

    AGREE = "agree"
    CHOOSE_TOPIC = "choose_topic"
    CHOOSE_TOPIC_WITH_STEPS = "choose_topic_with_steps"
    CHANGE_TOPIC = "change_topic"
    ASK_FIN_FIRST = "ask_fin_first"
    GIVE_DETAILS = "give_details"
    ASK = "ask"
    ASK_AGAIN = "ask_again"
    ASK_AFTER_STEPS = "ask_after_steps"
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"
    TRIED_SELF_SERVICE = "tried_self_service"
    HAND_OVER = "hand_over"


class Refusal(StrEnum):
    """Why an event is not possible, as a key of `messenger.conversations.refusals.REFUSALS`."""

    WRONG_STEP = "wrong_step"
    NOT_ENTITLED = "not_entitled"
    SUCCESSOR_SIGN_IN = "successor_sign_in"
    RIGHTS_TOO_OLD = "rights_too_old"
    TOPIC_NOT_YOURS = "topic_not_yours"
    ADDRESS_NOT_PROVED = "address_not_proved"
    FIN_IS_ANSWERING = "fin_is_answering"
    NO_ORGANISATION = "no_organisation"
    STILL_IN_LINE = "still_in_line"
    UNKNOWN_STEP = "unknown_step"


class FlowRefusedError(Exception):
    """An event that the flow doesn't allow now. `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class Onward(StrEnum):
    """The next step when the answer didn't help."""

    HAND_OVER = "hand_over"
    PROVE_ADDRESS = "prove_address"
    SELF_SERVICE = "self_service"
    GATE = "gate"
    SIGN_IN = "sign_in"
    ASK_OWNER = "ask_owner"
    NOT_IN_PLAN = "not_in_plan"


_STEPS: dict[tuple[Stage, Event], Stage] = {
    (Stage.DRAFT, Event.AGREE): Stage.TOPIC,
    # A second press of the same button changes nothing and is no error.
    (Stage.TOPIC, Event.AGREE): Stage.TOPIC,
    (Stage.STEPS, Event.AGREE): Stage.STEPS,
    (Stage.DETAILS, Event.AGREE): Stage.DETAILS,
    (Stage.CHAT, Event.AGREE): Stage.CHAT,
    (Stage.TOPIC, Event.CHOOSE_TOPIC): Stage.DETAILS,
    # Another tab, or the browser's way back, may still show the picker.
    (Stage.STEPS, Event.CHOOSE_TOPIC): Stage.DETAILS,
    (Stage.DETAILS, Event.CHOOSE_TOPIC): Stage.DETAILS,
    (Stage.TOPIC, Event.CHOOSE_TOPIC_WITH_STEPS): Stage.STEPS,
    (Stage.STEPS, Event.CHOOSE_TOPIC_WITH_STEPS): Stage.STEPS,
    (Stage.DETAILS, Event.CHOOSE_TOPIC_WITH_STEPS): Stage.STEPS,
    (Stage.TOPIC, Event.CHANGE_TOPIC): Stage.TOPIC,
    (Stage.STEPS, Event.CHANGE_TOPIC): Stage.TOPIC,
    (Stage.DETAILS, Event.CHANGE_TOPIC): Stage.TOPIC,
    (Stage.STEPS, Event.TRIED_SELF_SERVICE): Stage.DETAILS,
    (Stage.STEPS, Event.ASK_FIN_FIRST): Stage.DETAILS,
    (Stage.STEPS, Event.SOLVED): Stage.RESOLVED,
    (Stage.DETAILS, Event.GIVE_DETAILS): Stage.CHAT,
    (Stage.CHAT, Event.ASK): Stage.CHAT,
    (Stage.CHAT, Event.ASK_AGAIN): Stage.CHAT,
    (Stage.CHAT, Event.SOLVED): Stage.RESOLVED,
    (Stage.CHAT, Event.NOT_SOLVED): Stage.CHAT,
    (Stage.CHAT, Event.TRIED_SELF_SERVICE): Stage.CHAT,
    (Stage.CHAT, Event.HAND_OVER): Stage.HANDED_OVER,
    (Stage.RESOLVED, Event.ASK): Stage.CHAT,
    # Nothing was sent before, and the topic may ask for details.
    (Stage.RESOLVED, Event.ASK_AFTER_STEPS): Stage.DETAILS,
    (Stage.HANDED_OVER, Event.ASK): Stage.HANDED_OVER,
    # The same for these.
    (Stage.DETAILS, Event.TRIED_SELF_SERVICE): Stage.DETAILS,
    (Stage.DETAILS, Event.ASK_FIN_FIRST): Stage.DETAILS,
    (Stage.CHAT, Event.ASK_FIN_FIRST): Stage.CHAT,
    (Stage.RESOLVED, Event.SOLVED): Stage.RESOLVED,
    (Stage.HANDED_OVER, Event.HAND_OVER): Stage.HANDED_OVER,
    (Stage.HANDED_OVER, Event.NOT_SOLVED): Stage.HANDED_OVER,
}


def advance(stage: str, event: Event) -> Stage:
    """The stage after `event`. Raises FlowRefusedError for a pair that the table lacks, and for a stage it lacks."""
    if not is_known(stage):
        raise FlowRefusedError(Refusal.UNKNOWN_STEP)
    following = _STEPS.get((Stage(stage), event))
    if following is None:
        raise FlowRefusedError(Refusal.WRONG_STEP)
    return following


def is_known(stage: str) -> bool:
    """Whether this version knows the stage: during an upgrade a newer process may have stored one that it doesn't."""
    return stage in set(Stage)


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a message may be sent to anyone at all, bot included; closed, it names the host to sign in at."""

    open: bool
    successor: str = ""


def gate(support: Support) -> Gate:
    """The domain gate: closed for someone signed in at a legacy domain until they sign in at its successor."""
    if support.human.need == Need.SUCCESSOR_SIGN_IN:
        return Gate(False, support.successor)
    return Gate(True)


def choosing(support: Support, *, wanted: bool, there: bool) -> Event:
    """What choosing a topic is: its steps come first where the rule says so or staff want it, and there are any."""
    first = wanted or support.human.need == Need.SELF_SERVICE_FIRST
    return Event.CHOOSE_TOPIC_WITH_STEPS if first and there else Event.CHOOSE_TOPIC


_ONWARD: dict[tuple[bool, Need], Onward] = {
    (True, Need.NOTHING): Onward.HAND_OVER,
    (True, Need.PROOF): Onward.PROVE_ADDRESS,
    (True, Need.SELF_SERVICE_FIRST): Onward.SELF_SERVICE,
    (False, Need.SUCCESSOR_SIGN_IN): Onward.GATE,
    (False, Need.SIGN_IN): Onward.SIGN_IN,
    (False, Need.ASK_OWNER): Onward.ASK_OWNER,
    (False, Need.ASK_ADMIN): Onward.ASK_OWNER,
    (False, Need.NOT_IN_PLAN): Onward.NOT_IN_PLAN,
}


def way_onward(support: Support, *, tried_self_service: bool, proved_address: bool = False) -> Onward:
    """What comes after "this didn't answer my question".

    Proof of the account counts as given: the details step asks for it. That mail to the contact address reaches whoever
    wrote is proved before it is answered there.
    """
    onward = _ONWARD[support.human.open, support.human.need]
    if onward == Onward.SELF_SERVICE and tried_self_service:
        return Onward.HAND_OVER
    if onward == Onward.PROVE_ADDRESS and proved_address:
        return Onward.HAND_OVER
    return onward
