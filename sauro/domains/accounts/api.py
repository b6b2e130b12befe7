"""Who is asking, and one's own access tokens.

Annotations are read while the module loads: behind a guard, ninja would look for their names
among those of the guard.
"""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status
from ninja.security import HttpBearer, SessionAuth

from sauro.core import clock
from sauro.domains.accounts import selectors, services
from sauro.domains.accounts.models import ApiToken, User
from sauro.engines import access

router = Router(tags=["Accounts"])


class TokenAuth(HttpBearer):
    """`Authorization: Bearer sauro_…`: a personal access token stands for its owner."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """The owner of the token, who is then also `request.user`."""
        now = clock.now()
        found = selectors.valid_token(secret=token, today=clock.day_of(now))
        if found is None or found.user.must_change_password:
            return None
        services.touch_token(token=found, by=found.user, at=now)
        request.user = found.user
        return found.user


class PageAuth(SessionAuth):
    """The session of the web pages; writing asks for the CSRF token of the page too."""

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:  # noqa: ARG002
        user = request.user
        if not user.is_authenticated or user.must_change_password:
            return None
        return user


# Every operation: `NinjaAPI(auth=AUTH)`. The token comes first, so that it needs no CSRF token.
AUTH: list[Any] = [TokenAuth(), PageAuth()]


class Problem(Schema):
    """Why something was refused."""

    code: str
    message: str
    field: str | None = None


class RoleOut(Schema):
    """A role held, by its code."""

    role: str
    path: str


class MeOut(Schema):
    """The person asking."""

    id: int
    username: str
    full_name: str
    email: str
    phone: str
    roles: list[RoleOut]
    permissions: list[str]


class ParticularsIn(Schema):
    """How a person is reached."""

    email: str = Field("", max_length=254, pattern=r"^([^@\s\x00]+@[^@\s\x00]+)?$")
    phone: str = Field("", max_length=30, pattern=r"^[^\x00]*$")


class TokenIn(Schema):
    """What a new token is for, and its last day."""

    name: str = Field(min_length=1, max_length=80)
    expires_on: date | None = None


class TokenOut(Schema):
    """A token without its secret."""

    id: int
    name: str
    prefix: str
    created_at: datetime
    expires_on: date | None
    last_used_on: date | None


class NewTokenOut(TokenOut):
    """A token with its secret, which is shown this once."""

    secret: str


@router.get("/me", response=MeOut, summary="The person asking, with roles and permissions")
@access.logged_in
def me(request: HttpRequest) -> Any:
    return _me(request.user)


@router.put(
    "/me", response={200: MeOut, 403: Problem, 409: Problem}, summary="Change how one is reached"
)
@access.logged_in
def me_change(request: HttpRequest, body: ParticularsIn) -> Any:
    user: Any = request.user
    changed = services.change_own_particulars(
        user=user, email=body.email, phone=body.phone, by=user, at=clock.now()
    )
    return _me(changed)


def _me(user: Any) -> dict[str, Any]:
    rights = access.access_of(user)
    return {
        "id": user.pk,
        "username": user.username,
        "full_name": user.full_name,
        "email": user.email,
        "phone": user.phone,
        "roles": rights.grants,
        "permissions": sorted(rights.permissions),
    }


@router.get("/tokens", response=list[TokenOut], summary="One's own access tokens")
@access.logged_in
def token_list(request: HttpRequest) -> Any:
    user: Any = request.user
    return selectors.tokens_of(user=user)


@router.post(
    "/tokens", response={201: NewTokenOut, 403: Problem, 409: Problem}, summary="Issue a token"
)
@access.logged_in
def token_issue(request: HttpRequest, body: TokenIn) -> Any:
    user: Any = request.user
    token, secret = services.issue_token(
        user=user,
        name=body.name,
        expires_on=body.expires_on,
        by=user,
        at=clock.now(),
    )
    made = {
        "id": token.pk,
        "name": token.name,
        "prefix": token.prefix,
        "created_at": token.created_at,
        "expires_on": token.expires_on,
        "last_used_on": None,
        "secret": secret,
    }
    return Status(201, made)


@router.delete("/tokens/{int:pk}", response={204: None, 404: Problem}, summary="Revoke a token")
@access.logged_in
def token_revoke(request: HttpRequest, pk: int) -> Any:
    token = get_object_or_404(ApiToken.objects.select_related("user"), pk=pk, user=request.user)
    services.revoke_token(token=token, by=token.user, at=clock.now())
    return Status(204, None)
