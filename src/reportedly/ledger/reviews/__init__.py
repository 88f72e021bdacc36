"""What people say of what was read and found, and what follows from it."""
