import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkRevision } from './check.ts';
import { Permits } from './permits.ts';
import { grants, live, now, ownership } from './testkit/live.ts';

const subscriptions: { to: string; types: string[] }[] = JSON.parse(readFileSync('schema/subscriptions.json', 'utf8'));
const consumedBy = (name: string) => subscriptions.filter(({ to }) => to === name).flatMap(({ types }) => types);

const checkOf = (name: string, granted = grants) => {
  const found = live.find((each) => each.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  const permits = new Permits(granted, now);
  const input = {
    live,
    candidate: { ...found, consumes: consumedBy(name) },
    ownership,
    grants: granted,
    terms: [],
    now,
  };
  return checkRevision(input, permits).then((result) => ({ ...result, used: permits.used }));
};

/** Parts of the committed grants: one for each permission, and where fields are named one for each of these. */
const partsOf = () =>
  grants.flatMap(({ may, fields = [''] }, index) =>
    may.flatMap((each) => fields.map((field) => `${index} ${each} ${field}`)),
  );

test('our own subgraphs pass with exactly the grants that are committed', async () => {
  const results = await Promise.all(live.map(({ name }) => checkOf(name)));
  expect(results.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'ERROR'))).toEqual([]);
  const used = new Set(results.flatMap((result) => [...result.used]));
  const surplus = partsOf().filter((part) => !used.has(part));
  expect(surplus.map((part) => `${part}: ${JSON.stringify(grants[Number.parseInt(part, 10)])}`)).toEqual([]);
  const [composed] = new Set(results.map(({ supergraph }) => supergraph));
  expect(composed).toBe(readFileSync('schema/supergraph.graphql', 'utf8'));
});

test('a revoked grant refuses the next revision, with its date', async () => {
  const revoked = grants.map((each) =>
    each.on === 'Participant' && each.to === 'jobs' ? { ...each, revokedOn: '2026-11-30' } : each,
  );
  const { findings } = await checkOf('jobs', revoked);
  const messages = findings.filter(({ severity }) => severity === 'ERROR').map(({ message }) => message);
  expect(messages).toHaveLength(5);
  expect(messages[0]).toMatch(/^Participant belongs to pmo, .* \(granted before, revoked on 2026-11-30\)$/);
});

test('every grant is approved by another person than the one who gave it', () => {
  expect(grants.filter(({ grantedBy, approvedBy }) => grantedBy === approvedBy)).toEqual([]);
});
