import { beforeEach, expect, test } from 'vitest';
import { SECRET } from '../../../tests/testkit/event-secret.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { sealInEvent } from '../../kit/events/sealed.ts';
import { uuidv7 } from '../../kit/ids.ts';

const pmo = await openPmo({ env: { EVENT_PUBLISHERS: JSON.stringify([{ name: 'payments', secret: SECRET }]) } });
await openWave(pmo);
const { register } = registering(pmo);
const siti = uuidv7();
await register(siti, personAt(1));

const place = { secret: SECRET, purpose: 'purchase code', about: uuidv7() };
const requested = (changes: object = {}) => ({
  enrollment: place.about,
  participant: siti,
  price: 600_000,
  sealedCode: sealInEvent(place, '123456'),
  language: 'id' as const,
  expiresAt: new Date(pmo.clock.now().getTime() + 300_000).toISOString(),
  ...changes,
});

const send = (data: ReturnType<typeof requested>) =>
  pmo.database.orm.em
    .fork()
    .transactional((em) => pmo.services.purchaseCodes.send(em, data, { requestid: 'request-0001' } as never));

beforeEach(() => {
  pmo.sent.length = 0;
});

test('the code that payments sealed goes to the number of its person, who sees that it was read', async () => {
  await send(requested());
  expect(pmo.sent).toEqual([
    { channel: 'PHONE', to: '+6281200000001', code: '123456', language: 'id', price: 600_000 },
  ]);
  const log = await pmo.database.pool.query('select purpose, fields from access_log where subject_id = $1', [siti]);
  expect(log.rows).toEqual([{ purpose: 'SERVICE', fields: ['phone'] }]);
});

test('a code that comes too late, or of somebody who is unknown, goes nowhere', async () => {
  await send(requested({ expiresAt: new Date(pmo.clock.now().getTime() - 1).toISOString() }));
  await send(requested({ participant: uuidv7() }));
  expect(pmo.sent).toEqual([]);
});

test('a code that was sealed for another purchase, by another secret, or altered, is not sent', async () => {
  for (const sealedCode of [
    sealInEvent({ ...place, about: uuidv7() }, '123456'),
    sealInEvent({ ...place, secret: `${SECRET}x` }, '123456'),
    sealInEvent({ ...place, purpose: 'other' }, '123456'),
    `A${sealInEvent(place, '123456').slice(1)}`.replace(/^A(.)/, (_, next) => (next === 'A' ? 'BB' : 'AA')),
    '',
  ])
    await expect(send(requested({ sealedCode }))).rejects.toThrow();
  expect(pmo.sent).toEqual([]);
});
