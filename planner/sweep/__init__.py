"""One function over many tasks: on all cores or on a cluster, with the rows kept as they come."""
