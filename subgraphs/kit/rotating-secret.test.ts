import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { eventSteps, sharedSteps } from '../../tests/testkit/rotation.ts';
import { parseEnv, subgraphEnv } from './env.ts';
import { openFromEvent, sealInEvent } from './events/sealed.ts';
import { signatureFault, signatureHeaders } from './events/signature.ts';
import { createRequestSigner, createRequestVerifier } from './request-signature.ts';
import { bearer, isBearer, sharedSecret } from './rotating-secret.ts';

const secrets = sharedSteps();
const events = eventSteps();
const request = { method: 'POST', path: '/graphql', assertion: 'x', body: '{}' };
const place = { purpose: 'test', about: '1' };

/** Whether what one end makes is taken by the other. */
const kinds: [kind: string, steps: readonly string[], isTaken: (sender: string, receiver: string) => boolean][] = [
  ['a bearer', secrets, (sender, receiver) => isBearer(bearer(sender), receiver)],
  [
    'the signature of a request',
    secrets,
    (sender, receiver) => {
      const verify = createRequestVerifier(receiver, { now: () => Date.now() - 1 });
      return verify(createRequestSigner(sender)(request), request) === undefined;
    },
  ],
  [
    'the signature of an event',
    events,
    (sender, receiver) => signatureFault(receiver, signatureHeaders(sender, { id: '1', body: 'a' }), 'a') === null,
  ],
  [
    'a value that an event seals',
    events,
    (sender, receiver) => {
      try {
        return openFromEvent({ ...place, secret: receiver }, sealInEvent({ ...place, secret: sender }, 'a')) === 'a';
      } catch {
        return false;
      }
    },
  ],
];

describe.each(kinds)('%s', (_kind, steps, isTaken) => {
  test('is taken by an end that is a step behind or ahead', () => {
    for (const [step, sender] of steps.entries()) {
      for (const other of [step - 1, step, step + 1]) {
        const receiver = steps[other];
        if (receiver !== undefined) expect(isTaken(sender, receiver), `${step} to ${other}`).toBe(true);
      }
    }
  });

  test('with the old value is refused when that is gone', () => {
    expect(isTaken(steps[0] ?? '', steps[3] ?? '')).toBe(false);
    expect(isTaken(steps[3] ?? '', steps[0] ?? '')).toBe(false);
  });
});

test('each value must be one, and there are three at most', () => {
  const value = 'x'.repeat(43);
  expect(sharedSecret.safeParse(`${value},${value}`).success).toBe(true);
  for (const wrong of ['', 'short', `${value},`, `${value},short`, Array(4).fill(value).join()])
    expect(sharedSecret.safeParse(wrong).success).toBe(false);
  expect(isBearer('Bearer ', undefined)).toBe(false);
});

const directory = mkdtempSync(join(tmpdir(), 'prakerja-secrets-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('a value comes from the file that NAME_FILE names, without the line feed at its end', () => {
  const file = join(directory, 'caller');
  writeFileSync(file, `${'x'.repeat(43)}\n`);
  const given = { PORT: '1', DATABASE_URL: 'postgres://a:b@c/d', CALLER_SECRET_FILE: file };
  expect(parseEnv(subgraphEnv, given).CALLER_SECRET).toBe('x'.repeat(43));
  writeFileSync(file, `${'x'.repeat(43)} \r\n\n`);
  expect(parseEnv(subgraphEnv, given).CALLER_SECRET).toBe('x'.repeat(43));
  // What would be refused at the other end only, without saying why.
  for (const content of ['', '\n', `${'x'.repeat(43)}, ${'y'.repeat(43)}`]) {
    writeFileSync(file, content);
    expect(() => parseEnv(subgraphEnv, given)).toThrow(/^wrong environment: CALLER_SECRET \(must /);
  }
  writeFileSync(file, 'x'.repeat(43));
  const strict = subgraphEnv.refine(() => true);
  expect(parseEnv(strict, given).CALLER_SECRET).toBe('x'.repeat(43));
  expect(() => parseEnv(subgraphEnv, { ...given, CALLER_SECRET: 'y'.repeat(43) })).toThrow(
    'CALLER_SECRET and CALLER_SECRET_FILE are both set',
  );
  expect(() => parseEnv(subgraphEnv, { ...given, CALLER_SECRET_FILE: join(directory, 'none') })).toThrow(
    'CALLER_SECRET_FILE names a file that cannot be read (ENOENT)',
  );
  // A variable whose own name ends so is none.
  expect(parseEnv(z.object({ CLOCK_FILE: z.string() }), { CLOCK_FILE: 'x' })).toEqual({ CLOCK_FILE: 'x' });
});
