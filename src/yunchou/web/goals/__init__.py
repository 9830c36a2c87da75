"""Goals, scope and change rules (step 1)."""
