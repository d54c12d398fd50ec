"""From a transcript to drafts: what was said, what kind of speech it is, and what it becomes.

    transcript → tokens → boundaries → cues → spans (decoded) → items (edited) → written form → drafts with flags

``docs/composing.md`` tells the file of each step.

Everything here is pure: no clock, no disk but the language data that ships beside the code, no randomness.
"""
