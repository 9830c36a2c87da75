"""Meetings and channels (step 4)."""
