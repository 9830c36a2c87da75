"""Budget lines by phase (step 3)."""
