"""Records of what was said, and what articles quote of them."""
