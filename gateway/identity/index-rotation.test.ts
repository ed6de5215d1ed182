import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeJwt } from 'jose';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import type { VaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import { reindex } from '../../subgraphs/kit/vault/reindex.ts';
import { identityDatabase, officer, siti, startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import { signInOfficer, signInParticipant } from '../../tests/testkit/login.ts';
import { createBlindIndex, identityChain } from './blind-index.ts';
import { partsOf } from './directory.ts';
import { OneTimeCodes } from './one-time-codes.ts';

const key = () => randomBytes(32).toString('base64url');
const before: VaultKeys = { current: '1', keys: { 1: key() }, index: key() };
const next = key();
const during: VaultKeys = { ...before, nextIndex: next };
const after: VaultKeys = { ...before, index: [String(before.index), next] };
const cookies = [key(), key()] as const;

let running: TestIdentity[] = [];
afterEach(async () => {
  for (const identity of running) await identity.stop();
  running = [];
});

/** A code is sent to a phone twice a minute at most. */
let minutes = 0;

const start = async (url: string, keys: VaultKeys, cookieKeys: readonly string[] = cookies) => {
  const given = { DATABASE_URL: url, VAULT_KEYS: JSON.stringify(keys), COOKIE_KEYS: JSON.stringify(cookieKeys) };
  const identity = await startTestIdentity(given);
  running.push(identity);
  minutes += 1;
  identity.clock.advance(minutes * 60_000);
  return identity;
};

const subjectOf = async (identity: TestIdentity) =>
  decodeJwt((await signInParticipant(identity, 'openid self')).tokens.access_token).sub;

const run = async (url: string, work: () => Promise<unknown>) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let isOver = false;
  const load = (async () => {
    while (!isOver) {
      await work();
      await delay(5);
    }
  })();
  try {
    for await (const _ of reindex(client, { chain: identityChain(during), batch: 1 })) void _;
  } finally {
    isOver = true;
    await load;
  }
  return client;
};

test('everyone signs in before, while and after the index key is rotated, and a phone has one account', async () => {
  const url = await identityDatabase();
  const first = await start(url, before);
  expect(await subjectOf(first)).toBe(siti.subject);
  const phones = Array.from({ length: 60 }, (_, at) => createBlindIndex(before)('phone', `+62812000${100 + at}`));
  const subjects = new Map<string, string | undefined>();
  const prove = async ({ accounts }: TestIdentity, phone: Buffer) => {
    const known = subjects.get(phone.toString('hex'));
    const subject = (await accounts.provenPhone(phone))?.subject;
    expect(subject).toBe(known ?? subject);
    subjects.set(phone.toString('hex'), subject);
  };
  for (const phone of phones.slice(0, 30)) await prove(first, phone);
  await first.stop();
  running = [];

  const both = [await start(url, during), await start(url, during)] as const;
  let turns = 0;
  const client = await run(url, async () => {
    turns += 1;
    // Two processes prove a phone at once, new ones too.
    const phone = phones[turns % phones.length] as Buffer;
    const [one, other] = await Promise.all(both.map(({ accounts }) => accounts.provenPhone(phone)));
    expect(one?.subject).toBe(other?.subject);
    expect(one?.subject).toBe(subjects.get(phone.toString('hex')) ?? one?.subject);
    subjects.set(phone.toString('hex'), one?.subject);
  });
  expect(turns).toBeGreaterThan(2);
  expect(await subjectOf(both[0])).toBe(siti.subject);
  await signInOfficer(both[1], 'openid participant:read');

  const last = await start(url, after);
  expect(await subjectOf(last)).toBe(siti.subject);
  const { tokens } = await signInOfficer(last, 'openid participant:read');
  expect(decodeJwt(tokens.access_token).sub).toBe(officer.subject);
  // What a browser was given before the last restart.
  for (const phone of phones) await prove(last, phone);
  const { rows } = await client.query(`select count(*)::int as count,
    count(*) filter (where octet_length(coalesce(phone_index, email_index)) = 33)::int as fresh from account`);
  await client.end();
  expect(rows).toEqual([{ count: subjects.size + 2, fresh: subjects.size + 2 }]);
});

test('a code that was sent by the keys of before is right after the restart', async () => {
  const url = await identityDatabase();
  await start(url, during);
  await (await run(url, async () => undefined)).end();
  const phone = createBlindIndex(during)('phone', '+6281200000999');
  const surroundings = { now: () => new Date(), randomBytes };
  const pool = new pg.Pool({ connectionString: url });
  const codesBy = (VAULT_KEYS: VaultKeys) =>
    new OneTimeCodes({ pool, surroundings, ...partsOf({ DATABASE_URL: url, DATABASE_CONNECTIONS: 2, VAULT_KEYS }) });
  const code = (await codesBy(during).make(phone)) ?? '';
  expect(await codesBy({ ...after, index: [key(), next] }).use(phone, code)).toBe('WRONG');
  expect(await codesBy(after).use(phone, code)).toBe('RIGHT');
  await pool.end();
});
