"""Cases: run against their policies, and written for what nobody has tried."""
