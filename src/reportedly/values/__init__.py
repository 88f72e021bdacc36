"""What is known of a statement beside its own words: to whom, when, where, through whom, how firmly, for whom."""
