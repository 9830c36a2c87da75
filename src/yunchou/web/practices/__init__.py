"""Check-up and document (step 10)."""
