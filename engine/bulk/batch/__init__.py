"""`remit batch`: files of requests in, files of decisions out, in parts that survive an interruption."""
