"""From the tagger's scores to attributions: who is given which words by which cue."""
