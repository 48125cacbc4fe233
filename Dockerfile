# The bot for the real Telegram. The local Telegram of `make run` binds to loopback only and is not reachable from outside a
# container, so the image wants BOT_TOKEN. Versions and hashes come from the lock files.
# For DIALOGS_URL:  docker compose build --build-arg EXTRA=-redis

FROM python:3.11-slim AS packages
ARG EXTRA=
WORKDIR /build
COPY requirements-uv.lock requirements.lock requirements-redis.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements-uv.lock \
    && python -m venv --without-pip /opt/venv \
    && uv pip install --no-cache --python /opt/venv/bin/python --require-hashes --compile-bytecode \
        -r requirements.lock ${EXTRA:+-r requirements$EXTRA.lock}

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home bot
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY core core
COPY storage storage
COPY bot bot
RUN /opt/venv/bin/python -m compileall -q core storage bot

ENV PATH="/opt/venv/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL="sqlite:////data/seller-premium.db"
USER bot
VOLUME /data
STOPSIGNAL SIGTERM
# The database answers and its tables are the code's, or a newer one's: then this program works on until it is replaced.
HEALTHCHECK --interval=60s --timeout=20s --start-period=60s --retries=3 CMD ["python", "-m", "bot", "db", "current", "--serving"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
