"""The page shell, components, and the look of everything."""
