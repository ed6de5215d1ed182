import { expect, test } from 'vitest';
import { SECRET } from '../../../tests/testkit/event-secret.ts';
import {
  balances,
  createSubscriber,
  type EventDatabase,
  eventDatabase,
  signedEvent,
} from '../../../tests/testkit/events.ts';
import { signatureHeaders } from './signature.ts';

const OTHER_SECRET = `whsec_${Buffer.alloc(24, 'forger').toString('base64')}`;
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const inboxSize = async ({ rows }: EventDatabase) => (await rows('select from event_inbox')).length;

const shuffled = <T>(items: readonly T[]) =>
  items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((left, right) => left.place - right.place)
    .map(({ item }) => item);

test('an event has its effect once, however many copies arrive one after the other', async () => {
  const database = await eventDatabase();
  const subscriber = await createSubscriber(database);
  const event = signedEvent();
  for (let copy = 0; copy < 3; copy += 1) expect((await subscriber.inject(event)).statusCode).toBe(204);
  expect(await balances(database)).toEqual({ siti: 1 });
});

test('50 parallel copies of one event have one effect and are all answered 204', async () => {
  const database = await eventDatabase();
  const subscriber = await createSubscriber(database);
  const event = signedEvent();
  const answers = await Promise.all(Array.from({ length: 50 }, () => subscriber.inject(event)));
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([204]));
  expect(await balances(database)).toEqual({ siti: 1 });
});

test('an effect that fails leaves nothing, and the next try succeeds', async () => {
  const database = await eventDatabase();
  let faults = 1;
  const subscriber = await createSubscriber(database, async () => {
    faults -= 1;
    if (faults === 0) throw new Error('password=hunter2 in select secret');
  });
  const event = signedEvent();
  const failed = await subscriber.inject(event);
  expect([failed.statusCode, failed.json()]).toEqual([500, { code: 'EVENT_FAILED' }]);
  expect([await balances(database), await inboxSize(database)]).toEqual([{}, 0]);
  expect((await subscriber.inject(event)).statusCode).toBe(204);
  expect(await balances(database)).toEqual({ siti: 1 });
});

test('the same id from two publishers is two events', async () => {
  const database = await eventDatabase();
  const subscriber = await createSubscriber(database);
  const id = crypto.randomUUID();
  await database.rows(`insert into event_inbox values ($1, 'jobs', 'jobs.vacancy.closed', 'request-0002')`, [id]);
  expect((await subscriber.inject(signedEvent({ event: { id } }))).statusCode).toBe(204);
  expect(await balances(database)).toEqual({ siti: 1 });
});

const flipped = (event: ReturnType<typeof signedEvent>) => {
  const payload = Buffer.from(event.payload);
  const place = payload.indexOf('siti');
  payload[place] = payload.readUInt8(place) ^ 1;
  return { ...event, payload };
};

const withHeader = (name: string, value: string) => {
  const event = signedEvent();
  return { ...event, headers: { ...event.headers, [name]: value } };
};

const withPayload = (payload: string | Buffer) => ({ ...signedEvent(), payload });
/** Its signature holds, for an id that is not the event's. */
const withOtherId = () => {
  const event = signedEvent();
  const signature = signatureHeaders(SECRET, { id: crypto.randomUUID(), body: event.payload });
  return { ...event, headers: { ...event.headers, ...signature } };
};

/** Its text is what was signed, once a lenient decoder has put U+FFFD in place of the odd byte. */
const notUtf8 = () => {
  const event = signedEvent({ event: { data: { wave: 1, participants: ['\ufffd'] } } });
  const payload = Buffer.from(event.payload.replace('\ufffd', '\x7f'));
  payload[payload.indexOf(0x7f)] = 0xff;
  return { ...event, payload };
};

const tooMany = Array.from({ length: 1_001 }, (_, index) => `p${index}`);

const refused = {
  'a forged signature': [signedEvent({ secret: OTHER_SECRET }), 401, 'EVENT_UNAUTHENTICATED'],
  'no signature': [withHeader('webhook-signature', ''), 401, 'EVENT_UNAUTHENTICATED'],
  'a stale one': [signedEvent({ at: minutesAgo(6) }), 401, 'EVENT_UNAUTHENTICATED'],
  'one from the future': [signedEvent({ at: minutesAgo(-6) }), 401, 'EVENT_UNAUTHENTICATED'],
  'a fresh time on an old signature': [
    withHeader('webhook-timestamp', String(Math.floor(Date.now() / 1_000) + 9)),
    401,
    'EVENT_UNAUTHENTICATED',
  ],
  'one flipped bit': [flipped(signedEvent()), 401, 'EVENT_UNAUTHENTICATED'],
  'an unknown publisher': [signedEvent({ source: 'kur' }), 401, 'EVENT_UNAUTHENTICATED'],
  "another publisher's type": [signedEvent({ source: 'jobs' }), 403, 'EVENT_TYPE_FORBIDDEN'],
  'an id that is not the signed one': [withOtherId(), 400, 'EVENT_MALFORMED'],
  'no JSON': [withPayload('{"specversion":'), 400, 'EVENT_MALFORMED'],
  'bytes that are not UTF-8': [notUtf8(), 400, 'EVENT_MALFORMED'],
  'an empty body': [withPayload(''), 400, 'EVENT_MALFORMED'],
  'another content type': [withHeader('content-type', 'application/json'), 415, 'EVENT_MALFORMED'],
  'two megabytes and more': [withPayload(' '.repeat(2 * 1_024 * 1_024 + 1)), 413, 'EVENT_MALFORMED'],
  'an unknown type': [signedEvent({ event: { type: 'pmo.wave.opened' } }), 422, 'EVENT_TYPE_UNKNOWN'],
  'an unknown version': [signedEvent({ event: { version: 2 } }), 422, 'EVENT_TYPE_UNKNOWN'],
  'data of another shape': [signedEvent({ event: { data: { wave: 0 } } }), 422, 'EVENT_DATA_INVALID'],
  'U+0000 in a text': [
    signedEvent({ event: { data: { wave: 1, participants: ['siti', 'sit\0'] } } }),
    422,
    'EVENT_DATA_INVALID',
  ],
  'half of a surrogate pair in a text': [
    signedEvent({ event: { data: { wave: 1, participants: ['\ud800'] } } }),
    422,
    'EVENT_DATA_INVALID',
  ],
  'U+0000 in its type': [signedEvent({ event: { type: 'pmo.recipients.announced\0' } }), 422, 'EVENT_TYPE_UNKNOWN'],
  'U+0000 in its source': [signedEvent({ source: 'pmo\0' }), 401, 'EVENT_UNAUTHENTICATED'],
  'more than 1,000 items': [
    signedEvent({ event: { data: { wave: 1, participants: tooMany } } }),
    422,
    'EVENT_DATA_INVALID',
  ],
} as const;

test.for(Object.entries(refused))('%s is refused and changes nothing', async ([, [event, status, code]]) => {
  const database = await eventDatabase();
  const subscriber = await createSubscriber(database);
  const answer = await subscriber.inject(event);
  expect([answer.statusCode, answer.json()]).toEqual([status, { code }]);
  expect([await balances(database), await inboxSize(database)]).toEqual([{}, 0]);
});

// Reliability R4, in its short form.
test('1,000 events, each three times, shuffled, 10 % stale and 5 % forged, end as in order', async () => {
  const database = await eventDatabase();
  const subscriber = await createSubscriber(database);
  const people = Array.from({ length: 100 }, (_, index) => `person-${index}`);
  const events = Array.from({ length: 1_000 }, (_, index) => ({
    id: crypto.randomUUID(),
    data: { wave: 1, participants: [people[index % people.length], people[(index * 7 + 1) % people.length]] },
  }));
  const forgery = { data: { wave: 1, participants: people } };
  const requests = shuffled([
    ...events.flatMap((event) => new Array(3).fill(signedEvent({ event }))),
    ...events.slice(0, 300).map((event) => signedEvent({ event, at: minutesAgo(10) })),
    ...events.slice(0, 150).map(({ id }) => signedEvent({ event: { ...forgery, id }, secret: OTHER_SECRET })),
  ]);
  const statuses: number[] = [];
  const sender = async () => {
    for (let next = requests.pop(); next; next = requests.pop()) {
      statuses.push((await subscriber.inject(next)).statusCode);
    }
  };
  await Promise.all(Array.from({ length: 16 }, sender));
  const expected: Record<string, number> = {};
  for (const { data } of events) for (const who of data.participants) if (who) expected[who] = (expected[who] ?? 0) + 1;
  expect(await balances(database)).toEqual(expected);
  expect(statuses.filter((status) => status === 204)).toHaveLength(3_000);
  expect(statuses.filter((status) => status === 401)).toHaveLength(450);
});
