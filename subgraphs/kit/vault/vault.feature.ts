import type { z } from 'zod';
import { vaultEnv } from '../env.ts';
import { defineFeature, type Kit } from '../feature.ts';
import { AccessLogEntity, IdentityReadDayEntity } from './access.entity.ts';
import { accessesBySubject, accessLogMonths } from './access-log.ts';
import { IdentityReads } from './identity-reads.ts';
import { BlindIndexColumnEntity, BlindIndexGenerationEntity, SubjectKeyEntity } from './vault.entity.ts';
import { Vault } from './vault.ts';

type VaultKit = Omit<Kit, 'env'> & { env: z.infer<typeof vaultEnv> };

export interface VaultServices {
  vault: Vault;
  identityReads: IdentityReads;
}

const loaders = ({ database }: Pick<Kit, 'database'>) => ({ accessLog: accessesBySubject(database) });

export type VaultLoaders = ReturnType<typeof loaders>;

/** Sealed personal data, and the log of who read it. Its tables are made by a migration of the subgraph. */
export const vaultFeature = defineFeature({
  name: 'vault',
  entities: [
    SubjectKeyEntity,
    AccessLogEntity,
    IdentityReadDayEntity,
    BlindIndexGenerationEntity,
    BlindIndexColumnEntity,
  ],
  env: vaultEnv,
  services: ({ env, database, log, audit, now }: VaultKit): VaultServices => ({
    vault: new Vault(env.VAULT_KEYS),
    identityReads: new IdentityReads({ database, limit: env.IDENTITY_READS_PER_DAY, log, audit, now }),
  }),
  loaders,
  work: (kit: Kit) => [accessLogMonths(kit)],
  erasure: [
    { table: 'subject_key', keeps: 'the vault destroys the key itself; the row stays as a tombstone' },
    { table: 'access_log', keeps: 'who read the data of a person is evidence; it holds no data of the person' },
    { table: 'identity_read_day', keeps: 'it is deleted after a week' },
  ],
});
