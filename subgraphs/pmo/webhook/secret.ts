import { randomBytes } from 'node:crypto';
import { Secret } from '../../kit/vault/secret.ts';
import type { Place } from '../../kit/vault/vault.ts';

export const KIND = 'webhook secret';

/** Returns a new secret in the form of Standard Webhooks: `whsec_` and 32 random bytes in base64. */
export const newSecret = (): Secret<typeof KIND> => new Secret(KIND, `whsec_${randomBytes(32).toString('base64')}`);

/** Place of a sealed secret; the organisation's own key seals it. */
export const placeOf = (organizationId: string, secretId: string): Place => ({
  subjectId: organizationId,
  table: 'webhook_secret',
  column: 'sealed',
  rowId: secretId,
});
