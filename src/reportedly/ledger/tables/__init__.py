"""The database: tables, connections, and how readings are stored and read again."""
