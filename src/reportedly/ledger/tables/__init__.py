"""The tables, and how readings go into them and come out."""
