import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { type AuditOutcome, contentColumns } from '../../subgraphs/kit/audit/entry.ts';
import { verifyChain } from '../../subgraphs/kit/audit/verify.ts';
import { authorizationOf } from '../testkit/access-callers.ts';
import { graphClient, operation } from '../testkit/client.ts';
import { drawnWave } from '../testkit/drawn-wave.ts';
import { rowsOf } from '../testkit/people.ts';
import { storyTable } from '../testkit/story-table.ts';
import { until } from '../testkit/until.ts';

const { databases, ...target } = inject('stack');
const as = graphClient(target);
const WAVE = 2_002;

interface Entry {
  requestId: string;
  callerId: string | null;
  clientId: string | null;
  mutation: string;
  rules: string[];
  objects: string[];
  outcome: AuditOutcome;
  code: string | null;
}

const announce = (role: string | undefined, requestId: string, headers: Record<string, string> = {}) =>
  as(role).query(operation('announce-wave'), { number: WAVE }, { 'x-request-id': requestId, ...headers });

/** A token of the programme office that holds no scope. */
const clerk = async () => {
  const asker = { name: 'a clerk', subject: 'synthetic-clerk', scopes: [], code: 'FORBIDDEN' } as const;
  return { authorization: String(await authorizationOf(asker)) };
};

const text = `select ${contentColumns} from audit_entry where request_id like 'story-audit-%' order by seq`;

const chainedEntries = () => rowsOf<Entry>('pmo', text);

const cells = ({ requestId, callerId, clientId, mutation, rules, objects, outcome, code }: Entry) => [
  requestId,
  callerId,
  clientId,
  mutation,
  rules.join(),
  objects.join(),
  outcome,
  code,
];

test('whoever tries to announce a wave leaves an entry that says by which right, and the chain holds', async () => {
  await drawnWave(databases.pmo ?? '', WAVE, 3);
  await announce(undefined, 'story-audit-0001', await clerk());
  await announce('officer', 'story-audit-0002');
  await announce('officer', 'story-audit-0003');
  // Whoever is not shown the mutation never comes as far.
  for (const role of ['portal', undefined]) {
    const { errors } = await announce(role, 'story-audit-0004');
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  }

  const entries = await until(chainedEntries, (found) => found.length >= 3, 5_000);
  expect(storyTable(entries.map(cells))).toMatchInlineSnapshot(`
    "story-audit-0001  synthetic-clerk    access-matrix      announceWave  !wave:announce  Wave:2002  REFUSED  FORBIDDEN
    story-audit-0002  synthetic-officer  developer-officer  announceWave  wave:announce   Wave:2002  DONE
    story-audit-0003  synthetic-officer  developer-officer  announceWave  wave:announce   Wave:2002  REFUSED  WAVE_TRANSITION_ILLEGAL"
  `);

  const client = new pg.Client({ connectionString: databases.pmo });
  await client.connect();
  try {
    expect((await verifyChain(client)).broken).toBeNull();
  } finally {
    await client.end();
  }
});
