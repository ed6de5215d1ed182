import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { startSimulators } from '../../../tests/testkit/simulators.ts';
import { environmentsOf } from '../../kit/assembly.ts';
import { parseEnv } from '../../kit/env.ts';
import { payments } from '../features.ts';
import { livePartner } from './partner.configuration.ts';
import { openPartners } from './partner.service.ts';

const privateKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).privateKey;

const simulated = {
  code: 'dana',
  dialect: 'dana',
  url: 'http://127.0.0.1:4020/dana',
  clientId: 'prakerja',
  clientSecret: 'sixteen characters at least',
  privateKey,
  partnerId: 'prakerja',
  channelId: '95221',
};
const live = { ...simulated, url: 'https://api.partner.example/snap', live: true };

const shape = environmentsOf(payments).find((each) => 'LIVE_PAYMENT_PARTNERS' in each.shape);
const read = (variables: { simulated?: object[]; live?: object[] }) => {
  if (!shape) throw new Error('payments reads no partners');
  const { simulated: one = [], live: other = [] } = variables;
  const parsed = parseEnv(shape, {
    PAYMENT_PARTNERS: JSON.stringify(one),
    LIVE_PAYMENT_PARTNERS: JSON.stringify(other),
  });
  return parsed as Record<string, { code: string; live: boolean }[]>;
};

test('without configuration there is nobody to pay by', () => {
  expect(shape && parseEnv(shape, {})).toMatchObject({ PAYMENT_PARTNERS: [], LIVE_PAYMENT_PARTNERS: [] });
});

test('a simulator and a live partner stand in variables of their own', () => {
  expect(read({ simulated: [simulated] }).PAYMENT_PARTNERS).toMatchObject([{ code: 'dana', live: false }]);
  expect(read({ live: [live] }).LIVE_PAYMENT_PARTNERS).toMatchObject([{ code: 'dana', live: true }]);
});

test.each([
  ['a partner on the internet among the simulators', { ...simulated, url: 'https://api.partner.example' }],
  ['one without TLS', { ...simulated, url: 'http://api.partner.example' }],
  ['one behind a name that begins like this machine', { ...simulated, url: 'http://127.0.0.1.partner.example' }],
  ['one whose user name looks like this machine', { ...simulated, url: 'http://localhost@partner.example' }],
  ['a live one', live],
])('%s is no simulator', (_, partner) => {
  expect(() => read({ simulated: [partner] })).toThrow(/PAYMENT_PARTNERS/);
});

test.each(['live', 'url', 'clientId', 'clientSecret', 'privateKey', 'partnerId', 'channelId', 'dialect'])(
  'a live partner without %s stops the process',
  (field) => {
    const { [field as keyof typeof live]: _, ...rest } = live;
    expect(() => read({ live: [rest] })).toThrow(new RegExp(`LIVE_PAYMENT_PARTNERS.*${field}`));
  },
);

test.each([
  ['"live" that is a word', { ...live, live: 'true' }],
  ['"live" that is false', { ...live, live: false }],
  ['no TLS', { ...live, url: 'http://api.partner.example' }],
  ['a field that nobody knows', { ...live, secret: 'x' }],
])('a live partner with %s stops the process', (_, partner) => {
  expect(() => read({ live: [partner] })).toThrow(/LIVE_PAYMENT_PARTNERS/);
});

test('no message of a wrong configuration has a secret in it', () => {
  const wrong = { ...live, privateKey: 'no key at all', clientSecret: 'short', code: 'X' };
  const message = (() => {
    try {
      read({ live: [wrong] });
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  })();
  expect(message).toContain('must be an RSA private key in PEM');
  expect(message).not.toMatch(/no key at all|short/);
});

test('one code cannot be a simulator and live', () => {
  expect(() => read({ simulated: [simulated], live: [live] })).toThrow(/code/);
});

test('who is configured as live sends nothing to a simulator, and a simulator’s configuration nothing to what is none', async () => {
  const simulators = await startSimulators();
  const order = { reference: 'r-1', account: '0811', name: null, amount: 1n, attempt: 1, at: new Date() };
  const signal = AbortSignal.timeout(5_000);
  // As if a name of the live partner led to a simulator: the check of the URL is not the only one.
  const configuration = livePartner.parse({
    ...simulators.configurationOf('linkaja'),
    url: 'https://x.example',
    live: true,
  });
  const misled = { ...configuration, url: `${simulators.url}/linkaja` };
  const needs = { database: { rows: async () => [] }, now: () => new Date() };
  const outcome = await openPartners([misled], needs).get('linkaja')?.pay(order, signal);
  expect(outcome).toEqual({ state: 'FAILED', code: 'TOKEN_OF_A_SIMULATOR', isFinal: false });
  const other = await openPartners([{ ...misled, live: false }], needs)
    .get('linkaja')
    ?.pay(order, signal);
  expect(other?.state).toBe('PAID');
  await simulators.stop();
});
