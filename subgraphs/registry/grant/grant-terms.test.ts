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
import { readConsents } from './index.ts';

const { ask, database, mutate } = await openRegistry();
const today = new Date().toISOString().slice(0, 10);

const REVOKE = `mutation ($id: ID!, $day: Date) { done: revokeGrant(id: $id, reason: "It has ended.", endsOn: $day) {
  grant { status } refusal { code } } }`;
const LIST = '{ grants(first: 100) { nodes { id terms { class purpose isConsentNeeded } } } }';

const terms = { class: 'GENERAL', purpose: 'To greet people by their names', isConsentNeeded: true };
const requiring = { permissions: ['REQUIRE_FIELDS'], fields: ['name'], reason: 'To greet people' };

interface GrantAnswer {
  grant: { id: string; status: string } | null;
}

/** A grant that two people of the owner's have decided. */
const granted = async (change: object) => {
  const input = { owner: 'pmo', element: 'Participant', from: today, ...requiring, ...change };
  const id = (await mutate<GrantAnswer>(banker, REQUEST_GRANT, { input, key: uuidv7() })).grant?.id ?? '';
  for (const person of [officer, secondOfficer]) await mutate(person, DECIDE_GRANT, { id });
  return id;
};

/** The terms of the bank, as the checks read them. */
const agreed = async () => (await readConsents(database)).terms.filter(({ to }) => to === BANK);

test('personal data is sent on terms that two people of its owner agreed to, until they end them', async () => {
  await granted({});
  expect(await agreed()).toEqual([]);
  const id = await granted({ terms, fields: ['name', 'education'] });
  const dated = {
    owner: 'pmo',
    to: BANK,
    from: today,
    until: '9999-12-31',
    grantedBy: officer.id,
    approvedBy: secondOfficer.id,
  };
  const both = ['name', 'education'].map((field) => ({ ...dated, ...terms, field: `Participant.${field}` }));
  expect(await agreed()).toEqual(both);
  const { data } = await ask<{ grants: { nodes: { id: string; terms: object | null }[] } }>(banker, LIST);
  expect(data.grants.nodes.find((each) => each.id === id)?.terms).toEqual(terms);
  const change = `update ownership_grant set data_purpose = 'Whatever the bank likes' where id = $1`;
  await expect(database.pool.query(change, [id])).rejects.toThrow('stays what was asked for');
  await mutate(officer, REVOKE, { id, day: today });
  expect(await agreed()).toEqual(both.map((each) => ({ ...each, revokedOn: today })));
});

test('terms that one person alone agreed to are none', async () => {
  const before = await agreed();
  const input = { owner: 'pmo', element: 'Participant', from: today, ...requiring, terms };
  const id = (await mutate<GrantAnswer>(banker, REQUEST_GRANT, { input, key: uuidv7() })).grant?.id ?? '';
  await mutate(officer, DECIDE_GRANT, { id });
  expect(await agreed()).toEqual(before);
});
