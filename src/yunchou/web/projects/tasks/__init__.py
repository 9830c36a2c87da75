"""A task: its page, comments, checklist, files and progress, one or many at a time."""
