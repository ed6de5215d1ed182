import { beforeAll, expect, test } from 'vitest';
import { statementHash } from '../../../schema/registry/statement.ts';
import {
  BANK,
  banker,
  DECIDE_GRANT,
  inputOf,
  KUR,
  kurStatement,
  newKey,
  officer,
  openRegistry,
  ownKeys,
  personOf,
  portal,
  REQUEST_GRANT,
  ROLLBACK,
  secondOfficer,
  signedBy,
} from '../../../tests/testkit/registry.ts';
import type { Caller } from '../../kit/caller.ts';
import { uuidv7 } from '../../kit/ids.ts';
import type { JudgeService } from '../revision/index.ts';
import { ChoiceService } from './choice.service.ts';

let today = new Date('2026-12-01T03:00:00Z');
const registry = await openRegistry({
  now: () => today,
  env: { WARDEN_KEY: JSON.stringify(newKey().export({ format: 'jwk' })) },
});
const { ask, database, mutate, publish, approve, enroll, services } = registry;

/** The bank's subgraph, with a field that a grant must cover. */
const withCredit = `${KUR}
type Participant @key(fields: "id") {
  id: ID!
  "How much a bank would lend." creditLine: Int
}
`;
const REVOKE = `mutation ($id: ID!, $day: Date!) { done: revokeGrant(id: $id, reason: "The loans have ended.", endsOn: $day) {
  grant { endsOn } refusal { code } } }`;
const CHOICES = `{ rollbackChoices(subgraph: "kur") { revision { number } isAllowed ungranted reasons } }`;

const allowCredit = async () => {
  const input = {
    owner: 'pmo',
    element: 'Participant',
    permissions: ['ADD_FIELDS'],
    fields: ['creditLine'],
    from: today.toISOString().slice(0, 10),
    reason: 'For loans',
  };
  const { grant } = await mutate<{ grant: { id: string } }>(banker, REQUEST_GRANT, { input, key: uuidv7() });
  for (const person of [officer, secondOfficer]) await mutate(person, DECIDE_GRANT, { id: grant.id });
  return grant.id;
};

let key: Awaited<ReturnType<typeof enroll>>;
let last: ReturnType<typeof kurStatement> | undefined;

const goLive = async (sdl: string) => {
  const statement = kurStatement({ sdl, number: (last?.number ?? 0) + 1, previous: last ? statementHash(last) : null });
  last = statement;
  const { revision } = await publish(banker, inputOf(key, statement));
  const { sdl: _, ...stated } = statement;
  const approved = await approve(officer, revision?.id ?? '', signedBy(ownKeys.approver, stated, 'approver'));
  expect(approved.revision?.status).toBe('LIVE');
};

/** Brings an earlier revision back, and approves it; returns how far it comes. */
const goBackTo = async (rollbackTo: number, sdl: string) => {
  const previous = last ? statementHash(last) : null;
  const statement = kurStatement({ sdl, number: (last?.number ?? 0) + 1, previous, rollbackTo });
  last = statement;
  const { sdl: _, ...stated } = statement;
  const { organization, subgraph, number } = stated;
  const input = { organization, subgraph, number, previous, rollbackTo, ...signedBy(key, stated, 'publisher') };
  const { revision } = await mutate(banker, ROLLBACK, { input, key: uuidv7() });
  const approved = await approve(officer, revision?.id ?? '', signedBy(ownKeys.approver, stated, 'approver'));
  return approved.revision?.status;
};

interface Choice {
  revision: { number: number };
  isAllowed: boolean;
  ungranted: string[];
  reasons: string[];
}
const choicesOf = async (caller: Caller) => {
  const { data, codes } = await ask<{ rollbackChoices: Choice[] }>(caller, CHOICES);
  return codes.length > 0 ? codes : data.rollbackChoices.map(({ revision, ...rest }) => ({ ...revision, ...rest }));
};

const notGranted = {
  number: 2,
  isAllowed: false,
  ungranted: ['Participant.creditLine'],
  reasons: [expect.stringContaining('revoked on 2026-12-15')],
};
const allowed = (number: number) => ({ number, isAllowed: true, ungranted: [], reasons: [] });

beforeAll(async () => {
  key = await enroll(banker, 'PUBLISHER');
});

test('a first revision has none to go back to', async () => {
  await goLive(KUR);
  expect(await choicesOf(banker)).toEqual([]);
});

test('a revision that takes a used field away is no choice, though it needs no grant', async () => {
  const id = await allowCredit();
  await goLive(withCredit);
  const [first, ...further] = await choicesOf(banker);
  expect([first, further]).toEqual([
    { number: 1, isAllowed: false, ungranted: [], reasons: [expect.stringContaining('nobody has counted')] },
    [],
  ]);
  await mutate(officer, REVOKE, { id, day: '2026-12-15' });
});

test('when a grant ends, publisher and owner are told of the last revision that is allowed, and it comes back', async () => {
  today = new Date('2026-12-15T00:00:05Z');
  await services.withholdings.run();
  const { rows } = await database.pool.query(`select distinct fact -> 'data' ->> 'allowedRevision' as allowed
    from event_outbox, jsonb_array_elements(data -> 'facts') as fact where fact ->> 'type' = 'revision.withheld'`);
  expect(rows).toEqual([{ allowed: '1' }]);
  expect(await choicesOf(banker)).toEqual([allowed(1)]);
  expect(await choicesOf(officer)).toEqual([allowed(1)]);
  expect(await goBackTo(1, KUR)).toBe('LIVE');
  expect(await choicesOf(banker)).toEqual([notGranted]);
});

test('of each earlier revision it is said what no grant covers', async () => {
  await goLive(KUR.replace('"Offers of a loan."', '"Offers."'));
  expect(await choicesOf(banker)).toEqual([notGranted, allowed(1)]);
});

test('a subgraph is the concern of who publishes it, and of officers', async () => {
  expect(await choicesOf(portal)).toEqual([]);
  expect(await choicesOf(personOf('nobody', '', 'subgraph:publish'))).toEqual([]);
  expect(await choicesOf(personOf('reader', null, 'subgraph:publish'))).toEqual([]);
  expect(await choicesOf(personOf('bank-reader', banker.org, 'grant:decide'))).toEqual(['FORBIDDEN']);
});

test('what went live last is looked at before anybody asks, and once', async () => {
  const asked: number[] = [];
  const judge = {
    stampOf: async () => 'the same',
    faultsOf: async (candidates: readonly unknown[]) => {
      asked.push(candidates.length);
      return candidates.map(() => []);
    },
  } as unknown as JudgeService;
  const choices = new ChoiceService({ database, judge, now: () => today });
  await choices.prepare();
  await expect.poll(() => asked).toEqual([expect.any(Number)]);
  await choices.prepare();
  expect((await choices.choicesOf({ name: 'kur', organization: BANK })).length).toBe(asked[0]);
  expect(asked.length).toBe(1);
});
