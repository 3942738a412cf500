import { execute, parse, type GraphQLSchema } from "graphql";
import type { SubgraphLink } from "../../../shared/link.js";
import { createLog } from "../../../shared/log.js";
import { UserProfileContext } from "../../../subgraphs/user-profile/context.js";
import type { FieldUse } from "../../../subgraphs/user-profile/disclosures/disclosure.service.js";
import { FactReader } from "../../../subgraphs/user-profile/intimate-data/fact-reader.js";
import { FieldReader } from "../../../subgraphs/user-profile/intimate-data/field-reader.js";
import { PhotoReader } from "../../../subgraphs/user-profile/intimate-data/photo-reader.js";
import { StateReader } from "../../../subgraphs/user-profile/intimate-data/state-reader.js";
import { VaultReader } from "../../../subgraphs/user-profile/intimate-data/vault-reader.js";
import { WorkoutHeart } from "../../../subgraphs/user-profile/intimate-data/workout-heart.js";
import { buildUserProfileSchema } from "../../../subgraphs/user-profile/schema.js";
import type { UserProfileServices } from "../../../subgraphs/user-profile/services.js";
import { TraitService } from "../../../subgraphs/user-profile/traits/trait.service.js";
import { memoryVault, NO_DATABASE } from "./memory-vault.js";
import type { VaultContents } from "./vault-contents.js";

/**
 * user-profile's own schema and readers over a vault in memory: everything of it that decides, and no disk. The link
 * leaves validation out, which costs more than all the rest and which a query that is valid by construction passes.
 */
export interface MemorySubgraph {
  link: SubgraphLink;
  hold(people: ReadonlyMap<string, VaultContents>): void;
  setNow(now: Date): void;
  /** What was noted as read since the last call; the room would have written it before answering. */
  takeUses(): FieldUse[];
}

export async function memorySubgraph(capabilityKey: Buffer, replaced?: GraphQLSchema): Promise<MemorySubgraph> {
  const { vault, hold } = memoryVault();
  const reader = new VaultReader(vault);
  const log = createLog("silent");
  const fields = new FieldReader(NO_DATABASE, reader);
  const facts = new FactReader(NO_DATABASE, reader);
  const states = new StateReader(NO_DATABASE, reader);
  const photos = new PhotoReader(NO_DATABASE, reader);
  const traits = new TraitService({ fields, facts, states, photos }, log);
  const workoutHeart = new WorkoutHeart(fields);
  const services = { capabilityKey, fields, facts, states, photos, traits, workoutHeart } as UserProfileServices;
  const uses: FieldUse[] = [];
  let now = new Date(0);
  const schema = replaced ?? (await buildUserProfileSchema()).schema;
  const link: SubgraphLink = {
    async execute({ query, variables = {} }, call) {
      const contextValue = new UserProfileContext(call, services, now);
      const document = parse(query, { noLocation: true });
      const { data = null, errors = [] } = await execute({ schema, document, variableValues: variables, contextValue });
      uses.push(...contextValue.uses);
      return { data, errors: [...errors, ...contextValue.capped] };
    },
  };
  return { link, hold, setNow: (moment) => (now = moment), takeUses: () => uses.splice(0) };
}
