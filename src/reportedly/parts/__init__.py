"""Parts: many articles cut into parts, each read by itself and written as Parquet."""
