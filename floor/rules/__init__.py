"""What is allowed: pure functions over plain values. No Flask, no SQLAlchemy, no clock, no disk."""
