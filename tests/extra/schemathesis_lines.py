"""How schemathesis sends lines of JSON, of which it knows nothing by itself."""

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(_context, value):
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else repr(value).encode()
