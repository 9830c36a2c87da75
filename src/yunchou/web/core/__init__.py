"""What every step stands on: ids, rows of a workspace, permissions, the activity spine, events."""
