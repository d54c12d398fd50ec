"""What a person has to look at, in which order, and what stands in the way of an approval: pure decisions."""

from dictation.review.enclosing import attach, detach, enclosed_files, enclosure_obstacles, flag_enclosures
from dictation.review.obstacles import Route, obstacles, route
from dictation.review.recipients import find_contacts, readdress
from dictation.review.replying import reply
from dictation.review.risk import riskiest_first
from dictation.review.wording import reword

__all__ = [
    "Route",
    "attach",
    "detach",
    "enclosed_files",
    "enclosure_obstacles",
    "find_contacts",
    "flag_enclosures",
    "obstacles",
    "readdress",
    "reply",
    "reword",
    "riskiest_first",
    "route",
]
