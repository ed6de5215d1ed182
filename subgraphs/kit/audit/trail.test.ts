import { GraphQLError } from 'graphql';
import { expect, test, vi } from 'vitest';
import { type AuditDatabase, auditDatabase, takeSeat } from '../../../tests/testkit/audit.ts';
import { silent } from '../../../tests/testkit/event-secret.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { anonymous } from '../caller.ts';
import { execute } from '../database.ts';
import { Refusal } from '../refusal.ts';
import { refusedButKept, touched } from './draft.ts';

const full = () => new Refusal('CLASS_FULL', { en: 'No seat is left.', id: 'Tidak ada kursi tersisa.' });
/** What a resolver answers: the result, or the refusal as data. */
const refusing = (work: () => Promise<unknown>) =>
  work().then(
    (seat) => ({ seat }),
    (error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      return { refusal: { code: error.code } };
    },
  );
const seats = async ({ query }: AuditDatabase) => (await query('select from seat')).length;
const done = { outcome: 'DONE', code: null };

test('an entry says who, what, which rule, which objects, when and in which request', async () => {
  const { mutate, transaction, query } = await auditDatabase();
  const officer = { ...callerOf('officer-1', 'wave:announce'), org: 'pmo', client: 'console' };
  const before = new Date();
  await mutate((caller) => {
    touched('Wave', 2_001);
    return transaction((em) => (caller.can('wave:announce') && !caller.can('self') ? takeSeat(em) : Promise.reject()));
  }, officer);
  const [entry] = await query<{ at: Date }>('select * from audit_pending');
  expect(entry).toEqual({
    id: expect.any(String),
    at: expect.any(Date),
    request_id: 'request-0001',
    caller_id: 'officer-1',
    caller_org: 'pmo',
    client_id: 'console',
    mutation: 'takeSeat',
    arguments_hash: expect.any(Buffer),
    objects: ['Wave:2001'],
    rules: ['wave:announce', '!self'],
    outcome: 'DONE',
    code: null,
  });
  expect(entry?.at.getTime()).toBeGreaterThanOrEqual(before.getTime());
});

test('effect and entry are one transaction: they wait for the same commit', async () => {
  const database = await auditDatabase();
  const { mutate, transaction, query } = database;
  const taken = await mutate(() => transaction((em) => takeSeat(em)).then(() => query('select xmin::text from seat')));
  expect(await query('select xmin::text from audit_pending')).toEqual(taken);
});

test('what a refusal or a bug rolls back leaves its entry alone, with the code', async () => {
  const database = await auditDatabase();
  const { mutate, transaction, entries } = database;
  const takeAndThrow = (error: Error) =>
    transaction(async (em) => {
      await takeSeat(em);
      throw error;
    });
  expect(await mutate(() => refusing(() => takeAndThrow(full())))).toMatchObject({ refusal: { code: 'CLASS_FULL' } });
  const forbidden = new GraphQLError('Not yours.', { extensions: { code: 'FORBIDDEN' } });
  await expect(mutate(() => takeAndThrow(forbidden), anonymous)).rejects.toBe(forbidden);
  await expect(mutate(() => takeAndThrow(full()))).rejects.toThrow('No seat');
  await expect(mutate(() => takeAndThrow(new TypeError('x is undefined')))).rejects.toThrow('x is undefined');
  expect(await entries()).toEqual([
    { outcome: 'REFUSED', code: 'CLASS_FULL' },
    { outcome: 'REFUSED', code: 'FORBIDDEN' },
    { outcome: 'REFUSED', code: 'CLASS_FULL' },
    { outcome: 'FAILED', code: 'INTERNAL_SERVER_ERROR' },
  ]);
  expect(await seats(database)).toBe(0);
});

test('a mutation that had nothing to write leaves an entry too', async () => {
  const { mutate, entries } = await auditDatabase();
  await mutate(() => ({ seat: null, refusal: null }));
  expect(await entries()).toEqual([done]);
});

test('reading in a transaction first does not use up the entry', async () => {
  const { mutate, transaction, entries } = await auditDatabase();
  await mutate(() =>
    refusing(async () => {
      await transaction((em) => execute(em, 'select from seat'));
      throw full();
    }),
  );
  expect(await entries()).toEqual([{ outcome: 'REFUSED', code: 'CLASS_FULL' }]);
});

test('a savepoint inside leaves no second entry, and one that is undone takes no entry with it', async () => {
  const { mutate, orm, entries } = await auditDatabase();
  await mutate(() =>
    orm.em.fork().transactional(async (outer) => {
      await outer.transactional((inner) => takeSeat(inner, 1));
      const undone = outer.transactional(async (inner) => {
        await takeSeat(inner, 2);
        throw full();
      });
      await undone.catch(() => undefined);
    }),
  );
  expect(await entries()).toEqual([done]);
});

test('a counted attempt is kept and its entry says REFUSED', async () => {
  const database = await auditDatabase();
  const { mutate, transaction, entries } = database;
  const warn = vi.spyOn(silent, 'warn');
  await mutate(() =>
    refusing(async () => {
      await transaction(async (em) => {
        await takeSeat(em);
        refusedButKept('CODE_WRONG');
      });
      throw new Refusal('CODE_WRONG', { en: 'Wrong.', id: 'Salah.' });
    }),
  );
  expect([await entries(), await seats(database)]).toEqual([[{ outcome: 'REFUSED', code: 'CODE_WRONG' }], 1]);
  expect(warn).not.toHaveBeenCalled();
});

test('a failure after the commit leaves the entry of the effect, and the log tells', async () => {
  const { mutate, transaction, entries } = await auditDatabase();
  const warn = vi.spyOn(silent, 'warn');
  const work = mutate(async () => {
    await transaction((em) => takeSeat(em));
    throw new TypeError('the answer could not be read');
  });
  await expect(work).rejects.toThrow('could not be read');
  expect(await entries()).toEqual([done]);
  expect(warn).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ requestId: 'request-0001', mutation: 'takeSeat', outcome: 'FAILED' }),
    'answered otherwise than its committed audit entry says',
  );
});

test('a mutation cannot commit a second effect, which would have no entry of its own', async () => {
  const database = await auditDatabase();
  const { mutate, transaction } = database;
  const twice = mutate(async () => {
    await transaction((em) => takeSeat(em, 1));
    await transaction((em) => execute(em, 'select from seat'));
    await transaction((em) => takeSeat(em, 2));
  });
  await expect(twice).rejects.toThrow('takeSeat: a mutation writes in one transaction');
  expect([await database.entries(), await seats(database)]).toEqual([[done], 1]);
});

test('a commit that fails leaves one entry, and so does one that is tried again', async () => {
  const database = await auditDatabase();
  const { mutate, transaction, query, entries } = database;
  await query(`create table booking (seat int references seat deferrable initially deferred)`);
  const book = () => transaction((em) => execute(em, 'insert into booking values (1)'));
  await expect(mutate(book)).rejects.toThrow('booking_seat_fkey');
  await mutate(async () => {
    await book().catch(() => query(`insert into seat values (1, 'siti')`));
    await book();
  });
  expect(await entries()).toEqual([{ outcome: 'FAILED', code: 'INTERNAL_SERVER_ERROR' }, done]);
});

test('without its entry nothing takes effect and nothing is refused', async () => {
  const database = await auditDatabase();
  const { mutate, transaction, query } = database;
  await query('alter table audit_pending rename to away');
  const missing = /relation "audit_pending" does not exist/;
  const error = vi.spyOn(silent, 'error');
  await expect(mutate(() => transaction((em) => takeSeat(em)))).rejects.toThrow(missing);
  expect(error).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ requestId: 'request-0001', mutation: 'takeSeat' }),
    'no audit entry',
  );
  await expect(mutate(() => refusing(() => Promise.reject(full())))).rejects.toThrow(missing);
  await expect(mutate(() => Promise.reject(new TypeError('x is undefined')))).rejects.toThrow('x is undefined');
  expect(await seats(database)).toBe(0);
});

test('transactions outside a mutation, and those that it left running, have no entry', async () => {
  const database = await auditDatabase();
  const { mutate, transaction, entries } = database;
  await transaction((em) => takeSeat(em, 1));
  let goOn = () => {};
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let later: Promise<void> | undefined;
  await mutate(async () => {
    later = gate.then(() => transaction((em) => takeSeat(em, 2)));
  });
  goOn();
  await later;
  expect([await entries(), await seats(database)]).toEqual([[done], 2]);
});

test('of 50 mutations at once that want the same 20 seats each leaves one entry, in an unbroken chain', async () => {
  const database = await auditDatabase();
  const { mutate, transaction, query, link, verify } = database;
  const take = (at: number) =>
    mutate(() =>
      refusing(() =>
        transaction(async (em) => {
          const text = `insert into seat values ($1, 'siti') on conflict do nothing`;
          if ((await execute(em, text, [at % 20])).affected === 0) throw full();
        }),
      ),
    );
  const all = Array.from({ length: 50 }, (_, at) => take(at));
  await Promise.all([...all, link(), link(), link()]);
  await link();
  const counts = 'select outcome, count(*)::int from audit_entry group by 1 order by 1';
  expect(await query(counts)).toEqual([
    { outcome: 'DONE', count: 20 },
    { outcome: 'REFUSED', count: 30 },
  ]);
  expect(await verify()).toEqual({ entries: 50n, broken: null });
});

test('an id that no database can hold leaves its entry all the same', async () => {
  const { mutate, transaction, query, link, verify } = await auditDatabase();
  const forbidden = new GraphQLError('Not yours.', { extensions: { code: 'FORBIDDEN' } });
  const touch = (id: string, work: () => Promise<unknown>) =>
    mutate(() => {
      touched('Participant', id);
      return work();
    });
  for (const id of ['a\0b', 'a\ud800b', '\u{1ffff}', 'x'.repeat(100_000)])
    await expect(touch(id, () => Promise.reject(forbidden))).rejects.toBe(forbidden);
  await touch('a\0b', () => transaction((em) => takeSeat(em)));
  const entries = await query<{ objects: string[]; outcome: string }>('select * from audit_pending');
  // Ids of one millisecond have no order.
  expect(entries.map(({ objects, outcome }) => `${outcome} ${objects[0]?.slice(0, 24)}`).toSorted()).toEqual([
    'DONE Participant:a\\u{0}b',
    'REFUSED Participant:\\u{1ffff}',
    'REFUSED Participant:a\\u{0}b',
    'REFUSED Participant:a\\u{d800}b',
    `REFUSED Participant:${'x'.repeat(12)}`,
  ]);
  await link();
  expect(await verify()).toEqual({ entries: 5n, broken: null });
});
