import { setTimeout as delay } from 'node:timers/promises';
import { expect, inject, onTestFinished, test } from 'vitest';
import { roles } from '../../scripts/roles.ts';
import { readSecrets } from '../../scripts/stack/secrets.ts';
import { readStackFile } from '../../scripts/stack/stack-file.ts';
import { signToken } from '../../scripts/stack/token.ts';
import { whileWaitingFor } from '../testkit/held-lock.ts';
import { joinedWave } from '../testkit/joined-wave.ts';
import { startProbedGateway } from '../testkit/probed-gateway.ts';
import { type ProcessExit, run } from '../testkit/start.ts';

const target = inject('stack');
const { data, databases } = target;
const WAVE = 2_601;

test('npm run graph -- wave takes a wave from screening to announcement and says how far it is', async () => {
  await joinedWave(databases.pmo ?? '', WAVE, { applicants: 200, quota: 20 });
  const wave = (...args: string[]) => run('graph', ['wave', ...args, '--number', String(WAVE), '--data', data]);
  for (const [command, status] of [
    ['screen', 'SCREENED'],
    ['draw', 'DRAWN'],
    ['announce', 'ANNOUNCED'],
  ] as const) {
    const { code, out, err } = await wave(command);
    expect({ code, first: out[0], err }).toMatchObject({ code: 0, first: `wave ${WAVE} is ${status}, quota 20` });
  }
  const shown = await wave('show');
  expect(shown.out).toEqual([
    `wave ${WAVE} is ANNOUNCED, quota 20`,
    '  SCREEN    200 of 200',
    '  FREEZE    190 of 190',
    '  DRAW      190 of 190',
    '  ANNOUNCE  190 of 190',
    '  policy 2023, opens not published, closes not published',
    expect.stringMatching(/^ {2}first purchase until \d{4}-/),
    '  applied 200, eligible 190, selected 20',
    'next:',
    expect.stringMatching(/^ {2}revokeUnused {2}Looks at 20 awards .* Cannot be taken back\.$/),
  ]);
  expect((await wave('announce', '--dry-run')).err).toEqual([`Wave ${WAVE} is ANNOUNCED: next can be revokeUnused.`]);
  expect((await wave('draw')).err[0]).toMatch(/WAVE_TRANSITION_ILLEGAL/);
  expect((await wave('dance')).err[0]).toMatch(/there is no dance: say show/);
});

test('an officer with a token runs a wave at a gateway that takes trusted documents only', async () => {
  const number = 2_603;
  const gateway = await startProbedGateway(target, { TRUSTED_DOCUMENTS: 'require' });
  onTestFinished(() => gateway.stop());
  const { issuer } = readStackFile(data);
  const facts = { issuer, subject: 'synthetic-officer', role: 'officer', scopes: roles.officer ?? [] };
  const token = await signToken(readSecrets(data).tokenKey, facts);
  const wave = (GRAPH_TOKEN: string, ...args: string[]) =>
    run('graph', ['wave', ...args, '--number', String(number)], {
      GRAPH_URL: gateway.url,
      GRAPH_TOKEN,
      NODE_ENV: 'production',
    });
  const plan = ['--quota', '5', '--opens', '2030-01-01T00:00:00Z', '--closes', '2030-01-03T00:00:00Z'];
  const created = await wave(token, 'create', ...plan);
  expect(created).toEqual({ code: 0, out: [`wave ${number} is PLANNED, quota 5`], err: [] });
  const updated = await wave(token, 'update', '--quota', '6');
  expect(updated).toEqual({ code: 0, out: [`wave ${number} is PLANNED, quota 6`], err: [] });
  await wave(token, 'update', '--quota', '5');
  const dry = await wave(token, 'cancel', '--reason', 'Salah jadwal', '--dry-run');
  expect(dry).toMatchObject({ code: 0, out: [], err: [expect.stringMatching(/^Cancels the wave for ever: 0 /)] });
  expect((await wave(token, 'open')).out[0]).toBe(`wave ${number} is OPEN, quota 5`);
  expect((await wave(token, 'close')).out[0]).toBe(`wave ${number} is CLOSED, quota 5`);
  expect(await wave('none', 'show')).toMatchObject({ code: 1, err: [expect.stringMatching(/^wave: .*token/i)] });

  const body = JSON.stringify({ query: '{ wave(number: 1) { status } }' });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const refused = await (await fetch(gateway.url, { method: 'POST', headers, body })).json();
  expect(refused).toMatchObject({ errors: [{ extensions: { code: 'DOCUMENT_UNKNOWN' } }] });
});

test('a step that takes longer than the gateway waits goes on behind its answer, and the command shows a bar', async () => {
  const number = 2_602;
  const databaseUrl = databases.pmo ?? '';
  await joinedWave(databaseUrl, number, { applicants: 2_000, quota: 20 });
  let ended: Promise<ProcessExit> | undefined;
  await whileWaitingFor(
    { databaseUrl, lock: `select from registration where wave_number = ${number} limit 1 for update` },
    {
      begin: () => {
        ended = run('graph', ['wave', 'screen', '--number', String(number), '--data', data]);
      },
      meanwhile: () => delay(8_000),
    },
  );
  const { code, out = [], err = [] } = (await ended) ?? {};
  expect({ code, first: out[0], err }).toMatchObject({ code: 0, first: `wave ${number} is SCREENED, quota 20` });
  expect(err.at(-1)).toMatch(/^Wave 2602, SCREEN: 100 % \(2,000 of 2,000/);
});
