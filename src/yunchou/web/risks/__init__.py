"""The risk register (step 6)."""
