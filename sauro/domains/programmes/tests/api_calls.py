"""A client of the API, and the body of an update."""

import json

ROOT = "/api/v1"


class Caller:
    """An HTTP client that speaks JSON."""

    def __init__(self, browser):
        self.browser = browser

    def __call__(self, method, path, body=None, **headers):
        more = {"data": json.dumps(body), "content_type": "application/json"} if body else {}
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return getattr(self.browser, method)(f"{ROOT}{path}", headers=headers, **more)


def update_body(percent=40, **more):
    return {"month": "2025-06-01", "percent": percent, "done": "Đã khảo sát hiện trạng", **more}
