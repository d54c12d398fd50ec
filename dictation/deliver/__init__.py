"""What is to be sent, to whom, and what may not be sent: pure planning. Doing it is the business of ``post``."""

from dictation.deliver.addressing import address_message
from dictation.deliver.consulting import plan_consultation, require_awaiting, require_unchanged
from dictation.deliver.inviting import change_meeting, current_meetings, has_arrived, invited_to, plan_event
from dictation.deliver.lookalikes import ascii_domain, doubts, written_out
from dictation.deliver.mailing import (
    address_mailing,
    check_list,
    list_unsubscribe,
    mailing_obstacles,
    mailing_text,
    unsubscribe_link,
)
from dictation.deliver.outcomes import not_sent, outcomes, state_after
from dictation.deliver.personal import UNSUBSCRIBE, field_name, fields_of, fill, fill_document
from dictation.deliver.planning import changed_since, hold_back, plan_delivery, stamped
from dictation.deliver.printing import hold_back_print, outdated_prints, told_print, way_of
from dictation.deliver.publishing import plan_calendar
from dictation.deliver.retrying import is_due, retry_at
from dictation.deliver.suppressing import suppression_key

__all__ = [
    "UNSUBSCRIBE",
    "address_mailing",
    "address_message",
    "ascii_domain",
    "change_meeting",
    "changed_since",
    "check_list",
    "current_meetings",
    "doubts",
    "field_name",
    "fields_of",
    "fill",
    "fill_document",
    "has_arrived",
    "hold_back",
    "hold_back_print",
    "invited_to",
    "is_due",
    "list_unsubscribe",
    "mailing_obstacles",
    "mailing_text",
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
    "stamped",
    "state_after",
    "suppression_key",
    "told_print",
    "unsubscribe_link",
    "way_of",
    "written_out",
]
