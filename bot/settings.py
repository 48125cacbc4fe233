"""Settings from the environment and `.env`; the command line overrides them. Secrets come from nowhere else."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.logs import LogForm
from bot.secrecy import keep, keep_address
from core.policy import Policy, default_policy, load_policy


class SettingsError(Exception):
    """A setting is wrong; the sentence says which and what was expected."""


class Settings(BaseSettings):
    """What an operator may set. Names in the environment are the upper-case field names, the policy's is as below."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True)

    bot_token: SecretStr | None = None
    telegram_api_url: str | None = None
    telegram_webhook_url: str | None = None
    telegram_webhook_secret: Annotated[SecretStr, Field(min_length=16, max_length=256)] | None = None
    telegram_webhook_host: str = "127.0.0.1"
    telegram_webhook_port: Annotated[int, Field(ge=1, le=65535)] = 8443
    database_url: str = "sqlite:///var/seller-premium.db"
    dialogs_url: str | None = None
    port: Annotated[int, Field(ge=1, le=65535)] = 8080
    api_host: str = "127.0.0.1"
    api_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    webhooks_allow_private: bool = False
    seller_premium_token: SecretStr | None = None
    seller_premium_policy: Path | None = None
    log_level: str = "INFO"
    log_format: LogForm = LogForm.AUTO
    ozon_api_url: str | None = None
    seller_premium_key: SecretStr | None = None
    open_signup: bool = False

    def policy(self) -> Policy:
        """The policy named in the settings, else the shipped one. Raises `PolicyError`."""
        return load_policy(self.seller_premium_policy) if self.seller_premium_policy else default_policy()


def read_settings() -> Settings:
    """Read the settings. Raises `SettingsError` with a sentence."""
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"{name} in the environment or .env: {first['msg']}.") from error
    except UnicodeDecodeError as error:
        raise SettingsError("The file .env is not UTF-8 text.") from error
    except OSError as error:
        raise SettingsError(f"The file .env cannot be read: {error.strerror}.") from error
    keys = (settings.seller_premium_key.get_secret_value() if settings.seller_premium_key else "").split(",")
    for secret in (settings.bot_token, settings.telegram_webhook_secret, settings.seller_premium_token):
        if secret is not None:
            keep(secret.get_secret_value())
    for key in filter(None, map(str.strip, keys)):
        keep(key)
    for address in (settings.database_url, settings.dialogs_url, settings.telegram_api_url, settings.ozon_api_url):
        keep_address(address or "")
    return settings
