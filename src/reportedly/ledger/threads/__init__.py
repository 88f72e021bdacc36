"""Which statements word one utterance, and where their chains begin."""
