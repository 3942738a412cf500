# One image for every process of the server topology; which one it is, its command says (docker-compose.yml).

FROM node:20-bookworm-slim AS build
# better-sqlite3 is compiled where no prebuilt one can be had.
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 make g++ \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /confide
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:20-bookworm-slim
ENV NODE_ENV=production
WORKDIR /confide
COPY --from=build /confide/package.json ./
COPY --from=build /confide/node_modules ./node_modules
COPY --from=build /confide/supergraph.graphql ./
COPY --from=build /confide/shared/catalogue.json ./shared/
COPY --from=build /confide/dist ./dist
# A volume that is new takes over whom its folder belongs to.
RUN install -d -o node -g node -m 700 /data /keys
USER node
ENTRYPOINT ["node", "/confide/dist/confide.js"]
