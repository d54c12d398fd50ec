"""From a dictated call to finished correspondence."""

__version__ = "0.1.0"
