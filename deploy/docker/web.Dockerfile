# syntax=docker/dockerfile:1
# The console and the REST API. Build it from the root of the checkout.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /source
# The packages first: they change less often than the sources, and both images share the layer.
COPY --parents package.json package-lock.json .npmrc */package.json */*/package.json deploy/docker/install-packages.sh ./
RUN --mount=type=cache,target=/root/.npm deploy/docker/install-packages.sh
COPY . .
RUN deploy/docker/build-web.sh /app

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production MALLOC_ARENA_MAX=2 NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build /app .
# The image's own user `node`, by number: Kubernetes can tell from it that this is not root.
USER 1000:1000
EXPOSE 3000
# The flags keep its memory small; the launcher gives the same.
CMD ["node", "--max-semi-space-size=4", "--max-old-space-size=768", "--heap-growing-percent=20", "apps/web/server.js"]
