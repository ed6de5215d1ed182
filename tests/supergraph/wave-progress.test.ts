import { createClient } from 'graphql-sse';
import { expect, inject, test } from 'vitest';
import { graphClient } from '../testkit/client.ts';
import { joinedWave } from '../testkit/joined-wave.ts';

const target = inject('stack');
const WAVE = 2_501;

interface Progress {
  waveProgress: { status: string; progress: { step: string; done: number; total: number; isRunning: boolean }[] };
}
const QUERY = `subscription ($number: Int!) {
  waveProgress(number: $number) { status progress { step done total isRunning } }
}`;

test('whoever watches a wave sees each of its long steps come to its end, without a token', async () => {
  await joinedWave(target.databases.pmo ?? '', WAVE, { applicants: 3_000, quota: 500 });
  const client = createClient({ url: target.url });
  const seen: Progress['waveProgress'][] = [];
  const officer = graphClient(target)('officer');
  const act = (field: string) => officer.query(`mutation { ${field}(number: ${WAVE}) { refusal { code } } }`);
  for await (const { data, errors } of client.iterate<Progress>({ query: QUERY, variables: { number: WAVE } })) {
    expect(errors).toBeUndefined();
    if (!data) continue;
    seen.push(data.waveProgress);
    const { status, progress } = data.waveProgress;
    if (status === 'CLOSED' && progress.length === 0) void act('screenWave');
    if (status === 'SCREENED' && progress.length === 1) void act('drawWave');
    if (status === 'DRAWN') break;
  }
  client.dispose();
  expect(seen.at(-1)?.progress).toEqual([
    { step: 'SCREEN', done: 3_000, total: 3_000, isRunning: false },
    { step: 'FREEZE', done: 2_850, total: 2_850, isRunning: false },
    { step: 'DRAW', done: 2_850, total: 2_850, isRunning: false },
  ]);
});

test('an unknown wave ends the stream with what was wrong', async () => {
  const client = createClient({ url: target.url });
  const codes: unknown[] = [];
  for await (const { errors } of client.iterate({ query: QUERY, variables: { number: 77 } }))
    codes.push(errors?.[0]?.extensions?.code);
  expect(codes).toEqual(['WAVE_UNKNOWN']);
});

test('a wave with its long steps costs one call and two statements', async () => {
  const { data, asked, statements } = await graphClient(target)().query<{ wave: { progress: object[] } }>(
    `{ wave(number: ${WAVE}) { number status progress { step done total } } }`,
  );
  expect(data.wave.progress).toHaveLength(3);
  expect({ asked, statements }).toEqual({ asked: ['pmo'], statements: { pmo: 2 } });
});
