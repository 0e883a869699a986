"""What makes a plan answerable: a ledger of plans and decisions, replay, records for publication and assurance, deletion on time."""
