import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { graphClient } from '../testkit/client.ts';
import { rowsOf } from '../testkit/people.ts';
import { storyTable } from '../testkit/story-table.ts';
import { until } from '../testkit/until.ts';

const target = inject('stack');
const as = graphClient(target);

interface Person {
  id: string;
  name: string;
  identity: { nik: string | null; kk: string | null; phone: string | null; email: string | null } | null;
  trainingBalance: { granted: number } | null;
  wallet: { number: string } | null;
  skillProfile: { skills: { code: string }[] } | null;
  disbursements: { nodes: { amount: number }[] };
  certificates: { nodes: { score: number }[] };
}
interface Entry {
  fields: string[];
  purpose: string | null;
  readerId: string;
}
interface Logs {
  accessLog: { nodes: Entry[] };
  wallet: { accessLog: { nodes: Entry[] } };
}
interface ErasurePayload {
  eraseParticipant: { participant: { id: string; erasedAt: string } | null; refusal: { code: string } | null };
}

const FIELDS = (purpose: string) => `id name identity${purpose} { nik kk phone email } trainingBalance { granted }
  wallet { number${purpose} } skillProfile { skills { code } } disbursements(first: 20) { nodes { amount } }
  certificates(first: 5) { nodes { score } }`;
const MINE = `{ me { ${FIELDS('')} } }`;
const THEIRS = `query ($id: ID!) { participant(id: $id) { ${FIELDS('(purpose: SUPPORT)')} } }`;
const ENTRIES = 'accessLog(first: 10) { nodes { fields purpose readerId } }';
const LOG = `{ me { ${ENTRIES} wallet { ${ENTRIES} } } }`;
const ERASE = `mutation ($id: ID!) { eraseParticipant(id: $id) { participant { id erasedAt } refusal { code } } }`;

const EFFECTIVE_MS = 10_000;
/** The gateway of the tests asks every second whose tokens are void. */
const REVOKED_MS = 5_000;

/** The last of the seeded alumni, so that no other test asks for them. */
const lastAlumnus = async () => {
  const text = `select id from participant where status = 'ALUMNI' and is_synthetic
    and exists (select from award_claim where participant_id = id and wave_number = 1002)
    and exists (select from participant_identity where participant_id = id) order by id desc limit 1`;
  const [found] = await rowsOf<{ id: string }>('pmo', text);
  return found?.id ?? '';
};

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

const keptKeys = async (subgraph: string, id: string) =>
  (await rowsOf<object>(subgraph, 'select from subject_key where subject_id = $1 and wrapped is not null', [id]))
    .length;

/** What each service holds of the person, in the words of the story. */
const held = async (id: string, { identity, wallet, skillProfile, trainingBalance, ...person }: Person) => [
  ['pmo', 'name', person.name === '—' ? '—' : 'kept'],
  ['pmo', 'NIK, KK, phone, e-mail', identity?.nik ? 'sealed' : 'gone'],
  ['pmo', 'key of the person', (await keptKeys('pmo', id)) > 0 ? 'kept' : 'destroyed'],
  ['payments', 'wallet and its number', wallet ? 'sealed' : 'gone'],
  ['payments', 'key of the person', (await keptKeys('payments', id)) > 0 ? 'kept' : 'destroyed'],
  ['payments', 'balance and payouts', trainingBalance && person.disbursements.nodes.length > 0 ? 'kept' : 'gone'],
  ['jobs', 'skill profile', skillProfile ? 'kept' : 'gone'],
  ['training', 'certificates', person.certificates.nodes.length > 0 ? 'kept' : 'gone'],
];

test('a person asks to be forgotten: the identity is gone for ever everywhere, the money stays accounted for', async () => {
  const id = await lastAlumnus();
  const person = as('participant', id);
  const officer = as('officer');
  const read = async () => (await officer.query<{ participant: Person }>(THEIRS, { id })).data.participant;

  const { data: before, errors } = await person.query<{ me: Person }>(MINE);
  expect(errors).toBeUndefined();
  expect(before.me.identity).toEqual({
    nik: expect.stringMatching(/^\d{4}99\d{10}$/),
    kk: expect.stringMatching(/^\d{4}99\d{10}$/),
    phone: expect.stringMatching(/^\+6284\d{9}$/),
    email: expect.stringMatching(/^synthetic-\d+@example\.org$/),
  });
  expect(before.me.wallet?.number).toMatch(/^(\+6284\d{9}|9999999\d{9})$/);

  expect(await read()).toEqual(before.me);
  const { data: log } = await person.query<{ me: Logs }>(LOG);
  const by = (fields: string[]) => [
    { fields, purpose: 'SUPPORT', readerId: 'synthetic-officer' },
    { fields, purpose: 'SERVICE', readerId: id },
  ];
  const [bySupport, own] = by(['nik', 'kk', 'phone', 'email']);
  const name = { fields: ['name'], purpose: null, readerId: 'synthetic-officer' };
  // What one query of the officer reads is written down in no order.
  expect(log.me.accessLog.nodes.slice(0, 2)).toEqual(expect.arrayContaining([bySupport, name]));
  expect(log.me.accessLog.nodes[2]).toEqual(own);
  expect(log.me.wallet.accessLog.nodes).toEqual(by(['walletNumber']));
  const rows = await held(id, before.me);

  const byPerson = await person.query<ErasurePayload>(ERASE, { id });
  expect(byPerson.errors?.map(({ extensions }) => extensions.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  const byOfficer = await officer.query<ErasurePayload>(ERASE, { id });
  const erased = { participant: { id, erasedAt: expect.any(String) }, refusal: null };
  expect(byOfficer.data.eraseParticipant).toEqual(erased);

  const after = await until(read, ({ wallet, skillProfile }) => !wallet && !skillProfile, EFFECTIVE_MS);
  const nothing = { nik: null, kk: null, phone: null, email: null };
  const forgotten = { name: '—', identity: nothing, wallet: null, skillProfile: null };
  expect(after).toEqual({ ...before.me, ...forgotten });
  const voided = () => person.query(MINE).then((answer) => answer.errors?.[0]?.extensions.code ?? 'answered');
  const token = await until(voided, (code) => code !== 'answered', REVOKED_MS);

  const left = await held(id, after);
  const table = [
    ['who', 'holds', 'before', 'after'],
    ...rows.map((row, at) => [...row, left[at]?.[2] ?? '']),
    ['identity', 'tokens of the person', 'answered', token],
  ];
  expect(storyTable(table)).toMatchInlineSnapshot(`
    "who       holds                   before    after
    pmo       name                    kept      —
    pmo       NIK, KK, phone, e-mail  sealed    gone
    pmo       key of the person       kept      destroyed
    payments  wallet and its number   sealed    gone
    payments  key of the person       kept      destroyed
    payments  balance and payouts     kept      kept
    jobs      skill profile           kept      gone
    training  certificates            kept      kept
    identity  tokens of the person    answered  UNAUTHENTICATED"
  `);

  const logs = filesUnder(join(target.data, 'logs')).map((file) => readFileSync(file, 'utf8'));
  const values = [...Object.values(before.me.identity ?? {}), before.me.wallet?.number];
  expect(values.filter((value) => logs.some((text) => text.includes(value as string)))).toEqual([]);
});
