import type * as ApiClientModule from "../demo/api-client.js";
import type * as DemoModule from "../demo/demo.js";
import type * as EnvironmentModule from "../shared/environment.js";
import type * as EmbeddedModule from "../topology/embedded.js";
import type { Benchmark } from "./benchmark.js";
import { median } from "./benchmark.js";
import { built } from "./built.js";
import { freePort } from "./free-port.js";
import { inTemporaryFolder } from "./temporary-folder.js";

const WARM_UP_REQUESTS = 100;
const MEASURED_REQUESTS = 200;

const QUERY = `query ($ref: ID!) {
  customer(ref: $ref, purpose: SERVICE_PERSONALISATION) { ref data { fitness { steps { start end sum unit } } } }
}`;
interface Answer {
  customer: { data: { fitness: { steps: object[] | null } } } | null;
}

/**
 * A brand reads what one person licensed: over HTTP through the gateway to all rooms in one process, a month of daily
 * steps, and its disclosure on disk before the answer leaves.
 */
export const licensedQuery: Benchmark = {
  name: "licensed-query",
  title: `a brand's licensed query, one at a time, median of ${MEASURED_REQUESTS}`,
  unit: "ms",
  goal: null,
  runs: 3,
  ours: () =>
    inTemporaryFolder(async (folder) => {
      const { readEnvironment } = await built<typeof EnvironmentModule>("shared/environment.js");
      const { startEmbedded } = await built<typeof EmbeddedModule>("topology/embedded.js");
      const { seedDemo } = await built<typeof DemoModule>("demo/demo.js");
      const environment = readEnvironment({
        LOG_LEVEL: "silent",
        PORT: String(await freePort()),
        DATA_DIR: folder,
      });
      const confide = await startEmbedded(environment);
      try {
        return await medianAnswerMs(confide.url, await seedDemo(confide, environment));
      } finally {
        await confide.close();
      }
    }),
  peer: null,
};

async function medianAnswerMs(url: string, { people, brands }: DemoModule.Demo): Promise<number> {
  const { ApiClient } = await built<typeof ApiClientModule>("demo/api-client.js");
  const [clientId, ref] = Object.entries(people[0]?.refs ?? {})[0] ?? [];
  const brand = brands.find((candidate) => candidate.clientId === clientId);
  if (!brand || ref === undefined) throw new Error("the demo's first person has licensed nothing");
  const api = await ApiClient.withCredentials(url, brand.clientId, brand.clientSecret);
  const tookMs: number[] = [];
  for (let request = 0; request < WARM_UP_REQUESTS + MEASURED_REQUESTS; request++) {
    const startMs = performance.now();
    const { customer } = await api.query<Answer>(QUERY, { ref });
    tookMs.push(performance.now() - startMs);
    if (!customer?.data.fitness.steps?.length) throw new Error("the query was answered with nothing");
  }
  return median(tookMs.slice(WARM_UP_REQUESTS));
}
