"""What a sales project plan is, and all that is done to it as a file."""
