"""Whisper: its weights, and the two libraries that run them.

Nothing is imported here: one of the libraries brings PyTorch, the other CTranslate2.
"""
