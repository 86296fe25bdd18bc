# One image for web and worker. Build: docker build -t zhuanhua .   Run: see compose.yaml and docs/how-to/run-in-production.md
FROM node:24-bookworm-slim AS frontend
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=optional

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    ZHUANHUA_DATA_DIR=/data ZHUANHUA_ASSETS_DIR=/app/var/assets
RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-noto-cjk postgresql-client tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin zhuanhua \
    && install -d -o zhuanhua -g zhuanhua -m 700 /data
WORKDIR /app
COPY requirements requirements
RUN pip install --require-hashes --requirement requirements/production.txt
COPY pyproject.toml README.md LICENSE manage.py ./
COPY config config
COPY zhuanhua zhuanhua
COPY setup setup
COPY --from=frontend /build/node_modules node_modules
RUN pip install --no-deps --no-build-isolation --editable . \
    && python setup/collect.py \
    && python setup/catalogues.py \
    && rm -rf node_modules \
    && python -m compileall -q config zhuanhua
USER zhuanhua
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': 'localhost'}), timeout=4)"]
ENTRYPOINT ["tini", "--", "zhuanhua"]
CMD ["serve", "--host", "0.0.0.0", "--only", "web"]
