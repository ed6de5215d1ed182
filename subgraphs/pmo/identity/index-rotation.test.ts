import { expect, test } from 'vitest';
import { brokenInvariants } from '../../../tests/testkit/broken-invariants.ts';
import { matchingOf } from '../../../tests/testkit/matching.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { keysOf, randomKey } from '../../../tests/testkit/vault.ts';
import { counted } from '../../../tests/testkit/waves.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { indexKeysOf, subgraphChain } from '../../kit/vault/keys.ts';
import { reindex } from '../../kit/vault/reindex.ts';
import { Vault } from '../../kit/vault/vault.ts';
import { pmo as features } from '../features.ts';

const former = keysOf('2026-01');
const keys = { ...former, nextIndex: randomKey() };
const fresh = new Vault({ ...former, index: [...indexKeysOf(former), keys.nextIndex] });
const pmo = await openPmo({ env: { VAULT_KEYS: JSON.stringify(keys) } });
await openWave(pmo);
const { pool } = pmo.database;
const { register, confirm, join } = registering(pmo);
const { pass } = matchingOf(pmo);

/** Everyone who came, in order. */
const ids: string[] = [];

/** Registers a person, who is asked about and joins; returns what became of it. */
const comes = async (at: number, kk?: string): Promise<string> => {
  const id = uuidv7();
  ids.push(id);
  const { refusal, errors } = await register(id, personAt(at, kk));
  if (errors?.length || refusal) return String(refusal?.code ?? errors?.[0]);
  await confirm([id]);
  await pass(0);
  const joined = await join(id);
  if (joined.errors?.length) return String(joined.errors[0]);
  return joined.refusal?.code ?? 'JOINED';
};

const CORRECT = `mutation ($input: CorrectRegistrationInput!, $key: String!) {
  correctRegistration(input: $input, idempotencyKey: $key) { refusal { code } } }`;

const rotate = async (work: () => Promise<void>) => {
  const client = await pool.connect();
  let isOver = false;
  const load = (async () => {
    while (!isOver) await work();
  })();
  try {
    for await (const _ of reindex(client, { chain: subgraphChain(keys), batch: 5 })) void _;
  } finally {
    isOver = true;
    client.release();
  }
  await load;
};

const FORMER = [
  'nik_claim.nik_index',
  'participant_identity.phone_index',
  'participant_identity.kk_index',
  'barred_entry.nik_index',
];

test('people register, are confirmed and join while the index key is rotated: one claim a NIK, two places a card', async () => {
  const FAMILY = '3273990101777777';
  const known = Array.from({ length: 40 }, (_, at) => at + 1);
  for (const at of known) expect(await comes(at)).toBe('JOINED');
  // One of a family is in before, three more come later.
  expect(await comes(900, FAMILY)).toBe('JOINED');
  await pool.query(`insert into barred_entry (list, nik_index, added_in) values ('STATE_OFFICIALS', $1, 1)`, [
    pmo.vault.blindIndex('nik', personAt(500).nik),
  ]);
  const outcomes: string[] = [];
  let next = 100;
  await rotate(async () => {
    next += 1;
    const again = personAt(1 + (next % 40));
    // Somebody new, somebody with a NIK that is claimed, and somebody of the family.
    outcomes.push(
      ...(await Promise.all([
        comes(next),
        comes(1 + (next % 40), again.kk).then((code) => `again ${code}`),
        comes(1_000 + next, FAMILY).then((code) => `family ${code}`),
      ])),
    );
  });
  // Whom the registry has not answered about yet joins on a card of their own, and is told later.
  const usual = ['JOINED', 'again JOINED', 'again IDENTITY_NOT_CONFIRMED', 'family JOINED', 'family KK_FULL'];
  expect(Object.keys(counted(outcomes)).filter((outcome) => !usual.includes(outcome))).toEqual([]);
  await pass(60);
  expect(await comes(500)).toBe('INELIGIBLE');
  const family = await pool.query('select 1 from kk_claim where kk_index = $1', [fresh.blindIndex('kk', FAMILY)]);
  expect(family.rowCount).toBe(2);
  for (const place of FORMER) {
    const [table = '', column = ''] = place.split('.');
    const { rows } = await pool.query(`select 1 from ${table} where octet_length(${column}) = 16`);
    expect([place, rows.length]).toEqual([place, 0]);
  }
  for (const [place, at] of known.entries()) {
    const found = await pool.query('select participant_id from nik_claim where nik_index = $1', [
      fresh.blindIndex('nik', personAt(at).nik),
    ]);
    expect(found.rows).toEqual([{ participant_id: ids[place] }]);
  }
  expect(await brokenInvariants(pool, features)).toEqual([]);
});

test('who corrects a phone number while the key is rotated is found by the new one', async () => {
  const id = uuidv7();
  await register(id, personAt(2_000));
  const input = { participantId: id, expectedVersion: 1, reason: 'Nomor baru', phone: '081299990001' };
  const { data, errors } = await pmo.ask<{ correctRegistration: { refusal: null } }>(callerOf(id, 'self'), CORRECT, {
    input,
    key: crypto.randomUUID(),
  });
  expect([errors, data.correctRegistration.refusal]).toEqual([[], null]);
  const { rows } = await pool.query('select participant_id from participant_identity where phone_index = $1', [
    fresh.blindIndex('phone', '+6281299990001'),
  ]);
  expect(rows).toEqual([{ participant_id: id }]);
});
