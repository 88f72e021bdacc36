"""Holders across articles, public figures and their offices."""
