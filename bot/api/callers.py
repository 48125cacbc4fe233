"""What a token is: the first thing that an engineer asks."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from bot.api.access import HasToken
from core.values import format_instant

router = APIRouter(tags=["token"])


class TokenShown(BaseModel):
    """The token of this request."""

    name: str = Field(description="The source of the ids that it brings (RULES 13).")
    scopes: list[str] = Field(description="What it may do.")
    per_minute: int = Field(description="Requests a minute.")
    expires_at: str | None = Field(description="When it stops opening anything; null: never.")


@router.get("/token")
def token(caller: HasToken) -> TokenShown:
    """The token of this request, its scopes and limits."""
    expires_at = None if caller.expires_at is None else format_instant(caller.expires_at)
    return TokenShown(
        name=caller.name, scopes=sorted(caller.scopes.written), per_minute=caller.per_minute, expires_at=expires_at
    )
