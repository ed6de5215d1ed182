import { format, inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLogger } from '../log.ts';
import { Secret } from './secret.ts';

const value = fc.string({ minLength: 6, unit: fc.constantFrom(...'0123456789abcdef@.+') });

const printings: [string, (secret: Secret) => string][] = [
  ['JSON', (secret) => JSON.stringify({ secret, list: [secret] })],
  ['inspection', (secret) => inspect({ deep: { secret } }, { depth: 9, showHidden: true })],
  ['console formatting', (secret) => format('%s %o %j %O', secret, secret, secret, secret)],
  ['a template', (secret) => `nik ${secret}`],
  ['addition', (secret) => ['nik', secret].join(' ').concat(String(secret))],
  ['an error', (secret) => inspect(new Error(`wrong ${secret}`, { cause: secret }))],
  ['its own keys', (secret) => JSON.stringify({ ...secret }) + JSON.stringify(Object.entries(secret))],
  ['a clone', (secret) => inspect(structuredClone({ kind: secret.kind, json: JSON.parse(JSON.stringify(secret)) }))],
];

test.each(printings)('%s shows no secret', (_name, print) => {
  fc.assert(
    fc.property(value, (text) => {
      const printed = print(new Secret('nik', text));
      expect(printed.includes(text)).toBe(false);
    }),
  );
});

test('a secret prints as four dots and reveals itself when asked', () => {
  const secret = new Secret('phone', '+6284000000007');
  expect([`${secret}`, JSON.stringify({ secret }), inspect(secret), secret.reveal()]).toEqual([
    '••••',
    '{"secret":"••••"}',
    'Secret<phone> ••••',
    '+6284000000007',
  ]);
});

test('a logged secret is masked under any name', () => {
  const lines: string[] = [];
  const log = createLogger({ service: 'test', level: 'info' });
  Object.assign(log, {
    [Object.getOwnPropertySymbols(log).find(({ description }) => description === 'pino.stream') as symbol]: {
      write: (line: string) => lines.push(line),
    },
  });
  log.info({ anything: { deeper: { still: { deeper: new Secret('kk', '3273990101200001') } } } }, 'read');
  expect(lines.join()).toContain('"deeper":"••••"');
  expect(lines.join()).not.toContain('3273990101200001');
});
