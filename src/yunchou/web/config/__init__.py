"""Composition only: settings, addresses, servers."""
