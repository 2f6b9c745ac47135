"""The columns of a table of requests as whole numbers: keys, facts, receipts and terms."""
