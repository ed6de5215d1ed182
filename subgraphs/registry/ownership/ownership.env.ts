import { z } from 'zod';
import { jsonOf } from '../../kit/env.ts';

const publisher = z.string().min(1).max(128);

/** The programme's office, which publishes the subgraphs of the default run for their owners. */
const OFFICE = '018d0000-0000-7000-8000-000000000001';
const ofOffice = ['pmo', 'training', 'payments', 'jobs', 'registry'];

export const ownershipEnv = z.object({
  /** Ids of organisations by the names under which they publish. */
  PUBLISHING_NAMES: jsonOf(z.record(publisher, publisher)).default(
    Object.fromEntries(ofOffice.map((name) => [name, OFFICE])),
  ),
  /** The publisher that looks after what is nobody's, and approves for all. */
  STEWARD: publisher.default('pmo'),
});

export type OwnershipEnv = z.infer<typeof ownershipEnv>;
