"""What a person has to look at, in which order, and what stands in the way of an approval: pure decisions."""

from dictation.review.obstacles import Route, obstacles, route
from dictation.review.recipients import find_contacts, readdress
from dictation.review.risk import riskiest_first
from dictation.review.sheet import FlagPlace, Part, Run, Sentence, Sheet, Stretch, draft_sheet
from dictation.review.wording import reword

__all__ = [
    "FlagPlace",
    "Part",
    "Route",
    "Run",
    "Sentence",
    "Sheet",
    "Stretch",
    "draft_sheet",
    "find_contacts",
    "obstacles",
    "readdress",
    "reword",
    "riskiest_first",
    "route",
]
