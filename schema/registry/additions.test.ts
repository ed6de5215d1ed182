import { expect, test } from 'vitest';
import { checkAlone, checkRevision } from './check.ts';
import type { Finding } from './finding.ts';
import { additions } from './testkit/additions.data.ts';
import { checkOfBank, withHeader } from './testkit/live.ts';

const errorsIn = (findings: readonly Finding[]) => findings.filter(({ severity }) => severity === 'ERROR');

test.each(additions)('is accepted: $title', async ({ sdl, grants = [] }) => {
  const { findings, supergraph } = await checkRevision(checkOfBank(withHeader(sdl), { grants }));
  expect(errorsIn(findings)).toEqual([]);
  expect(supergraph).toContain('join__graph(name: "kur"');
});

test.each(additions.filter(({ grants }) => grants))('is refused without its grants: $title', ({ sdl }) => {
  const errors = errorsIn(checkAlone(checkOfBank(withHeader(sdl))));
  expect(errors.length).toBeGreaterThan(0);
  for (const { owner, howToAsk } of errors)
    expect(howToAsk).toContain(`Ask ${owner} for the grant {"owner":"${owner}","to":"bank"`);
});
