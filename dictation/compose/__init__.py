"""From a transcript to drafts: what was said, what kind of speech it is, and what it becomes.

    transcript → tokens → cues → spans (decoded) → items (edited) → written form → drafts with flags

Everything here is pure: no clock, no disk but the language data that ships beside the code, no randomness.
"""
