"""Yunchou 运筹: write the sales project plan, run the sales project plan."""

__version__ = "0.1.0"
