import { expect, onTestFinished, test } from 'vitest';
import { periodic } from './periodic.ts';

test('work that throws at once is told in the log, and comes again', async () => {
  const told: string[] = [];
  let runs = 0;
  const run = () => {
    runs += 1;
    throw new Error('planted');
  };
  const work = periodic(run, {
    log: { error: (_: unknown, text?: string) => void told.push(String(text)) },
    everyMs: 5,
    failure: 'not done',
  });
  onTestFinished(() => work.stop());
  work.start();
  await expect.poll(() => runs).toBeGreaterThan(2);
  expect(new Set(told)).toEqual(new Set(['not done']));
});
