import { expect, test } from 'vitest';
import { checkAlone, checkRevision } from './check.ts';
import type { Finding } from './finding.ts';
import type { Subgraph } from './revision.ts';
import { cutTo, typesNamedIn } from './testkit/cut.ts';
import { further } from './testkit/further-takeovers.data.ts';
import { late } from './testkit/late-takeovers.data.ts';
import { checkOfBank, live, withHeader } from './testkit/live.ts';
import { odd } from './testkit/odd-takeovers.data.ts';
import { steered } from './testkit/steered-takeovers.data.ts';
import { library, markedLine, type Takeover } from './testkit/takeover.ts';
import { changes } from './testkit/takeovers-by-element.data.ts';
import { waysIn } from './testkit/takeovers-by-field.data.ts';
import { ofLibrary } from './testkit/takeovers-of-library.data.ts';
import { twelve } from './testkit/twelve-takeovers.data.ts';

const expectRefusal = (findings: readonly Finding[], { code, owner }: Takeover, text: string) => {
  const found = findings.filter((finding) => finding.severity === 'ERROR' && finding.code === code);
  expect(found.map(({ line }) => line)).toContain(markedLine(text));
  expect(found.map((finding) => finding.owner)).toContain(owner);
  for (const finding of found) expect(finding.rule).toMatch(/^[a-z-]+$/);
};

const textOf = ({ sdl, code }: Takeover) => (sdl.includes('@link(') || code === 'FEDERATION_1' ? sdl : withHeader(sdl));

/** All takeovers, but for those of the library. */
const takeovers = [twelve, waysIn, changes, further, odd, late, steered].flat();

/** What they have to do with: to compose the whole graph with each takes five times as long. */
const near = cutTo(live, typesNamedIn(takeovers.map(({ sdl }) => sdl)));

const expectRefusedByCheck = async (takeover: Takeover, beside: readonly Subgraph[] = near) => {
  const text = textOf(takeover);
  const { findings } = await checkRevision(checkOfBank(text, { live: beside }));
  expectRefusal(findings, takeover, text);
};

/** Composes, which takes longer than all rules, only where no rule refuses the SDL by itself. */
const expectRefused = async (takeover: Takeover, beside?: readonly Subgraph[]) => {
  const text = textOf(takeover);
  const findings = checkAlone(checkOfBank(text, beside && { live: beside }));
  if (!findings.some(({ code }) => code === takeover.code)) return expectRefusedByCheck(takeover, beside);
  expectRefusal(findings, takeover, text);
};

test.each(twelve)('one of the twelve is refused: $title', async (takeover) => {
  await expectRefused(takeover);
  await expectRefusedByCheck(takeover);
});

test('one of the twelve is refused beside the whole graph', () => expectRefusedByCheck(twelve[0] as Takeover, live));

test.each([...waysIn, ...changes])('a variation is refused: $title', (takeover) => expectRefused(takeover));

test.each([...further, ...odd])('a further way in is refused: $title', (takeover) => expectRefused(takeover));

test.each(late)('a way in of another kind is refused: $title', (takeover) => expectRefused(takeover));

test.each(steered)('what steers its reader, or harms who serves it, is refused: $title', (takeover) =>
  expectRefused(takeover),
);

test.each(ofLibrary)('of interfaces, unions and inputs: $title', (takeover) =>
  expectRefused(takeover, [live[0] as Subgraph, library]),
);
