"""People: holders across articles, public figures and their offices."""
