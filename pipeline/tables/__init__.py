"""Records to the tables of the contract, and releases read again: validation, comparison, the data dictionary."""
