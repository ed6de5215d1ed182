import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildASTSchema, parse, validate } from 'graphql';
import { afterAll, expect, test } from 'vitest';
import { newDirectory } from '../../../tests/testkit/directory.ts';
import { freePort } from '../../../tests/testkit/port.ts';
import { until } from '../../../tests/testkit/until.ts';
import { openWebhooks, paidSeat } from '../../../tests/testkit/webhooks.ts';
import { signatureHeaders } from '../../kit/events/signature.ts';

const guide = readFileSync('docs/partners/webhooks.md', 'utf8');
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text = '']) => text);

const directory = newDirectory('guide');
let child: ChildProcess | undefined;
afterAll(() => {
  child?.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

test('every document of the guide fits the graph', () => {
  const schema = buildASTSchema(parse(readFileSync('schema/pmo.graphql', 'utf8')), { assumeValidSDL: true });
  const documents = blocks('graphql');
  expect(documents).toHaveLength(6);
  expect(documents.flatMap((text) => validate(schema, parse(text))).map(({ message }) => message)).toEqual([]);
});

test('the receiver of the guide takes what is genuine, each event once, and refuses what is forged', async () => {
  const pmo = await openWebhooks();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/hook`;
  const organization = await pmo.newOrganization();
  const { id, secret } = await pmo.register(organization, url);
  const [receiver = ''] = blocks('js');
  const file = join(directory, 'receiver.mjs');
  writeFileSync(file, receiver);
  child = spawn(process.execPath, [file], { env: { WEBHOOK_SECRET: secret, PORT: String(port) } });
  const lines: string[] = [];
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => lines.push(line));

  const seat = paidSeat(organization);
  await pmo.tell(seat);
  await pmo.call('sendTestEvent', organization, { id });
  const send = async (headers: Record<string, string>, body = '{}') =>
    (await fetch(url, { method: 'POST', headers, body }).catch(() => null))?.status;
  expect(
    await until(
      () => send({}),
      (status) => status !== undefined,
    ),
  ).toBe(401);
  await pmo.run();
  expect(lines).toEqual([`1 seat.paid ${seat.subject}`, `2 test.sent ${id}`]);

  const hour = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 60_000) };
  await pmo.call('replayEvents', organization, { id, input: hour });
  await pmo.run();
  const body = JSON.stringify({ id: 'forged', sequence: 3, type: 'seat.paid', subject: 'forged' });
  const forged = signatureHeaders(`whsec_${Buffer.alloc(32, 7).toString('base64')}`, { id: 'forged', body });
  const old = signatureHeaders(secret, { id: 'forged', body, at: new Date(Date.now() - 600_000) });
  expect([await send(forged, body), await send(old, body)]).toEqual([401, 401]);
  expect(await send(signatureHeaders(secret, { id: 'forged', body }), body)).toBe(204);
  expect(
    await until(
      async () => lines.length,
      (count) => count === 3,
      2_000,
    ),
  ).toBe(3);
});
