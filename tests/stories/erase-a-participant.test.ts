import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { graphClient } from '../testkit/client.ts';
import { rowsOf } from '../testkit/people.ts';

const target = inject('stack');
const as = graphClient(target);

interface Person {
  id: string;
  name: string;
  identity: { nik: string | null; kk: string | null; phone: string | null; email: string | null } | null;
  trainingBalance: { granted: number } | null;
}
interface Entry {
  fields: string[];
  purpose: string;
  readerId: string;
}
interface Erased {
  eraseParticipant: { participant: { id: string; name: string } | null; refusal: { code: string } | null };
}

const MINE = '{ me { id name identity { nik kk phone email } trainingBalance { granted } } }';
const LOG = '{ me { accessLog(first: 10) { nodes { fields purpose readerId } } } }';
const THEIRS = `query ($id: ID!) {
  participant(id: $id) { id name identity(purpose: SUPPORT) { nik kk phone email } trainingBalance { granted } }
}`;
const ERASE = `mutation ($id: ID!) { eraseParticipant(id: $id) { participant { id name } refusal { code } } }`;

/** The last of the seeded people with a training balance, so that no other test asks for them. */
const lastRecipient = async () => {
  const text = `select id from participant where status = 'RECIPIENT' and is_synthetic
    and exists (select from participant_identity where participant_id = id) order by id desc limit 1`;
  const [found] = await rowsOf<{ id: string }>('pmo', text);
  return found?.id ?? '';
};

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

test('a person asks to be forgotten: the identity is gone for ever, the money stays accounted for', async () => {
  const id = await lastRecipient();
  const person = as('participant', id);
  const officer = as('officer');

  const { data: before, errors } = await person.query<{ me: Person }>(MINE);
  expect(errors).toBeUndefined();
  expect(before.me.identity).toEqual({
    nik: expect.stringMatching(/^\d{4}99\d{10}$/),
    kk: expect.stringMatching(/^\d{4}99\d{10}$/),
    phone: expect.stringMatching(/^\+6284\d{9}$/),
    email: expect.stringMatching(/^synthetic-\d+@example\.org$/),
  });

  expect((await officer.query<{ participant: Person }>(THEIRS, { id })).data.participant).toEqual(before.me);
  const { data: log } = await person.query<{ me: { accessLog: { nodes: Entry[] } } }>(LOG);
  const fields = ['nik', 'kk', 'phone', 'email'];
  expect(log.me.accessLog.nodes).toEqual([
    { fields, purpose: 'SUPPORT', readerId: 'synthetic-officer' },
    { fields, purpose: 'SERVICE', readerId: id },
  ]);

  const byPerson = await person.query<Erased>(ERASE, { id });
  expect(byPerson.data.eraseParticipant).toEqual({ participant: null, refusal: { code: 'FORBIDDEN' } });
  const byOfficer = await officer.query<Erased>(ERASE, { id });
  expect(byOfficer.data.eraseParticipant).toEqual({ participant: { id, name: '—' }, refusal: null });

  const nothing = { nik: null, kk: null, phone: null, email: null };
  const forgotten = { id, name: '—', identity: nothing, trainingBalance: before.me.trainingBalance };
  expect((await person.query<{ me: Person }>(MINE)).data.me).toEqual(forgotten);
  expect((await officer.query<{ participant: Person }>(THEIRS, { id })).data.participant).toEqual(forgotten);
  expect(before.me.trainingBalance?.granted).toBeGreaterThan(0);

  const logs = filesUnder(join(target.data, 'logs')).map((file) => readFileSync(file, 'utf8'));
  const values = Object.values(before.me.identity ?? {});
  expect(values.filter((value) => logs.some((text) => text.includes(value as string)))).toEqual([]);
});
