"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

ACCESS = {
    "portal:home": ("200 200 200 200", "405 405 405 405"),
    "portal:legal_notice": ("200 200 200 200", "405 405 405 405"),
    "portal:privacy": ("200 200 200 200", "405 405 405 405"),
    "portal:accessibility": ("200 200 200 200", "405 405 405 405"),
    "portal:contact": ("200 200 200 200", "405 405 405 405"),
    "portal:robots": ("200 200 200 200", "405 405 405 405"),
    "api:openapi-json": ("200 200 200 200", "200 200 200 200"),
    "api:openapi-view": ("200 200 200 200", "200 200 200 200"),
    "api:api-root": ("404 404 404 404", "404 404 404 404"),
    "api:summary": ("405 405 405 405", "422 422 422 422"),
    "api:funding": ("405 405 405 405", "422 422 422 422"),
    "api:funding_batch": ("405 405 405 405", "422 422 422 422"),
    "api:funding_contract": ("405 405 405 405", "422 422 422 422"),
    "api:fee": ("405 405 405 405", "422 422 422 422"),
    "api:check": ("405 405 405 405", "422 422 422 422"),
    "api:advise": ("405 405 405 405", "422 422 422 422"),
    "api:funding_cpts": ("405 405 405 405", "422 422 422 422"),
    "api:directory_search": ("422 422 422 422", "405 405 405 405"),
    "api:structure_coverage": ("401 401 401 401", "405 405 405 405"),
    "api:money_calendar": ("401 401 401 401", "405 405 405 405"),
    "api:money_return": ("401 401 401 401", "405 405 405 405"),
    "api:rules": ("200 200 200 200", "405 405 405 405"),
    "api:rule": ("200 200 200 200", "405 405 405 405"),
}
ASKED = {
    "api:money_return": {"year": "2026"},
    "api:directory_search": {
        "q": "marie", "commune": "82121", "km": "10", "trade": "infirmier", "skill": "SM04", "mode": "L", "kind": "msp",
        "beyond_care": "true", "view": "people", "page": "1",
    },
    "api:rule": {"at": "2024-06-01"},
}  # fmt: skip
ARGUMENTS = {
    "api:funding": lambda _: {"form": "msp"},
    "api:fee": lambda _: {"name": "correspondant"},
    "api:rule": lambda _: {"rule_id": "cpts.running_cost.size_2"},
}
