import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { Secret } from '../../kit/vault/secret.ts';
import { identityPlace, packIdentity } from './identity.record.ts';

const LIMIT = 200;
const { ask, askAnonymously, database, vault } = await openPmo({ limit: LIMIT, log: { warn: () => undefined } });

const plain = (at: number) => ({
  nik: `327399450101${String(at).padStart(4, '0')}`,
  kk: `327399010120${String(at).padStart(4, '0')}`,
  phone: `+6284000000${String(at).padStart(3, '0')}`,
  email: `synthetic-${at}@example.org`,
});

const register = `insert into participant (id, status, name, birth_date, region_code, work_status, is_synthetic, registered_at)
  select id, 'VERIFIED', 'Siti ' || id, '1990-05-17', '32', 'WORKER', true, now() from unnest($1::uuid[]) as id`;
const keep = `insert into participant_identity (participant_id, sealed, kk_index, phone_index, email_index)
  values ($1, $2, $3, $4, $5)`;

/** So many participants with sealed identities. */
const people = async (count: number): Promise<string[]> => {
  const ids = Array.from({ length: count }, () => uuidv7());
  await database.pool.query(register, [ids]);
  const records = ids.map((_, at) => {
    const { nik, kk, phone, email } = plain(at);
    return packIdentity({
      nik: new Secret('nik', nik),
      kk: new Secret('kk', kk),
      phone: new Secret('phone', phone),
      email: new Secret('email', email),
    });
  });
  await database.orm.em.fork().transactional(async (em) => {
    const sealed = await vault.seal(
      em,
      ids.map((id, at) => ({ ...identityPlace(id), value: records[at] as Secret })),
    );
    for (const [at, id] of ids.entries()) {
      const { kk, phone, email } = plain(at);
      const indexes = [vault.blindIndex('kk', kk), vault.blindIndex('phone', phone), vault.blindIndex('email', email)];
      await database.pool.query(keep, [id, sealed[at], ...indexes]);
    }
  });
  return ids;
};

const IDENTITY = `query ($people: [_Any!]!, $purpose: AccessPurpose) {
  _entities(representations: $people) {
    ... on Participant { id identity(purpose: $purpose) { isMasked nik kk phone email } }
  }
}`;
const LOG = `query ($people: [_Any!]!, $first: Int!, $after: String) {
  _entities(representations: $people) { ... on Participant { accessLog(first: $first, after: $after) {
    nodes { readerId readerOrg fields purpose } pageInfo { hasNextPage endCursor }
  } } }
}`;
const ERASE = `mutation ($id: ID!) { eraseParticipant(id: $id) { participant { id erasedAt } refusal { code path } } }`;

const CODE = `insert into verification_code (participant_id, channel, expires_at, sends, sends_until)
  values ($1, 'PHONE', now(), 1, now())`;
const REVISION = `insert into participant_revision (participant_id, version, changed_at, changed_by, reason, fields, sealed)
  values ($1, 1, now(), 'officer', 'Siti called us', '{name}', '')`;

const references = (ids: readonly string[]) => ids.map((id) => ({ __typename: 'Participant', id }));
const officer = callerOf('officer', 'participant:read identity:read participant:erase');

interface Identities {
  _entities: { identity: { isMasked: boolean; nik: string | null } }[] | null;
}
interface Logs {
  _entities: { accessLog: { nodes: object[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }[];
}

const logOf = async (id: string, first = 10, after: string | null = null) => {
  const { data, codes } = await ask<Logs>(callerOf(id, 'self'), LOG, { people: references([id]), first, after });
  expect(codes).toEqual([]);
  return data._entities[0]?.accessLog as Logs['_entities'][0]['accessLog'];
};

test('the owner sees the values, and in the log that they looked', async () => {
  const [siti = ''] = await people(1);
  const { data, codes } = await ask<Identities>(callerOf(siti, 'self'), IDENTITY, { people: references([siti]) });
  expect([codes, data._entities?.[0]?.identity]).toEqual([[], { isMasked: false, ...plain(0) }]);
  expect((await logOf(siti)).nodes).toEqual([
    { readerId: siti, readerOrg: null, fields: ['nik', 'kk', 'phone', 'email'], purpose: 'SERVICE' },
  ]);
});

test('who reads for another says why, field by field, and the person sees it newest first', async () => {
  const [siti = ''] = await people(1);
  const asked = { people: references([siti]) };
  const silent = await ask<Identities>(officer, IDENTITY, asked);
  expect([silent.codes, silent.data._entities]).toEqual([['PURPOSE_REQUIRED'], [{ id: siti, identity: null }]]);
  await ask(officer, IDENTITY, { ...asked, purpose: 'AUDIT' });
  const twice = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant {
    a: identity(purpose: SUPPORT) { nik } b: identity(purpose: SUPPORT) { phone again: phone } c: identity(purpose: SERVICE) { nik }
  } } }`;
  expect((await ask(officer, twice, asked)).statements).toBe(4);
  const first = await logOf(siti, 2);
  const next = await logOf(siti, 2, first.pageInfo.endCursor);
  const entries = [...first.nodes, ...next.nodes] as { purpose: string; fields: string[] }[];
  expect(entries.map(({ purpose, fields }) => [purpose, ...fields].join(' ')).sort()).toEqual([
    'AUDIT nik kk phone email',
    'SERVICE nik',
    'SUPPORT nik phone',
  ]);
  expect(entries.at(-1)?.purpose).toBe('AUDIT');
  expect(next.pageInfo.hasNextPage).toBe(false);
});

test('without the scope every field is masked, nothing is read and nothing is logged', async () => {
  const [siti = ''] = await people(1);
  const clerk = callerOf('clerk', 'participant:read');
  const { data, statements } = await ask<Identities>(clerk, IDENTITY, { people: references([siti]), purpose: 'AUDIT' });
  const masked = { isMasked: true, nik: '••••', kk: '••••', phone: '••••', email: '••••' };
  expect([data._entities?.[0]?.identity, statements]).toEqual([masked, 1]);
  expect((await logOf(siti)).nodes).toEqual([]);
});

test('a page of fifty people costs as many statements as a page of one', async () => {
  const ids = await people(50);
  const cost = async (some: string[]) => {
    const answer = await ask<Identities>(officer, IDENTITY, { people: references(some), purpose: 'SUPPORT' });
    expect(answer.data._entities?.map(({ identity }) => identity.nik)).toEqual(some.map((_, at) => plain(at).nik));
    return answer.statements;
  };
  // The people, their sealed records, their keys, the access log.
  expect([await cost(ids.slice(0, 1)), await cost(ids)]).toEqual([4, 4]);
});

test('what cannot be written to the access log is not shown', async () => {
  const [siti = ''] = await people(1);
  await database.pool.query('alter table access_log rename to hidden_log');
  try {
    const { data, errors } = await ask<Identities>(callerOf(siti, 'self'), IDENTITY, { people: references([siti]) });
    expect(errors.length).toBeGreaterThan(0);
    expect(inspect([data, errors], { depth: 9 })).not.toContain(plain(0).nik);
  } finally {
    await database.pool.query('alter table hidden_log rename to access_log');
  }
});

test('a record that was moved to another person opens for neither of them', async () => {
  const [siti = '', budi = ''] = await people(2);
  await database.pool.query(
    `update participant_identity set sealed = (select sealed from participant_identity where participant_id = $1)
      where participant_id = $2`,
    [siti, budi],
  );
  const asked = { people: references([siti, budi]), purpose: 'AUDIT' };
  const { data, errors } = await ask<Identities>(officer, IDENTITY, asked);
  expect(data._entities?.map(({ identity }) => identity.nik)).toEqual([plain(0).nik, null]);
  expect(errors.map(({ path }) => path?.slice(0, 3).join('.'))).toEqual(Array(4).fill('_entities.1.identity'));
});

test('the access log is the person’s own', async () => {
  const [siti = '', budi = ''] = await people(2);
  const asked = { people: references([siti]), first: 5 };
  expect((await ask(officer, LOG, asked)).codes).toEqual(['FORBIDDEN']);
  expect((await ask(callerOf(budi, 'self'), LOG, asked)).codes).toEqual(['FORBIDDEN']);
  expect((await askAnonymously(LOG, asked)).codes).toEqual(['FORBIDDEN']);
  expect((await ask(callerOf(siti, 'self'), LOG, { ...asked, first: 101 })).codes).toEqual(['PAGE_SIZE_OUT_OF_RANGE']);
});

test('an erased person keeps the id and nothing that names them', async () => {
  const [siti = '', budi = ''] = await people(2);
  await database.pool.query('insert into nik_claim values ($1, $2)', [vault.blindIndex('nik', plain(0).nik), siti]);
  await database.pool.query(`update participant set motivation = 'Siti wants to work' where id = $1`, [siti]);
  await database.pool.query(CODE, [siti]);
  await database.pool.query(REVISION, [siti]);
  const erase = () => ask<{ eraseParticipant: object }>(officer, ERASE, { id: siti });
  const first = (await erase()).data;
  const again = (await erase()).data;
  expect(first).toEqual({
    eraseParticipant: { participant: { id: siti, erasedAt: expect.any(String) }, refusal: null },
  });
  expect(again).toEqual(first);
  const asked = { people: references([siti, budi]), purpose: 'AUDIT' };
  const { data } = await ask<Identities>(officer, IDENTITY, asked);
  expect(data._entities?.map(({ identity }) => identity)).toEqual([
    { isMasked: false, nik: null, kk: null, phone: null, email: null },
    { isMasked: false, ...plain(1) },
  ]);
  expect((await logOf(siti)).nodes).toEqual([]);
  const rows = (table: string, column: string) =>
    database.rows<object>({ name: `left-${table}`, text: `select * from ${table} where ${column} = $1` }, [siti]);
  expect(await rows('participant', 'id')).toMatchObject([{ name: '—', birth_date: '1990-01-01', motivation: null }]);
  expect(await rows('subject_key', 'subject_id')).toMatchObject([{ wrapped: null, destroyed_at: expect.any(Date) }]);
  expect(await rows('participant_identity', 'participant_id')).toEqual([]);
  expect(await rows('nik_claim', 'participant_id')).toHaveLength(1);
  expect(await rows('verification_code', 'participant_id')).toEqual([]);
  expect(await rows('participant_revision', 'participant_id')).toMatchObject([{ reason: '—' }]);
});

test('who may erase and not read is told the id alone, and other subgraphs are told by an event', async () => {
  const [siti = ''] = await people(1);
  const eraser = callerOf('officer', 'participant:erase');
  const { data, codes } = await ask<{ eraseParticipant: object }>(eraser, ERASE, { id: siti.toUpperCase() });
  expect([codes, data.eraseParticipant]).toMatchObject([[], { participant: { id: siti }, refusal: null }]);
  const profile = `mutation ($id: ID!) { eraseParticipant(id: $id) { participant { id name } } }`;
  const { errors } = await ask(eraser, profile, { id: siti });
  expect(errors.map(({ message }) => message)).toEqual(['Cannot query field "name" on type "ErasedParticipant".']);
  const text = `select type, data from event_outbox where data->'participants' ? $1`;
  const { rows } = await database.pool.query(text, [siti]);
  expect(rows).toEqual([{ type: 'pmo.participants.erased', data: { participants: [siti] } }]);
});

test('erasing takes its scope and a person; a refusal changes nothing', async () => {
  const [siti = ''] = await people(1);
  const refusal = async (caller: typeof officer, id: string) =>
    (await ask<{ eraseParticipant: object }>(caller, ERASE, { id })).data.eraseParticipant;
  const forbidden = { participant: null, refusal: { code: 'FORBIDDEN', path: [] } };
  const unknown = { participant: null, refusal: { code: 'PARTICIPANT_UNKNOWN', path: ['id'] } };
  expect(await refusal(callerOf(siti, 'self'), siti)).toEqual(forbidden);
  expect(await refusal(callerOf('officer', 'participant:read identity:read'), siti)).toEqual(forbidden);
  expect(await refusal(officer, uuidv7())).toEqual(unknown);
  expect(await refusal(officer, 'siti')).toEqual(unknown);
  const { data } = await ask<Identities>(callerOf(siti, 'self'), IDENTITY, { people: references([siti]) });
  expect(data._entities?.[0]?.identity.nik).toBe(plain(0).nik);
  const tried = `select code, count(*)::int from audit_pending where objects = $1 group by code`;
  const { rows } = await database.pool.query(tried, [[`Participant:${siti}`]]);
  expect(rows).toEqual([{ code: 'FORBIDDEN', count: 2 }]);
});

test('no table of pmo holds a planted value, in plain or as bytes', async () => {
  await people(20);
  const { rows: tables } = await database.pool.query<{ relname: string }>(
    `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  const planted = Array.from({ length: 20 }, (_, at) => Object.values(plain(at))).flat();
  for (const { relname } of tables) {
    const { rows } = await database.pool.query<{ text: string }>(`select t::text as text from "${relname}" as t`);
    const dump = rows.map(({ text }) => text).join('\n');
    const found = planted.filter((value) => dump.includes(value) || dump.includes(Buffer.from(value).toString('hex')));
    expect([relname, found]).toEqual([relname, []]);
  }
});

test('an officer reads so many people a day; those beyond are null with the reason, by every field and path', async () => {
  const ids = await people(LIMIT + 3);
  const ani = callerOf('ani', 'participant:read identity:read');
  const asked = (some: readonly string[]) => ({ people: references(some), purpose: 'SUPPORT' });
  expect((await ask<Identities>(ani, IDENTITY, asked(ids.slice(0, LIMIT - 1)))).codes).toEqual([]);
  const over = await ask<Identities>(ani, IDENTITY, asked(ids.slice(LIMIT - 1)));
  const niks = over.data._entities?.map(({ identity }) => identity.nik);
  expect(niks).toEqual([plain(LIMIT - 1).nik, null, null, null]);
  expect(over.codes).toEqual(Array(12).fill('IDENTITY_QUOTA_REACHED'));
  expect(over.errors[0]?.message).toMatch(/200 people today.*midnight/);
  const again = await ask<Identities>(ani, IDENTITY, asked(ids.slice(0, 100)));
  expect([again.codes, again.data._entities?.at(-1)?.identity.nik]).toEqual([[], plain(99).nik]);
  expect((await logOf(ids.at(-1) ?? '')).nodes).toEqual([]);
  const self = await ask<Identities>(callerOf(ids.at(-1) ?? '', 'self'), IDENTITY, asked(ids.slice(-1)));
  expect(self.codes).toEqual([]);
});
