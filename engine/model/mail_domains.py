"""Mail domains in one form, so that those that are the same are equal, in letters of any script and case."""

_LABEL = 63
_DOMAIN = 253


def ascii_domain(domain: str) -> str:
    """Return a domain in small letters of ASCII; a label in another script is written as its punycode.

    What cannot be a domain is returned as it is, in small letters: it is equal to nothing else.
    """
    lowered = domain.strip().lower().removesuffix(".")
    if lowered.isascii() or len(lowered) > _DOMAIN:
        return lowered
    from unicodedata import normalize  # noqa: PLC0415 - seldom needed

    # U+3002 and its like are full stops where people type them.
    labels = normalize("NFKC", lowered).lower().replace("\u3002", ".").split(".")
    written = [label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in labels]
    return ".".join(written) if all(len(label) <= _LABEL for label in written) else lowered


def unicode_domain(domain: str) -> str:
    """Return a domain as it is read, its punycode decoded where that is punycode."""
    labels = []
    for label in domain.split("."):
        try:
            is_encoded = label.startswith("xn--") and len(label) <= _LABEL
            labels.append(label[4:].encode().decode("punycode") if is_encoded else label)
        except UnicodeError:
            labels.append(label)
    return ".".join(labels)


def with_parents(domain: str) -> tuple[str, ...]:
    """Return a domain and those above it, of two labels or more, the nearest first."""
    labels = domain.split(".")
    if len(domain) > _DOMAIN or not all(labels):
        return (domain,) if domain else ()
    return tuple(".".join(labels[n:]) for n in range(max(len(labels) - 1, 1)))


def ascii_address(address: str) -> str:
    """Return an address in small letters, its domain in ASCII."""
    local, at, domain = address.rpartition("@")
    return f"{local.lower()}{at}{ascii_domain(domain)}" if at else address.lower()
