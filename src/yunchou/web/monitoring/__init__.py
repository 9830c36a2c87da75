"""KPI targets and incentives (step 5)."""
