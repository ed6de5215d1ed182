import { createSecretKey, randomBytes } from 'node:crypto';
import { createAuditTrail } from '../../subgraphs/kit/audit/trail.ts';
import type { Database } from '../../subgraphs/kit/database.ts';
import { silent } from './event-secret.ts';

/** The trail of a database under test; nothing links its entries unless the test does. */
export const auditTrail = (database: Database) =>
  createAuditTrail({ database, key: createSecretKey(randomBytes(32)), log: silent, now: () => new Date() });
