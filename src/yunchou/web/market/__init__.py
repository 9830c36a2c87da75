"""Market evidence (beside the steps)."""
