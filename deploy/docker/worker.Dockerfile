# syntax=docker/dockerfile:1
# The worker, and the migrate step by the command `node apps/worker/src/migrate.ts`. Build it from the root of the checkout.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /source
# The packages first: they change less often than the sources, and both images share the layer.
COPY --parents package.json package-lock.json .npmrc */package.json */*/package.json deploy/docker/install-packages.sh ./
RUN --mount=type=cache,target=/root/.npm deploy/docker/install-packages.sh
COPY . .
RUN deploy/docker/build-worker.sh /app

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production MALLOC_ARENA_MAX=2
WORKDIR /app
COPY --from=build /app .
# The image's own user `node`, by number: Kubernetes can tell from it that this is not root.
USER 1000:1000
EXPOSE 7711
CMD ["node", "--max-semi-space-size=4", "--heap-growing-percent=20", "apps/worker/src/main.ts"]
