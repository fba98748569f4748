# The portal as two images: `app` (web, worker, beat, migrate: see scripts/entry) and `front` (nginx).
FROM python:3.13-slim-bookworm AS packages
COPY requirements/run.txt /tmp/run.txt
RUN python -m venv /srv/portal/.venv \
 && /srv/portal/.venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/run.txt

# pg_dump has to be at least as new as the server, newer than Debian's own; its libraries come with it
FROM postgres:18-bookworm AS client
RUN mkdir -p /client/bin /client/lib \
 && for name in pg_dump pg_restore; do \
      program="/usr/lib/postgresql/18/bin/$name" \
      && cp "$program" "/client/lib/$name" \
      && ldd "$program" | awk '$2 == "=>" && $3 !~ /\/(libc|libm)\.so/ {print $3}' | xargs -I {} cp -Ln {} /client/lib/ \
      && printf '#!/bin/sh\nLD_LIBRARY_PATH=/srv/client/lib exec /srv/client/lib/%s "$@"\n' "$name" > "/client/bin/$name" \
      && chmod 755 "/client/bin/$name"; \
    done

FROM python:3.13-slim-bookworm AS app
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /srv/portal portal \
 && install -d -o portal -g portal -m 0700 /srv/files
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PORTAL_BIND=0.0.0.0:8000 \
    PORTAL_DATA_DIR=/srv/files \
    PORTAL_PG_BIN=/srv/client/bin \
    PORTAL_STATIC_ROOT=/srv/portal/static-collected
WORKDIR /srv/portal
COPY --from=client /client /srv/client
COPY --from=packages /srv/portal/.venv .venv
COPY . .
RUN ./scripts/entry collect
USER portal
EXPOSE 8000
VOLUME /srv/files
STOPSIGNAL SIGTERM
ENTRYPOINT ["./scripts/entry"]
CMD ["web"]

FROM nginx:1.28-bookworm AS front
COPY deploy/nginx.conf /etc/nginx/templates/default.conf.template
COPY --from=app /srv/portal/static-collected /srv/static
