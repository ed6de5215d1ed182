import { expect, test } from 'vitest';
import { checkRevision } from './check.ts';
import type { Subgraph } from './revision.ts';
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

const expectRefused = async ({ sdl, code, owner }: Takeover, subgraphs?: readonly Subgraph[]) => {
  const text = sdl.includes('@link(') || code === 'FEDERATION_1' ? sdl : withHeader(sdl);
  const { findings } = await checkRevision(checkOfBank(text, subgraphs && { live: subgraphs }));
  const found = findings.filter((finding) => finding.severity === 'ERROR' && finding.code === code);
  expect(found.map(({ line }) => line)).toContain(markedLine(text));
  expect(found.map((finding) => finding.owner)).toContain(owner);
  for (const finding of found) expect(finding.rule).toMatch(/^[a-z-]+$/);
};

test.each(twelve)('one of the twelve is refused: $title', (takeover) => expectRefused(takeover));

test.each([...waysIn, ...changes])('a variation is refused: $title', (takeover) => expectRefused(takeover));

test.each([...further, ...odd])('a further way in is refused: $title', (takeover) => expectRefused(takeover));

test.each(late)('a way in of another kind is refused: $title', (takeover) => expectRefused(takeover));

test.each(steered)('what steers its reader, or harms who serves it, is refused: $title', (takeover) =>
  expectRefused(takeover),
);

test.each(ofLibrary)('of interfaces, unions and inputs: $title', (takeover) =>
  expectRefused(takeover, [live[0] as Subgraph, library]),
);
