import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { until } from '../../../tests/testkit/until.ts';
import { isSignedBy, openWebhooks, paidSeat } from '../../../tests/testkit/webhooks.ts';

const { clock, call, register, tell, run, newOrganization } = await openWebhooks();
const DAY_MS = 86_400_000;

/** A receiver that takes what is signed by the one secret that it holds, and answers 401 to all else. */
const held = { secret: '', taken: 0, refused: 0 };
const server = createServer(async (request, response) => {
  let body = '';
  for await (const part of request.setEncoding('utf8')) body += part;
  const isGood = isSignedBy(held.secret, { headers: request.headers, body });
  held[isGood ? 'taken' : 'refused'] += 1;
  response.writeHead(isGood ? 204 : 401).end();
});
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('a secret is rotated twice while events are sent: the receiver, which changes when it likes, refuses none', async () => {
  const organization = await newOrganization();
  const { port } = server.address() as AddressInfo;
  const { id, secret } = await register(organization, `http://127.0.0.1:${port}/hook`);
  held.secret = secret;
  let isOver = false;
  let told = 0;
  const sending = (async () => {
    for (; !isOver; told += 3) {
      await tell(...Array.from({ length: 3 }, () => paidSeat(organization)));
      await run();
      await delay(5);
    }
  })();
  const someMore = async () => {
    const before = held.taken;
    expect(
      await until(
        async () => held.taken + held.refused,
        (count) => count > before + 8,
      ),
    ).toBeGreaterThan(before + 8);
  };
  await someMore();
  for (let time = 0; time < 2; time += 1) {
    const fresh = (await call('rotateWebhookSecret', organization, { id })).secret ?? '';
    await someMore();
    held.secret = fresh;
    await someMore();
    // The former one ends a day later.
    clock.advance(DAY_MS + 1_000);
    await someMore();
  }
  isOver = true;
  await sending;
  await run();
  console.info(`a webhook's secret rotated twice: ${held.taken} events of ${told} taken, ${held.refused} refused`);
  expect(held).toMatchObject({ taken: told, refused: 0 });
  held.secret = secret;
  await tell(paidSeat(organization));
  await run();
  expect(held.refused).toBe(1);
});
