"""Contracts: which one a request falls under, whether it is in force and fits its policy."""

from collections.abc import Callable, Iterable, Sequence

from ..findings import Findings, Mark
from ..language.zone_suggestions import names_no_place, zone_help
from ..model import Contract, Policy, Request, Tier
from ..model.mail_domains import ascii_address, ascii_domain, unicode_domain, with_parents
from ..text import did_you_mean, quoted
from ..worktime import zone
from .check_hours import check_zone
from .clock import day_in
from .decision import Candidate
from .effective_days import covers_day, date_range_text
from .known_facts import check_contract_facts
from .policy_store import PolicyStore

_NO_CONTRACTS = "name a file with `--contracts`, or pass `contracts` to `remit.load`"


def find_contract(
    request: Request, contracts: Sequence[Contract], holds: Callable[[Contract], bool], findings: Findings
) -> Contract | None:
    """Return the contract that a request names or that its sender's domain leads to, if any.

    Of several of one domain, those count that hold at the time, by `holds`; where several do, a warning says that it
    is open which of them is meant. A request that names one that is not there, or contradicts it, is invalid.
    """
    if request.contract is not None:
        contract = next((contract for contract in contracts if contract.id == request.contract), None)
        if contract is None:
            message = f"contract `{request.contract}` is not known"
            help_ = did_you_mean(request.contract, (c.id for c in contracts)) if contracts else _NO_CONTRACTS
            findings.error("unknown-contract", message, request.key_mark("contract"), help_)
            return None
    else:
        by_sender = _by_sender(request, contracts)
        if len(by_sender) > 1 and not request.is_dated:
            return None
        if len(by_sender) > 1:
            # A contract that was renewed is two, of which one holds; where none does, the last one ended last.
            by_sender = [c for c in by_sender if holds(c)] or [max(by_sender, key=lambda c: c.end or "")]
        if len(by_sender) > 1:
            listed = quoted(contract.id for contract in by_sender)
            findings.warning(
                "ambiguous-contract",
                f"sender `{request.sender}` falls under {len(by_sender)} contracts: {listed}",
                request.key_mark("from"),
                "name one with `contract`",
            )
        if len(by_sender) != 1:
            return None
        contract = by_sender[0]
    for key, stated, agreed in (("policy", request.policy, contract.policy), ("tier", request.tier, contract.tier)):
        if stated is not None and stated != agreed:
            findings.error(
                "contradicts-contract",
                f"{key} `{stated}` contradicts contract `{contract.id}`, which has `{agreed}`",
                request.key_mark(key),
            )
    return contract


def contract_candidates(
    request: Request, contracts: Sequence[Contract], holds: Callable[[Contract], bool]
) -> tuple[Candidate, ...]:
    """Return the contracts that a sender's address or domain speaks for, where it is open which one is meant."""
    by_sender = _by_sender(request, contracts) if request.contract is None else []
    address = ascii_address(sender_address(request))
    return tuple(
        Candidate(c.id, c.customer, "address" if address in map(ascii_address, c.contacts) else "domain")
        for c in [c for c in by_sender if holds(c)] or by_sender
    )


def leads_to_contract(request: Request, contracts: Sequence[Contract]) -> bool:
    """Tell whether a request names a contract or has a sender's domain that has one, or what says so is wrong."""
    is_wrong = request.sender is None and "from" in request.marks
    has_contract = request.contract is not None or "contract" in request.marks
    return is_wrong or has_contract or bool(_by_sender(request, contracts))


def _by_sender(request: Request, contracts: Sequence[Contract]) -> list[Contract]:
    """Return the contracts that name the sender's address; else those of its domain, or of the nearest one above it.

    They are of the request's policy where it names one. A domain of a public mail provider leads to none.
    """
    domain = sender_domain(request) if contracts else ""
    if not domain:
        return []
    of_policy = [contract for contract in contracts if request.policy in (None, contract.policy)]
    address = ascii_address(sender_address(request))
    if by_address := [c for c in of_policy if address in map(ascii_address, c.contacts)]:
        return by_address
    for known in with_parents(ascii_domain(domain)):
        of_domain = [c for c in of_policy if known in c.domains or known in map(ascii_domain, c.domains)]
        if of_domain:
            return [] if _is_public(known) else of_domain
    return []


def _is_public(domain: str) -> bool:
    from ..model.public_mail_domains import PUBLIC_MAIL_DOMAINS  # noqa: PLC0415 - start-up is felt

    return domain in PUBLIC_MAIL_DOMAINS


def sender_address(request: Request) -> str:
    """Return the address that a request comes from, in lower case; empty where it has none."""
    return (request.sender or "").rpartition("<")[2].strip(" >").lower()


def sender_words(request: Request) -> tuple[str, ...]:
    """Return what may stand in a contract that a sender leads to: address and domains, as they may be written."""
    domain = sender_domain(request)
    if not domain:
        return ()
    domains = with_parents(ascii_domain(domain))
    written = (*domains, *map(unicode_domain, domains), *with_parents(domain))
    address = sender_address(request)
    local = address.rpartition("@")[0]
    return tuple(dict.fromkeys((address, *(f"{local}@{known}" for known in written[:1]), *written)))


def sender_domain(request: Request) -> str:
    """Return the mail domain that a request comes from, in lower case; empty where it has none."""
    _, at, domain = (request.sender or "").rpartition("@")
    return domain.strip(" >").lower() if at else ""


def is_in_force(contract: Contract, policy: Policy, instant: int) -> bool:
    """Tell whether a contract holds at an instant, by the days of its zone, or else of the policy's."""
    where = zone(contract.timezone or policy.timezone)
    return covers_day((contract.start, contract.end), day_in(where, instant))


def in_force_text(contract: Contract) -> str:
    """Return the days on which a contract is in force, as text."""
    return f"contract `{contract.id}` is in force {date_range_text((contract.start, contract.end))}"


def check_contracts(contracts: Iterable[Contract], store: PolicyStore, findings: Findings) -> None:
    """Add the findings about contracts that do not fit their policies."""
    for contract in contracts:
        if contract.timezone:
            _check_zone(contract, contract.timezone, findings)
        _check_domains(contract, findings)
        for policy in _policies(contract, store, findings):
            if store.is_sound_section(policy, "tiers"):
                _check_tier(contract, policy, findings)
            if store.is_sound_section(policy, "facts"):
                check_contract_facts(contract, policy.facts, findings)


def _check_zone(contract: Contract, name: str, findings: Findings) -> None:
    mark, errors = contract.key_mark("timezone"), len(findings)
    check_zone(name, mark, findings)
    if len(findings) == errors and names_no_place(name):
        message = f"time zone `{name}` of contract `{contract.id}` names no place"
        findings.warning("zone-names-no-place", message, mark, zone_help(name))


def _check_domains(contract: Contract, findings: Findings) -> None:
    for domain in contract.domains:
        if _is_public(ascii_domain(domain)):
            message = f"anybody gets an address under `{domain}`, which contract `{contract.id}` names as a domain"
            help_ = "list the addresses under `contacts`; the domain leads no request to the contract"
            findings.warning("public-domain", message, contract.key_mark("domains"), help_)


def _policies(contract: Contract, store: PolicyStore, findings: Findings) -> list[Policy]:
    """Return the editions that a contract can mean, as far as they can be read where none can be used."""
    if not contract.policy:
        return []
    editions, wrong = store.editions(contract.policy)
    policies = [evaluator.compiled.policy for evaluator in editions]
    named = [policy for policy in policies if contract.edition in (None, policy.edition)]
    if not policies and wrong:
        findings += wrong
        findings.error("unusable-policy", f"policy `{contract.policy}` cannot be used", contract.key_mark("policy"))
        return [draft for draft in store.drafts_of(contract.policy) if contract.edition in (None, draft.edition)]
    if not policies:
        store.add_unknown(contract.policy, contract.key_mark("policy"), findings)
    elif not named:
        message = f"edition `{contract.edition}` of policy `{contract.policy}` is not known"
        help_ = did_you_mean(contract.edition or "", (policy.edition for policy in policies))
        findings.error("unknown-edition", message, contract.key_mark("edition"), help_)
    # Where there is but one edition, it is the one that is meant.
    return named or (policies if len(policies) == 1 else [])


def _check_tier(contract: Contract, policy: Policy, findings: Findings) -> None:
    tier = policy.tiers.get(contract.tier)
    if not contract.tier:
        return  # the schema has said so
    if tier is None:
        findings.error(
            "unknown-tier",
            f"tier `{contract.tier}` is not declared by policy `{policy.id}`",
            contract.key_mark("tier"),
            did_you_mean(contract.tier, policy.tiers),
        )
    else:
        check_contacts(contract, tier, contract.key_mark("contacts"), findings)


def check_contacts(contract: Contract, tier: Tier, mark: Mark, findings: Findings) -> None:
    """Add a warning where a contract names more contacts than its tier allows."""
    count = len(contract.contacts)
    if tier.contacts is not None and count > tier.contacts:
        message = f"contract `{contract.id}` names {count} contacts, but tier `{contract.tier}` allows {tier.contacts}"
        findings.warning("too-many-contacts", message, mark)
