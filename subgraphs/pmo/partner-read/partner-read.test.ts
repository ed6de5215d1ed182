import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { handlersOf } from '../../kit/assembly.ts';
import type { EventHandler } from '../../kit/events/inbox.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { pmo as features } from '../features.ts';

const pmo = await openPmo();
await openWave(pmo);
const BANK = '018d0000-0000-7000-8000-000000000106';

const LOG = `{ me { accessLog(first: 10) { nodes { at readerId readerOrg fields purpose terms requestId } } } }`;
const logOf = async (id: string) => {
  const { data, codes } = await pmo.ask<{ me: { accessLog: { nodes: object[] } } }>(callerOf(id, 'self'), LOG);
  expect(codes).toEqual([]);
  return data.me.accessLog.nodes;
};

test('a person reads which partner was sent what, when and on what terms, and nobody else does', async () => {
  const people = Array.from({ length: 30 }, () => uuidv7());
  await pmo.database.pool.query(
    `insert into participant (id, status, name, birth_date, region_code, work_status, is_synthetic, registered_at)
      select id, 'VERIFIED', 'Siti', '1990-05-17', $2, 'WORKER', true, now() from unnest($1::uuid[]) as id`,
    [people, personAt(1).region],
  );
  const at = new Date(Date.now() - 60_000).toISOString();
  const told = { at, organization: BANK, subgraph: 'kur', fields: ['certificateCount', 'workStatus'] };
  const terms = ['To know who runs a business'];
  const sent = people.map((person) => ({ ...told, person, terms, requestId: 'request-1' }));
  const handler = handlersOf(features, pmo.services).find(({ definition }) => definition.type === 'registry.data.sent');
  await pmo.database.orm.em
    .fork()
    .transactional(
      (em) => handler?.handle(em, { sent }, {} as Parameters<EventHandler['handle']>[2]) ?? Promise.reject(),
    );
  const [siti = '', budi = ''] = people;
  const entry = { at, readerId: 'kur', readerOrg: BANK, fields: told.fields, purpose: null, terms };
  expect(await logOf(siti)).toEqual([{ ...entry, requestId: 'request-1' }]);
  expect(await logOf(budi)).toHaveLength(1);
  const other = `query ($people: [_Any!]!) { _entities(representations: $people) {
    ... on Participant { accessLog(first: 1) { nodes { terms } } } } }`;
  const references = { people: [{ __typename: 'Participant', id: budi }] };
  const { data, codes } = await pmo.ask(callerOf(siti, 'self'), other, references);
  expect([JSON.stringify(data).includes('business'), codes]).toEqual([false, ['FORBIDDEN']]);
});
