"""Retrospective questions (step 7)."""
