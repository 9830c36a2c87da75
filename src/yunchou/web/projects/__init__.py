"""The spine that every step hangs on: projects, roles, work items."""
