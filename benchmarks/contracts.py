"""How much longer a decision takes with 12,000 contracts than with ten: processor time of processes, pair by pair.

Run with `make bench`.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

MANY, FEW = 12_000, 10
ROUNDS = 5
REQUESTS = {
    "named by id": "contract: customer-7",
    "found by domain": "from: ann@customer-7.example",
}


def contract_text(number: int) -> str:
    """Return a contract as a file has it."""
    name = f"customer-{number}"
    return (
        f"  - id: {name}\n    customer: Customer & Sons {number}\n    policy: jams\n    tier: premium\n"
        f'    from: "2026-01-01"\n    domains: [{name}.example]\n'
    )


def decide(request: Path, contracts: Path) -> tuple[float, str]:
    """Return the processor time in seconds that a decision takes from a cold start, and what it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "remit", "decide", str(request), "--contracts", str(contracts)]
    printed = subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603 - our own
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, printed


def main() -> None:
    """Print the table."""
    print(f"{'12,000 contracts / ten':<48} {'min':>8} {'median':>8} {'max':>8} {'more, in s':>12}")
    with tempfile.TemporaryDirectory() as folder:
        many, few, request = (Path(folder, name) for name in ("many.yaml", "few.yaml", "request.yaml"))
        for file, count in ((many, MANY), (few, FEW)):
            file.write_text("contracts:\n" + "".join(map(contract_text, range(count))), "utf-8")
        for name, line in REQUESTS.items():
            request.write_text(f'received: "2026-03-06T21:30:00Z"\n{line}\n', "utf-8")
            ratios, differences = [], []
            for _ in range(ROUNDS):
                (seconds, printed), (seconds_of_few, printed_of_few) = decide(request, many), decide(request, few)
                if not printed or printed != printed_of_few:
                    raise SystemExit(f"{name}: the decisions differ")
                ratios.append(seconds / seconds_of_few)
                differences.append(seconds - seconds_of_few)
            figures = f"{min(ratios):8.2f} {statistics.median(ratios):8.2f} {max(ratios):8.2f}"
            print(f"{name:<48} {figures} {statistics.median(differences):12.3f}")


if __name__ == "__main__":
    main()
