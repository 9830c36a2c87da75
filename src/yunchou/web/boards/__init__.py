"""Board, list, my work, search (step 9)."""
