"""What all tests share: how hypothesis searches."""

from hypothesis import HealthCheck, settings

# The same examples at every run: a test that fails for one person fails for all.
settings.register_profile(
    "remit", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("remit")
