"""Browser stories: a real server, a real browser."""
