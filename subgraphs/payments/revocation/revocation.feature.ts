import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import { Revocations } from './006-revocations.migration.ts';
import { RevocationEntity } from './revocation.entity.ts';
import { recipientsRevoked } from './revoke.events.ts';
import { RevokeService } from './revoke.service.ts';

export const revocation = defineFeature({
  name: 'revocation',
  entities: [RevocationEntity],
  services: ({ log, now }: Pick<Kit, 'log' | 'now'>) => ({ revocations: new RevokeService({ log, now }) }),
  consumes: [when(recipientsRevoked, ({ revocations }: { revocations: RevokeService }) => revocations.revoke)],
  migrations: [{ name: '006-revocations', class: Revocations }],
  erasure: [
    { table: 'revocation', keeps: 'nothing is granted after it, for ever; it names the person by an id alone' },
  ],
});
