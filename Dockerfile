# The service in an image: `remit serve` as nobody in particular, with its store on a volume and nothing else to write.
#
#   podman build --build-arg BASE=python:3.13-slim --tag remit .
#   podman run --rm --volume remit:/var/lib/remit remit token add ada --role admin
#   podman run --read-only --cap-drop all --security-opt no-new-privileges --volume remit:/var/lib/remit \
#     --publish 127.0.0.1:8080:8080 --env REMIT_PUBLIC_URL=https://desk.example.org remit
#
# BASE has Python 3.11 or later as `python3`. BUILDER is BASE with what building takes: the modules `venv` and `pip`, and
# on Python 3.11 and 3.12, where the engine durable-rules is compiled, a C compiler and Python's headers.
ARG BASE
ARG BUILDER=${BASE}

FROM ${BUILDER} AS build
COPY requirements/build.txt requirements/serve.txt /source/requirements/
RUN python3 -m venv /opt/remit \
 && /opt/remit/bin/pip install --no-cache-dir --require-hashes --requirement /source/requirements/build.txt \
 && /opt/remit/bin/pip install --no-cache-dir --require-hashes --no-build-isolation \
      --requirement /source/requirements/serve.txt
COPY . /source/
# Nothing in the image installs anything later.
RUN /opt/remit/bin/pip install --no-cache-dir --no-deps --no-build-isolation /source \
 && /opt/remit/bin/pip uninstall --yes --quiet wheel setuptools pip

FROM ${BASE}
LABEL org.opencontainers.image.title="remit" org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /opt/remit /opt/remit
RUN install -d -m 0700 -o 10001 -g 10001 /var/lib/remit && install -d /etc/remit
ENV PATH="/opt/remit/bin:${PATH}" PYTHONDONTWRITEBYTECODE=1 REMIT_CACHE=off \
    REMIT_HOST=0.0.0.0 REMIT_PORT=8080 REMIT_STORE=sqlite:////var/lib/remit/remit.db
# A remit.toml that is mounted here names policies and contracts; without one, the shipped policies are served.
WORKDIR /etc/remit
USER 10001:10001
VOLUME /var/lib/remit
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["/opt/remit/bin/python", "-c", \
  "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["remit"]
CMD ["serve"]
