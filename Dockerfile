# The hotline in a container: everything pinned by its hash, run by nobody in particular, on a read-only root.
# deploy/rehearse.sh takes the steps of this file on a bare machine.
FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
COPY requirements.txt requirements-build.txt ./
RUN python -m venv tools
RUN tools/bin/python -m pip install --quiet --require-hashes -r requirements-build.txt
RUN tools/bin/python -m pip wheel --quiet --require-hashes --no-build-isolation --wheel-dir dist -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY desk desk
COPY handlers handlers
COPY cases cases
COPY knowledge knowledge
COPY texts texts
COPY storage storage
RUN tools/bin/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
RUN python -m venv --without-pip /venv
RUN tools/bin/python -m pip --python /venv/bin/python install --quiet --no-index --no-deps dist/*.whl
RUN /venv/bin/python -m compileall -q /venv/lib

FROM python:3.11-slim
RUN apt-get update -qq && apt-get install -qq --yes --no-install-recommends fonts-wqy-microhei >/dev/null \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 12351 --user-group --no-create-home --shell /usr/sbin/nologin hotline \
    && install -d -o hotline -g hotline -m 700 /data /backups
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    HOTLINE_DATA_DIR=/data HOTLINE_HOST=0.0.0.0 HOTLINE_PORT=8351
USER hotline
WORKDIR /data
VOLUME ["/data", "/backups"]
EXPOSE 8351
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['HOTLINE_PORT'] + '/healthz', timeout=4)"]
CMD ["hotline", "serve"]
