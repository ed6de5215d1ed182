import { expect, inject, test } from 'vitest';
import { joinedWave } from '../testkit/joined-wave.ts';
import { run } from '../testkit/start.ts';

const { data, databases } = inject('stack');
const WAVE = 2_601;

test('npm run wave takes a wave from screening to announcement and says how far it is', async () => {
  await joinedWave(databases.pmo ?? '', WAVE, { applicants: 200, quota: 20 });
  const wave = (...args: string[]) => run('wave', [...args, '--number', String(WAVE), '--data', data]);
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
  ]);
  expect((await wave('draw')).err[0]).toMatch(/WAVE_TRANSITION_ILLEGAL/);
  expect((await wave('dance')).err[0]).toMatch(/no command dance/);
}, 60_000);
