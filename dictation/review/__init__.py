"""What a person has to look at, in which order, and what stands in the way of an approval: pure decisions."""

from dictation.review.comparing import Change, Run, compare, compare_texts
from dictation.review.dividing import merge, split
from dictation.review.enclosing import attach, detach, enclosed_files, enclosure_obstacles, flag_enclosures
from dictation.review.learning import learned, put_right
from dictation.review.listening import DOUBTFUL, Clip, flag_clips, mark_doubtful, sentences
from dictation.review.moments import read_moment, require_shown
from dictation.review.obstacles import Route, obstacles, route
from dictation.review.received import read_head
from dictation.review.recipients import find_contacts, readdress
from dictation.review.replying import reply
from dictation.review.risk import riskiest_first
from dictation.review.session import Session, Step, begin
from dictation.review.sheet import FlagPlace, Part, Sentence, Sheet, Stretch, Wording, draft_sheet
from dictation.review.steps_back import Steps, steps
from dictation.review.text_form import plain_text, read_draft, write_draft, write_mistake
from dictation.review.wording import reword
from dictation.review.work import TO_DO, end_of_day, held

__all__ = [
    "DOUBTFUL",
    "TO_DO",
    "Change",
    "Clip",
    "FlagPlace",
    "Part",
    "Route",
    "Run",
    "Sentence",
    "Session",
    "Sheet",
    "Step",
    "Steps",
    "Stretch",
    "Wording",
    "attach",
    "begin",
    "compare",
    "compare_texts",
    "detach",
    "draft_sheet",
    "enclosed_files",
    "enclosure_obstacles",
    "end_of_day",
    "find_contacts",
    "flag_clips",
    "flag_enclosures",
    "held",
    "learned",
    "mark_doubtful",
    "merge",
    "obstacles",
    "plain_text",
    "put_right",
    "read_draft",
    "read_head",
    "read_moment",
    "readdress",
    "reply",
    "require_shown",
    "reword",
    "riskiest_first",
    "route",
    "sentences",
    "split",
    "steps",
    "write_draft",
    "write_mistake",
]
