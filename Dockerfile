# The controller. Debian, npm and nothing else: every step below can be carried out without a container engine, and
# test/docker.test.ts does.
#
#   docker build -t arrayjob .
#   docker run --read-only --tmpfs /tmp -v "$PWD/jobs:/source" -v arrayjob-state:/state arrayjob run /source --state /state

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit
COPY tsconfig.json ./
COPY src src
RUN npm run build
RUN npm prune --omit=dev --no-audit

FROM node:24-slim
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="arrayjob" \
      org.opencontainers.image.description="A Kubernetes-style declarative controller for AWS Batch array jobs" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"

# git and ssh for sources that are repositories; the certificates of Debian, which git uses, beside those in Node; tini as
# the first process, which passes signals on and takes in what ssh, git and children of the embedded engine leave behind.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates git openssh-client tini \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY schemas schemas
COPY manifests manifests
COPY LICENSE ./

# Nothing below / is written but these and, where it is needed, /tmp: mount them, and the root may be read-only.
# /source holds the specs and receives their status, /state the records of what has been submitted.
RUN ln -s /app/dist/cli/main.js /usr/local/bin/arrayjob \
 && chmod +x /app/dist/cli/main.js \
 && mkdir -p /source /state /data \
 && chown node:node /source /state /data
ENV NODE_ENV=production \
    XDG_STATE_HOME=/state
VOLUME ["/source", "/state", "/data"]
USER node
WORKDIR /source

# The daemon's own health, whatever address it listens on; other verbs and --listen none have to switch this off.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:9410/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "arrayjob"]
CMD ["run", "/source", "--state", "/state"]
