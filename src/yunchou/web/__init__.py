"""The product on Django: one folder per step of the method."""
