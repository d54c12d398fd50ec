"""What is to be sent, to whom, and what may not be sent: pure planning. Doing it is the business of ``post``."""

from dictation.deliver.addressing import address_message
from dictation.deliver.lookalikes import ascii_domain, doubts, written_out
from dictation.deliver.outcomes import not_sent, outcomes, state_after
from dictation.deliver.planning import hold_back, plan_delivery
from dictation.deliver.retrying import retry_at

__all__ = [
    "address_message",
    "ascii_domain",
    "doubts",
    "hold_back",
    "not_sent",
    "outcomes",
    "plan_delivery",
    "retry_at",
    "state_after",
    "written_out",
]
