import { z } from 'zod';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { Secret } from '../../kit/vault/secret.ts';
import type { VaultServices } from '../../kit/vault/vault.feature.ts';
import type { PlaceService } from '../registration/index.ts';
import { IdentityMatches } from './099-identity-matches.migration.ts';
import { MatchWaivers } from './100-match-waivers.migration.ts';
import { createCivilRegistry } from './civil-registry.client.ts';
import { type CivilRegistry, noCivilRegistry } from './civil-registry.port.ts';
import { MatchGate } from './gate.service.ts';
import { UnconfirmedIdentityEntity } from './match.entity.ts';
import { matchFigures } from './match.figures.ts';
import { matchInvariants } from './match.invariants.ts';
import { matchLoaders } from './match.loader.ts';
import { IdentityMatchResolver, ParticipantMatchResolver } from './match.resolver.ts';
import { MatchService } from './match.service.ts';
import { MatchWorker } from './match.worker.ts';
import { MatchWaiverEntity } from './waiver/waiver.entity.ts';
import { approveMatchWaiver, proposeMatchWaiver } from './waiver/waiver.mutations.ts';
import { WaiverResolver } from './waiver/waiver.resolver.ts';
import { WaiverService } from './waiver/waiver.service.ts';

/** The address of the civil registry and the key that it is shown; both are required in production. */
const env = z
  .object({
    NODE_ENV: z.string().optional(),
    CIVIL_REGISTRY_URL: z.url({ protocol: /^https?$/ }).optional(),
    CIVIL_REGISTRY_KEY: z
      .string()
      .min(16)
      .transform((key) => new Secret('key', key))
      .optional(),
    CIVIL_REGISTRY_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(10_000),
    CIVIL_REGISTRY_CALLS: z.coerce.number().int().min(1).max(32).default(4),
  })
  .refine(({ NODE_ENV, CIVIL_REGISTRY_URL }) => NODE_ENV !== 'production' || CIVIL_REGISTRY_URL !== undefined, {
    path: ['CIVIL_REGISTRY_URL'],
    message: 'is required in production',
  })
  .refine(({ CIVIL_REGISTRY_URL: url, CIVIL_REGISTRY_KEY: key }) => (url === undefined) === (key === undefined), {
    path: ['CIVIL_REGISTRY_KEY'],
    message: 'is required with CIVIL_REGISTRY_URL',
  });

type MatchNeeds = Omit<Kit, 'env'> &
  VaultServices & {
    env: z.infer<typeof env>;
    places: PlaceService;
    /** A test's own. */
    civilRegistry?: CivilRegistry;
  };

const registryOf = ({ env, civilRegistry }: Pick<MatchNeeds, 'env' | 'civilRegistry'>): CivilRegistry => {
  const { CIVIL_REGISTRY_URL: url, CIVIL_REGISTRY_KEY: key, CIVIL_REGISTRY_TIMEOUT_MS: timeoutMs } = env;
  if (civilRegistry) return civilRegistry;
  return url && key ? createCivilRegistry({ url, key, timeoutMs }) : noCivilRegistry;
};

export const match = defineFeature({
  name: 'match',
  env,
  entities: [UnconfirmedIdentityEntity, MatchWaiverEntity],
  resolvers: [IdentityMatchResolver, ParticipantMatchResolver, WaiverResolver],
  mutations: [proposeMatchWaiver, approveMatchWaiver],
  services: (needs: MatchNeeds) => {
    const { database, vault, places, log, now, env } = needs;
    const matches = new MatchService({ database, vault, civilRegistry: registryOf(needs), places, log, now });
    return {
      matches,
      matchWork: new MatchWorker({ matches, log, now, atOnce: env.CIVIL_REGISTRY_CALLS }),
      matchGate: new MatchGate({ database, places }),
      waivers: new WaiverService({ now }),
    };
  },
  loaders: matchLoaders,
  work: ({ matchWork }: { matchWork: MatchWorker }) => [matchWork],
  migrations: [
    { name: '099-identity-matches', class: IdentityMatches },
    { name: '100-match-waivers', class: MatchWaivers },
  ],
  invariants: matchInvariants,
  figures: matchFigures,
  erasure: [
    {
      table: 'unconfirmed_identity',
      statement: 'delete from unconfirmed_identity where participant_id = any($1::uuid[])',
    },
  ],
});
