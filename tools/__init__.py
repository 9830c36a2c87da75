"""How the project is set up and checked; never part of the wheel."""
