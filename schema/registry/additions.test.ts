import { expect, test } from 'vitest';
import { checkRevision } from './check.ts';
import { additions } from './testkit/additions.data.ts';
import { checkOfBank, withHeader } from './testkit/live.ts';

const errorsOf = async (sdl: string, grants: Parameters<typeof checkOfBank>[1] = {}) => {
  const { findings, supergraph } = await checkRevision(checkOfBank(withHeader(sdl), grants));
  return { supergraph, errors: findings.filter(({ severity }) => severity === 'ERROR') };
};

test.each(additions)('is accepted: $title', async ({ sdl, grants = [] }) => {
  const { errors, supergraph } = await errorsOf(sdl, { grants });
  expect(errors).toEqual([]);
  expect(supergraph).toContain('join__graph(name: "kur"');
});

test.each(additions.filter(({ grants }) => grants))('is refused without its grants: $title', async ({ sdl }) => {
  const { errors } = await errorsOf(sdl);
  expect(errors.length).toBeGreaterThan(0);
  for (const { owner, howToAsk } of errors)
    expect(howToAsk).toContain(`Ask ${owner} for the grant {"owner":"${owner}","to":"bank"`);
});
