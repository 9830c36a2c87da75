"""Dependencies, baselines, critical path, Gantt (step 2)."""
