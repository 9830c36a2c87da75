"""Sign-in, people, workspaces, membership, invitations, tokens."""
