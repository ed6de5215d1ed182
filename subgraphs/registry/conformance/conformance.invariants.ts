import type { Invariant } from '../../kit/invariant.ts';

export const conformanceInvariants: readonly Invariant[] = [
  {
    name: 'production was opened to a key by a run of its own organisation that passed every rule',
    sql: `select production.key_id from production_key as production
      join conformance_run as run on run.id = production.run_id
      join publisher_key as key on key.id = production.key_id
      where run.status <> 'PASSED' or key.organization <> production.organization or key.role <> 'PUBLISHER'`,
  },
];
