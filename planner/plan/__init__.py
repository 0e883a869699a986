"""Plans as values and files: decoding, tables, packs."""
