import { expect, test } from 'vitest';
import { happeningsOf, LINK, openIncentives, VERIFY } from '../../../tests/testkit/incentives.ts';
import { callerWith, people } from '../../../tests/testkit/payments.ts';
import { keysOf, randomKey } from '../../../tests/testkit/vault.ts';
import { indexKeysOf, subgraphChain } from '../../kit/vault/keys.ts';
import { reindex } from '../../kit/vault/reindex.ts';
import { Vault } from '../../kit/vault/vault.ts';

test('an account stays its owner’s while the index key is rotated, whoever links it meanwhile and after', async () => {
  const former = keysOf('2026-01');
  const keys = { ...former, nextIndex: randomKey() };
  const opened = await openIncentives('2026-03-01T00:00:00Z', undefined, keys);
  const { ask, pool, accounts } = opened;
  const owners = people(12);
  const [thief = ''] = people(13).slice(12);
  for (const person of owners) expect(await happeningsOf(opened, person).wallet()).toEqual([null, 'NIK_UNATTESTED']);
  const numbers = owners.map((person) => happeningsOf(opened, person).number);
  for (const person of owners) await happeningsOf(opened, person).attest('2026-03-01T00:00:00Z');
  expect((await pool.query('select 1 from account_claim')).rowCount).toBe(12);

  let tries = 0;
  const steal = async () => {
    const number = numbers[tries % numbers.length] ?? '';
    tries += 1;
    const given = { partner: 'dana', number, key: `try-${tries}-of-a-thief` };
    const linked = await ask(callerWith(thief, 'self'), LINK, given);
    return linked.data.linkWallet.refusal?.code;
  };
  const client = await pool.connect();
  const codes: unknown[] = [];
  try {
    for await (const _ of reindex(client, { chain: subgraphChain(keys), batch: 2 })) codes.push(await steal());
  } finally {
    client.release();
  }
  expect(new Set(codes)).toEqual(new Set(['WALLET_OF_ANOTHER']));
  expect(tries).toBeGreaterThan(5);
  for (let turn = 0; turn < numbers.length; turn += 1) expect(await steal()).toBe('WALLET_OF_ANOTHER');

  // The owners' are as they were, and are found by the new key.
  expect(accounts.size).toBe(12);
  const verified = await ask(callerWith(owners[0] ?? '', 'self'), VERIFY);
  expect(verified.data.verifyWallet.wallet.state).toBe('VERIFIED');
  const fresh = new Vault({ ...former, index: [...indexKeysOf(former), keys.nextIndex] });
  for (const table of ['wallet', 'account_claim']) {
    const { rows } = await pool.query(`select participant_id from ${table} where number_index = any($1::bytea[])`, [
      numbers.map((number) => fresh.blindIndex('account', number)),
    ]);
    expect([table, rows.length]).toEqual([table, 12]);
  }
}, 30_000);
