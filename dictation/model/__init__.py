"""The frozen types that the stages hand to each other, one file a stage.

    recording → transcript → draft → document → review → delivery

What composing makes of a transcript on its way to drafts stays in its room. These types hold no behaviour beyond what
follows from their own fields, import nothing of the project but each other, and are keyword-only. Times
inside a recording are integer milliseconds from its start; datetimes carry their zone.
"""
