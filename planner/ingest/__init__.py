"""Files to rows to a validated instance; every fault of every file is reported at once.

``planner.ingest.build.load_workspace`` does all of it; ``planner.ingest.tables`` says what the columns are.
"""
