"""The web product beside the bare floor: same machine, same minutes, same database."""
