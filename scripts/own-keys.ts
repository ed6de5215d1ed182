import type { KeyObject } from 'node:crypto';
import { keyIdOf, publicKeyText } from '../schema/registry/key.ts';
import type { OwnKeys } from './registry-beginning.ts';

/** The day from which keys of our own count: their list is the same whenever it is written. */
const FROM = '2026-01-01T00:00:00Z';

/** The two people who hold the keys, for a gateway as for the registry. */
const PUBLISHER = 'own-publisher';
const APPROVER = 'own-approver';

/** The warden, a service of the graph's own: it can only take away. */
const WARDEN = 'own-warden';

/**
 * The keys of our own publishers as an operator pins them for gateways (PUBLISHER_KEYS).
 * @param steward the publisher whose people approve for all
 */
export const pinnedOwnKeys = ({ publishers, approver, warden }: OwnKeys & { warden: KeyObject }, steward = 'pmo') => [
  ...Object.entries(publishers).map(([name, key]) => ({
    id: keyIdOf(key),
    publicKey: publicKeyText(key),
    from: FROM,
    organization: name,
    role: 'publisher',
    person: PUBLISHER,
    subgraphs: [name],
  })),
  {
    id: keyIdOf(approver),
    publicKey: publicKeyText(approver),
    from: FROM,
    organization: steward,
    role: 'approver',
    person: APPROVER,
  },
  {
    id: keyIdOf(warden),
    publicKey: publicKeyText(warden),
    from: FROM,
    organization: steward,
    role: 'warden',
    person: WARDEN,
  },
];
