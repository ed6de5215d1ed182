import { expect, test, vi } from 'vitest';
import { auditTrail } from '../../../tests/testkit/audit-trail.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { vaultDatabase } from '../../../tests/testkit/vault.ts';
import { uuidv7 } from '../ids.ts';
import { AccessPurpose } from './access-log.ts';
import { IdentityReads } from './identity-reads.ts';

const LIMIT = 10;
const NOON = Date.parse('2026-11-21T05:00:00Z');

const people = (count: number) => Array.from({ length: count }, () => uuidv7());
const accesses = (ids: readonly string[]) =>
  ids.map((subjectId) => ({ subjectId, fields: ['nik', 'kk'], purpose: AccessPurpose.SUPPORT }));

/** Reads of several officers over one database, at a time that the test sets. */
const opened = async () => {
  const database = await vaultDatabase();
  const clock = { ms: NOON };
  const warn = vi.fn();
  const reads = new IdentityReads({
    database,
    limit: LIMIT,
    log: { warn },
    audit: auditTrail(database),
    now: () => new Date(clock.ms),
  });
  const read = async (officer: string, ids: readonly string[], scope = 'identity:read') => {
    const caller = { ...callerOf(officer, scope), org: 'pmo' };
    return (await reads.record(accesses(ids), { caller, requestId: 'request-0001' })).size;
  };
  const logged = async () => (await database.query('select subject_id from access_log')).length;
  const alarms = () =>
    database.query('select mutation, caller_id as officer, outcome from audit_pending order by at, id');
  return { database, clock, warn, reads, read, logged, alarms };
};

test('people are counted once, officers each by themselves, and what is beyond the limit is neither shown nor logged', async () => {
  const { read, logged } = await opened();
  const first = people(8);
  const rest = people(8);
  expect([await read('ani', first), await read('ani', first)]).toEqual([8, 8]);
  expect(await read('ani', [...first, ...rest])).toBe(10);
  expect([await read('ani', rest.slice(2)), await read('ani', first), await read('budi', rest)]).toEqual([0, 8, 8]);
  expect(await logged()).toBe(8 + 8 + 10 + 8 + 8);
});

test('two hundred reads at once show no more people than the limit, to the person', async () => {
  const { database, read } = await opened();
  const ids = people(200);
  const shown = await Promise.all(ids.map((id) => read('ani', [id])));
  expect(shown.reduce((sum, count) => sum + count, 0)).toBe(LIMIT);
  expect(await database.query('select from identity_read_day')).toHaveLength(LIMIT);
});

test('a day ends at midnight in Jakarta', async () => {
  const { clock, read } = await opened();
  expect([await read('ani', people(LIMIT)), await read('ani', people(1))]).toEqual([LIMIT, 0]);
  clock.ms = Date.parse('2026-11-21T16:59:59Z');
  expect(await read('ani', people(1))).toBe(0);
  clock.ms = Date.parse('2026-11-21T17:00:00Z');
  expect(await read('ani', people(1))).toBe(1);
});

test('people who read of themselves are logged and never count', async () => {
  const { database, read, logged } = await opened();
  const [siti = ''] = people(1);
  for (let turn = 0; turn < LIMIT + 2; turn += 1) expect(await read(siti, [siti], 'self')).toBe(1);
  expect([await logged(), await database.query('select from identity_read_day')]).toEqual([LIMIT + 2, []]);
  // A token with the subject of a person and without `self` is no person's.
  await read(siti, [siti]);
  expect(await database.query('select from identity_read_day')).toHaveLength(1);
});

test('half and all of the limit raise an alarm once each, in the log and in the audit trail', async () => {
  const { warn, read, alarms } = await opened();
  const told = () => warn.mock.calls.map(([facts, message]) => [message, facts.reader, facts.people]);
  const ids = people(20);
  await read('ani', ids.slice(0, 4));
  expect(told()).toEqual([]);
  await read('ani', ids.slice(0, 5));
  await read('ani', ids.slice(0, 6));
  expect(told()).toEqual([['identityReadsHalfUsed', 'ani', 5]]);
  await read('ani', ids);
  await read('ani', ids);
  await read('budi', ids);
  expect(told().slice(1)).toEqual([
    ['identityReadsUsedUp', 'ani', 10],
    ['identityReadsUsedUp', 'budi', 10],
  ]);
  expect(await alarms()).toEqual([
    { mutation: 'identityReadsHalfUsed', officer: 'ani', outcome: 'DONE' },
    { mutation: 'identityReadsUsedUp', officer: 'ani', outcome: 'DONE' },
    { mutation: 'identityReadsUsedUp', officer: 'budi', outcome: 'DONE' },
  ]);
});

test('what cannot be counted is not shown', async () => {
  const { database, read } = await opened();
  await database.query('alter table identity_read_day rename to hidden_reads');
  await expect(read('ani', people(1))).rejects.toThrow('identity_read_day');
});
