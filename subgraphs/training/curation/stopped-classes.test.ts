import { expect, test } from 'vitest';
import { officer } from '../../../tests/testkit/curation.ts';
import { courseAt, openSelling } from '../../../tests/testkit/selling.ts';
import { organizations } from '../../../tests/testkit/training.ts';

const selling = await openSelling();
const { ask, clock, database, deliver, recipients, reserve, publishClass, enrollmentOf, toldOf } = selling;
const DAY_MS = 86_400_000;

const move = async (name: string, course: string) => {
  const source = `mutation ($course: ID!) { done: ${name}(course: $course, reason: "Temuan.") { refusal { code } } }`;
  const { data } = await ask<{ done: { refusal: object | null } }>(officer('officer-1'), source, { course });
  expect(data.done.refusal).toBeNull();
};

const statusOf = async (id: string) =>
  (await database.pool.query('select status, seats_taken from schedule where id = $1', [id])).rows[0];

test.each(['suspendCourse', 'delistCourse'])(
  '%s: what has begun is finished, what is to come is refunded',
  async (name) => {
    const course = courseAt(name === 'suspendCourse' ? 0 : 1);
    const [early = '', late = ''] = await recipients(2);
    const begun = await publishClass({ course });
    const toCome = await publishClass({ course });
    const first = await reserve(early, { course, schedule: begun });
    const second = await reserve(late, { course, schedule: toCome });
    const paid = {
      enrollment: second.enrollment?.id,
      participant: late,
      amount: 500_000,
      at: clock.now().toISOString(),
    };
    await deliver('payments.purchase.authorized', paid);
    await database.pool.query('update schedule set starts_at = $2 where id = $1', [begun, clock.now()]);
    await move(name, course);
    expect(await statusOf(begun)).toEqual({ status: 'PUBLISHED', seats_taken: 1 });
    expect(await statusOf(toCome)).toEqual({ status: 'CANCELLED', seats_taken: 0 });
    expect((await enrollmentOf(first.enrollment?.id ?? '')).status).toBe('RESERVED');
    expect((await enrollmentOf(second.enrollment?.id ?? '')).status).toBe('CANCELLED');
    expect((await toldOf(second.enrollment?.id ?? '')).at(-1)).toEqual({
      type: 'training.seat.released',
      reason: 'CLASS_CANCELLED',
    });
    const { rows } = await database.pool.query(
      `select data -> 'enrollments' as seats from event_outbox
      where type = 'training.class.cancelled' and data ->> 'schedule' = $1`,
      [toCome],
    );
    expect(rows).toEqual([{ seats: [{ enrollment: second.enrollment?.id, participant: late, wasPaid: true }] }]);
    const [another = ''] = await recipients(1);
    expect((await reserve(another, { course })).code).toBe('COURSE_UNKNOWN');
  },
);

test('nothing is sold of a platform or an institution while its organisation is suspended', async () => {
  const [person = ''] = await recipients(1);
  const at = new Date(clock.now().getTime() - DAY_MS).toISOString();
  let version = 1;
  for (const organization of [organizations.pijar, organizations.satu]) {
    version += 1;
    await deliver('pmo.organization.suspended', { organization, version, at });
    expect((await reserve(person, { course: courseAt(2) })).code).toBe('COURSE_UNKNOWN');
    version += 1;
    await deliver('pmo.organization.resumed', { organization, version, at });
  }
  expect((await reserve(person, { course: courseAt(2) })).code).toBeNull();
});
