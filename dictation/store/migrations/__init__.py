"""What brings the tables of an older store to those of this version; ``env.py`` is how Alembic gets at them."""
