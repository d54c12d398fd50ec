"""What a person has to look at, in which order, and what stands in the way of an approval: pure decisions."""

from dictation.review.obstacles import Route, obstacles, route
from dictation.review.recipients import find_contacts, readdress
from dictation.review.risk import riskiest_first
from dictation.review.text_form import read_draft, write_draft, write_mistake
from dictation.review.wording import reword

__all__ = [
    "Route",
    "find_contacts",
    "obstacles",
    "read_draft",
    "readdress",
    "reword",
    "riskiest_first",
    "route",
    "write_draft",
    "write_mistake",
]
