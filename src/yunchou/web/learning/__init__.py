"""Training and improvements (step 8)."""
