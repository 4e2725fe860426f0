"""How the tables came to be: Alembic's steps, drawn up by ``draft`` and taken by ``floor.upgrade``."""
