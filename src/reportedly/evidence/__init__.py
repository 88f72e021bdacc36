"""What articles were read from, kept byte for byte, and offered and checked again."""
