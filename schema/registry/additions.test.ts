import { expect, test } from 'vitest';
import { checkAlone, checkRevision } from './check.ts';
import type { Finding } from './finding.ts';
import type { Subgraph } from './revision.ts';
import { type Addition, additions } from './testkit/additions.data.ts';
import { cutTo, typesNamedIn } from './testkit/cut.ts';
import { checkOfBank, live, withHeader } from './testkit/live.ts';

const errorsIn = (findings: readonly Finding[]) => findings.filter(({ severity }) => severity === 'ERROR');

const expectAccepted = async ({ sdl, grants = [] }: Addition, beside?: readonly Subgraph[]) => {
  const { findings, supergraph } = await checkRevision(
    checkOfBank(withHeader(sdl), { grants, ...(beside && { live: beside }) }),
  );
  expect(errorsIn(findings)).toEqual([]);
  expect(supergraph).toContain('join__graph(name: "kur"');
};

/** What the additions have to do with: to compose the whole graph with each takes ten times as long. */
const near = cutTo(live, typesNamedIn(additions.map(({ sdl }) => sdl)));

test.each(additions)('is accepted: $title', (addition) => expectAccepted(addition, near));

test.each(additions.filter(({ title }) => title === 'granted fields on two entities of two owners'))(
  'is accepted beside the whole graph: $title',
  (addition) => expectAccepted(addition),
);

test.each(additions.filter(({ grants }) => grants))('is refused without its grants: $title', ({ sdl }) => {
  const errors = errorsIn(checkAlone(checkOfBank(withHeader(sdl))));
  expect(errors.length).toBeGreaterThan(0);
  for (const { owner, howToAsk } of errors)
    expect(howToAsk).toContain(`Ask ${owner} for the grant {"owner":"${owner}","to":"bank"`);
});
