import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createClient } from 'graphql-sse';
import { expect, inject, test } from 'vitest';
import { inheritedEnv } from '../../scripts/env.ts';
import { roles } from '../../scripts/roles.ts';
import { readSecrets } from '../../scripts/stack/secrets.ts';
import { readStackFile } from '../../scripts/stack/stack-file.ts';
import { signToken } from '../../scripts/stack/token.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { graphClient } from '../testkit/client.ts';
import { rowsOf } from '../testkit/people.ts';

const target = inject('stack');

const QUERY = `subscription ($batch: ID!) {
  payoutProgress(batch: $batch) { status count unchecked }
}`;

// Of a payout that is settled since long: nothing else of the stack changes.
const BATCH = `insert into disbursement_batch (id, status, created_by, is_made_by_engine, filter, item_count, item_sum,
    destination_hash, created_at)
  select $1, 'PENDING', 'somebody', false, '{}', 1, amount, sha256(uuid_send(id) || int8send(amount) || sha256('a')), now()
  from disbursement order by id limit 1`;
const ITEM = `insert into disbursement_batch_item select $1, id, amount, sha256('a') from disbursement order by id limit 1`;

const makeBatch = async (): Promise<string> => {
  const batch = uuidv7();
  for (const statement of [BATCH, ITEM]) await rowsOf('payments', statement, [batch]);
  return batch;
};

const streamAs = async (role: string, batch: string) => {
  const facts = { issuer: readStackFile(target.data).issuer, subject: `synthetic-${role}`, role };
  const token = await signToken(readSecrets(target.data).tokenKey, { ...facts, scopes: roles[role] ?? [] });
  const headers = { authorization: `Bearer ${token}` };
  return createClient({ url: target.url, headers }).iterate<{ payoutProgress: object }>({
    query: QUERY,
    variables: { batch },
  });
};

test('the treasury watches a batch until it is over; nobody else does', async () => {
  const batch = await makeBatch();
  const seen: object[] = [];
  const treasury = graphClient(target)('treasury');
  for await (const { data, errors } of await streamAs('treasury', batch)) {
    expect(errors).toBeUndefined();
    if (data) seen.push(data.payoutProgress);
    if (seen.length === 1) {
      const reject = `mutation { rejectDisbursementBatch(id: "${batch}", reason: "Watched.") { refusal { code } } }`;
      void treasury.query(reject);
    }
  }
  expect(seen).toEqual([
    { status: 'PENDING', count: 1, unchecked: 0 },
    { status: 'REJECTED', count: 1, unchecked: 0 },
  ]);
  const codes: unknown[] = [];
  for await (const { errors, data } of await streamAs('participant', batch))
    codes.push(errors?.[0]?.extensions?.code, data);
  expect(codes.filter((code) => code !== undefined && code !== null)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
});

test('the command shows the batch, and says which there is not', async () => {
  const batch = await makeBatch();
  const run = async (...args: string[]) => {
    const child = spawn(
      process.execPath,
      ['--import', './scripts/loader.mjs', 'scripts/graph.ts', 'payouts', ...args],
      {
        env: inheritedEnv(),
      },
    );
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part) => {
        text += part;
      });
    }
    const [code] = await once(child, 'close');
    return { code, text };
  };
  expect(await run('show', '--id', batch, '--data', target.data)).toEqual({
    code: 0,
    text: expect.stringMatching(`^batch ${batch} is PENDING: 1 payouts, Rp [0-9,]+, made by somebody, not approved\n$`),
  });
  const unknown = await run('approve', '--id', uuidv7(), '--data', target.data);
  expect([unknown.code, unknown.text]).toEqual([1, expect.stringContaining('BATCH_UNKNOWN')]);
});
