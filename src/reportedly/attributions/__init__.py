"""From the tagger's scores to attributions: source, cue and content of each."""
