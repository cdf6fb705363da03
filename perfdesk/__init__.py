"""绩效填报台: budget-performance forms of Chinese public units. This package never imports Qt."""

__version__ = "0.1.0"
