"""Many documents: what is read is kept, shared out among workers, and its progress told."""
