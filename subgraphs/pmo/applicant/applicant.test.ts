import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import type { Caller } from '../../kit/caller.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { applicant } from './applicant.feature.ts';
import { end, share } from './applicant.service.ts';

const LIMIT = 8;
const pmo = await openPmo({ limit: LIMIT, log: { warn: () => undefined } });
const { database, ask, clock } = pmo;
const { pool } = database;
await openWave(pmo);
const { verified } = registering(pmo);

const portal = uuidv7();

const other = uuidv7();
const asPortal = (org: string | null, client = uuidv7()): Caller => ({
  ...callerOf(client, 'application:manage'),
  org,
});
let people = 0;
const person = async () => {
  const at = ++people;
  return { id: await verified(personAt(at)), phone: `+62${personAt(at).phone.slice(1)}`, email: personAt(at).email };
};

const tell = (effect: typeof share, application: string, participant: string) =>
  database.orm.em
    .fork()
    .transactional((em) => effect(em, { application, participant, portal, at: clock.now().toISOString() }));

interface Applicant {
  name: string | null;
  phone: string | null;
  email: string | null;
}
const APPLICANTS = `query ($applications: [_Any!]!) { _entities(representations: $applications) { ... on Application {
  id applicant { name phone email } } } }`;
const read = async (caller: Caller, ...applications: string[]) => {
  const { data, codes, statements } = await ask<{ _entities: ({ applicant: Applicant | null } | null)[] }>(
    caller,
    APPLICANTS,
    { applications: applications.map((id) => ({ __typename: 'Application', id })) },
  );
  return { shown: data._entities.map((each) => each?.applicant ?? null), codes, statements };
};
const apply = async () => {
  const someone = await person();
  const application = uuidv7();
  await tell(share, application, someone.id);
  return { ...someone, application };
};

test('the portal of the vacancy and the person read who applies, and nobody else does', async () => {
  const { id, phone, email, application } = await apply();
  const shown = [{ name: 'Siti Rahayu', phone, email }];
  expect(await read(asPortal(portal), application)).toMatchObject({ shown, codes: [] });
  expect(await read(callerOf(id, 'self'), application)).toMatchObject({ shown, codes: [] });
  const strangers = [asPortal(other), asPortal(null), callerOf(uuidv7(), 'self')];
  for (const stranger of strangers)
    expect(await read(stranger, application)).toMatchObject({ shown: [null], codes: [] });
  expect((await read(callerOf(id, 'participant:read identity:read'), application)).codes).toEqual(['FORBIDDEN']);
  expect((await read({ id: null, org: null, can: () => false }, application)).codes).toEqual(['UNAUTHENTICATED']);
});

test('what a portal reads is in the log of the person, with the portal', async () => {
  const { id, application } = await apply();
  await read(asPortal(portal), application);
  const log = '{ me { accessLog(first: 9) { nodes { readerOrg fields purpose } } } }';
  const { data } = await ask<{ me: { accessLog: { nodes: { readerOrg: string; fields: string[] }[] } } }>(
    callerOf(id, 'self'),
    log,
  );
  const { nodes } = data.me.accessLog;
  expect(new Set(nodes.map(({ readerOrg }) => readerOrg))).toEqual(new Set([portal]));
  expect(nodes.flatMap(({ fields }) => fields).toSorted()).toEqual(['email', 'name', 'phone']);
});

const DAY_MS = 86_400_000;

test('it ends with the application, and after a year', async () => {
  const { id, application } = await apply();
  await tell(end, application, id);
  expect((await read(asPortal(portal), application)).shown).toEqual([null]);
  const second = await apply();
  clock.advance(364 * DAY_MS);
  expect((await read(asPortal(portal), second.application)).shown).not.toEqual([null]);
  clock.advance(2 * DAY_MS);
  expect((await read(asPortal(portal), second.application)).shown).toEqual([null]);
  clock.advance(-366 * DAY_MS);
});

test('in every order, and however often they come, the events of an application that ended show nobody', async () => {
  for (const order of [
    [share, end],
    [end, share],
    [share, end, share, end],
    [end, end, share, share],
  ]) {
    const { id } = await person();
    const application = uuidv7();
    for (const effect of order) await tell(effect, application, id);
    expect((await read(asPortal(portal), application)).shown).toEqual([null]);
  }
});

test('a page of applicants takes as many statements as one', async () => {
  const applications = [await apply(), await apply(), await apply()].map(({ application }) => application);
  const one = await read(asPortal(portal), applications[0] ?? '');
  const all = await read(asPortal(portal), ...applications, uuidv7(), 'x');
  expect(all.codes).toEqual([]);
  expect(all.shown.filter(Boolean)).toHaveLength(3);
  expect(all.statements).toBe(one.statements);
});

test('a portal reads the contacts of so many people a day', async () => {
  const applications = [];
  for (let index = 0; index <= LIMIT; index += 1) applications.push((await apply()).application);
  const { codes, shown } = await read(asPortal(portal, 'one-client'), ...applications);
  expect(new Set(codes)).toEqual(new Set(['IDENTITY_QUOTA_REACHED']));
  expect(shown.filter((each) => each?.phone)).toHaveLength(LIMIT);
});

test('of who is erased nothing is kept or shown, also when the event comes later', async () => {
  const { id, application } = await apply();
  const late = uuidv7();
  const erase = callerOf('officer', 'participant:erase');
  const { data } = await ask(erase, `mutation { done: eraseParticipant(id: "${id}") { refusal { code } } }`);
  expect(data).toEqual({ done: { refusal: null } });
  await tell(share, late, id);
  await tell(end, uuidv7(), id);
  expect((await read(asPortal(portal), application, late)).shown).toEqual([null, null]);
  expect((await pool.query('select from shared_contact where participant_id = $1', [id])).rowCount).toBe(0);
  for (const { sql } of applicant.invariants) expect((await pool.query(sql)).rows).toEqual([]);
});

test('of who never registered nothing is kept', async () => {
  const application = uuidv7();
  await tell(share, application, uuidv7());
  expect((await read(asPortal(portal), application)).shown).toEqual([null]);
  expect((await pool.query('select from shared_contact where application_id = $1', [application])).rowCount).toBe(0);
});
