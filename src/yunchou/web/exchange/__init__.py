"""The doors of the plan's formats: wizard, import, export, copy, demo (step 9)."""
