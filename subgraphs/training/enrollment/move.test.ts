import { expect, test } from 'vitest';
import { idOf, openTraining } from '../../../tests/testkit/training.ts';
import type { Transaction } from '../../kit/database.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { attendAll, certifyAll, completeAll, failAll } from './index.ts';
import { redeemAll } from './move.service.ts';

const { database } = await openTraining([{ number: 1 }]);
const { orm, pool } = database;
const at = new Date('2026-03-01T03:00:00Z');

const paid = async () => {
  const participantId = uuidv7();
  const { rows } = await pool.query<{ id: string }>(
    `with enrolled as (
        insert into enrollment (participant_id, course_id, status, price, reserved_at, paid_at)
        values ($1, $2, 'PAID', 1, '2026-02-01Z', '2026-02-01Z') returning id
      )
      insert into open_course (participant_id, enrollment_id, opened_at) select $1, id, '2026-02-01Z' from enrolled
      returning enrollment_id as id`,
    [participantId, idOf(1)],
  );
  return { participant: participantId, enrollment: rows[0]?.id as string };
};

const statusOf = async (id: string) =>
  (await pool.query<{ status: string }>('select status from enrollment where id = $1', [id])).rows[0]?.status;

const isHeld = async (participant: string) =>
  (await pool.query('select from open_course where participant_id = $1', [participant])).rowCount === 1;

type Step = (tx: Transaction, keys: readonly { participant: string; enrollment: string }[]) => Promise<number>;
const redeem: Step = (tx, keys) => redeemAll(tx, keys, at);
const complete: Step = (tx, keys) => completeAll(tx, keys, at);

const take = async (steps: readonly Step[]) => {
  const enrollment = await paid();
  const taken: number[] = [];
  for (const step of steps) taken.push(await orm.em.fork().transactional((tx) => step(tx, [enrollment])));
  const isBusy = await isHeld(enrollment.participant);
  return { taken, status: await statusOf(enrollment.enrollment), isBusy, id: enrollment.enrollment };
};

test('an enrolment is redeemed, attended, completed and certified, each once', async () => {
  const steps = [redeem, redeem, attendAll, complete, complete, certifyAll, certifyAll, failAll];
  const { taken, status, isBusy, id } = await take(steps);
  expect(taken).toEqual([1, 0, 1, 1, 0, 1, 0, 0]);
  expect({ status, isBusy }).toEqual({ status: 'CERTIFIED', isBusy: false });
  const { rows } = await pool.query('select redeemed_at, completed_at from enrollment where id = $1', [id]);
  expect(rows).toEqual([{ redeemed_at: at, completed_at: at }]);
});

test('what is not redeemed can neither be attended nor completed nor failed', async () => {
  const { taken, status, isBusy } = await take([attendAll, complete, failAll, certifyAll]);
  expect({ taken, status, isBusy }).toEqual({ taken: [0, 0, 0, 0], status: 'PAID', isBusy: true });
});

test('whoever fails stays so, and is free for another course', async () => {
  const { taken, status, isBusy } = await take([redeem, failAll, complete, attendAll]);
  expect({ taken, status, isBusy }).toEqual({ taken: [1, 1, 0, 0], status: 'FAILED', isBusy: false });
});

test('many end at once, and each is free for another course', async () => {
  const people = await Promise.all(Array.from({ length: 20 }, paid));
  const move = (step: Step, keys: typeof people) => orm.em.fork().transactional((tx) => step(tx, keys));
  expect(await move(redeem, people)).toBe(20);
  expect(await move(complete, people.slice(0, 12))).toBe(12);
  expect(await move(failAll, people)).toBe(8);
  expect(await Promise.all(people.map(({ participant }) => isHeld(participant)))).toEqual(people.map(() => false));
});
