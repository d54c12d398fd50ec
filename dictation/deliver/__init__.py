"""What is to be sent, to whom, and what may not be sent: pure planning. Doing it is the business of ``post``."""

from dictation.deliver.addressing import address_message
from dictation.deliver.consulting import plan_consultation, require_awaiting, require_unchanged
from dictation.deliver.inviting import change_meeting, current_meetings, has_arrived, invited_to, plan_event
from dictation.deliver.lookalikes import ascii_domain, doubts, written_out
from dictation.deliver.outcomes import not_sent, outcomes, state_after
from dictation.deliver.planning import changed_since, hold_back, plan_delivery
from dictation.deliver.printing import hold_back_print, outdated_prints, told_print, way_of
from dictation.deliver.publishing import plan_calendar
from dictation.deliver.retrying import is_due, retry_at

__all__ = [
    "address_message",
    "ascii_domain",
    "change_meeting",
    "changed_since",
    "current_meetings",
    "doubts",
    "has_arrived",
    "hold_back",
    "hold_back_print",
    "invited_to",
    "is_due",
    "not_sent",
    "outcomes",
    "outdated_prints",
    "plan_calendar",
    "plan_consultation",
    "plan_delivery",
    "plan_event",
    "require_awaiting",
    "require_unchanged",
    "retry_at",
    "state_after",
    "told_print",
    "way_of",
    "written_out",
]
