import { expect, test } from 'vitest';
import {
  BANK,
  banker,
  DECIDE_GRANT,
  officer,
  openRegistry,
  REQUEST_GRANT,
  secondOfficer,
} from '../../../tests/testkit/registry.ts';
import { uuidv7 } from '../../kit/ids.ts';

const SITI = '018d0000-0000-7000-8000-000000000501';
const { database, mutate, services } = await openRegistry();

/** Terms that two people of the owner's have agreed to. */
const agree = async (field: string, purpose: string) => {
  const terms = { class: 'GENERAL', purpose, isConsentNeeded: true };
  const from = new Date().toISOString().slice(0, 10);
  const asked = { owner: 'pmo', element: 'Participant', permissions: ['REQUIRE_FIELDS'], fields: [field] };
  const input = { ...asked, from, reason: 'For loans', terms };
  const { grant } = await mutate<{ grant: { id: string } }>(banker, REQUEST_GRANT, { input, key: uuidv7() });
  for (const person of [officer, secondOfficer]) await mutate(person, DECIDE_GRANT, { id: grant.id });
};

const passed = async () => {
  const text = `select entry from event_outbox, jsonb_array_elements(data -> 'sent') as entry
    where type = 'registry.data.sent'`;
  return (await database.pool.query<{ entry: object }>(text)).rows.map(({ entry }) => entry);
};

test('what a gateway sent a partner is passed on once, with the purposes that the owners agreed to', async () => {
  await agree('workStatus', 'To know who runs a business');
  await agree('name', 'To greet people by their names');
  const entry = (person: string) => ({
    id: uuidv7(),
    at: new Date().toISOString(),
    subgraph: 'kur',
    person,
    fields: ['certificateCount', 'workStatus'],
    requestId: 'request-1',
  });
  const sent = [entry(SITI), entry('a-program')];
  const asked: string[][] = [];
  services.counts.ask = (async (_path: string, body: { done: string[] }) => {
    asked.push(body.done);
    return { sent: asked.length === 2 || asked.length > 3 ? [] : sent };
  }) as typeof services.counts.ask;
  services.names.kur = BANK;
  await services.sentData.run();
  // The gateway did not hear that it was passed on, and says it again.
  await services.sentData.run();
  expect(asked).toEqual([[], sent.map(({ id }) => id), [], sent.map(({ id }) => id)]);
  const { id: _, ...told } = sent[0] as (typeof sent)[0];
  expect(await passed()).toEqual([{ ...told, organization: BANK, terms: ['To know who runs a business'] }]);
});
