import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Checkpoint, checkpointText } from '../../../subgraphs/pmo/draw/checkpoint.ts';
import { apportionByTranche } from '../../../subgraphs/pmo/quota/index.ts';
import { verifyDraw } from '../../../tests/testkit/draw-verifier.ts';
import { witnessKey } from '../../../tests/testkit/witness-key.ts';
import { type PublishedParts, planDraw, publish } from '../../../tests/testkit/witnessed-draw.ts';

const directory = mkdtempSync(join(tmpdir(), 'prakerja-tranches-'));
afterAll(() => rmSync(directory, { recursive: true }));
const witnesses = ['university', 'press-council', 'bar'].map(witnessKey);
const witnessFile = join(directory, 'witnesses.txt');
writeFileSync(witnessFile, witnesses.map(({ key }) => `${key}\n`).join(''));

const plain = planDraw(120, witnesses, 2);
type Tranches = NonNullable<Checkpoint['tranches']>;
const withTranches = (tranches: Tranches): Checkpoint => {
  const places = apportionByTranche(
    tranches.map((tranche) => tranche.places),
    plain.checkpoint.regions,
  );
  const regions = plain.checkpoint.regions.map((region) => ({ ...region, byTranche: places.get(region.code) ?? [] }));
  return { ...plain.checkpoint, tranches, regions };
};
const plan: Tranches = [
  { startsOn: '2027-01-01', places: 12 },
  { startsOn: '2027-04-01', places: 8 },
];
const checkpoint = withTranches(plan);
const signedMs = checkpoint.closesAt.getTime() - 3_600_000;
const cosignatures = witnesses.slice(0, 2).map((witness) => witness.cosign(checkpointText(checkpoint), signedMs));
const draw = (point: Checkpoint) => publish({ entries: plain.entries, checkpoint: point }, cosignatures);
const original = await draw(checkpoint);

const verify = ({ header, entries, winners }: PublishedParts) => {
  const file = join(directory, `${randomUUID()}.txt`);
  writeFileSync(file, `${[JSON.stringify(header), ...entries, ...winners].join('\n')}\n`);
  return verifyDraw(file, '--witnesses', witnessFile);
};

const ends = original.header.tranches as Record<string, string[]>;
const withEnds = (change: Record<string, unknown>): PublishedParts => ({
  ...original,
  header: { ...original.header, tranches: { ...ends, ...change } },
});
const withPlaces = (code: string, byTranche: number[]): Checkpoint => ({
  ...checkpoint,
  regions: checkpoint.regions.map((region) => (region.code === code ? { ...region, byTranche } : region)),
});
const unsigned = /0 of the witnesses that you named signed this checkpoint before the close, and 2 must/;

test('the honest draw of two tranches is accepted', async () => {
  expect(checkpoint.regions.map(({ byTranche }) => byTranche)).toEqual([
    [4, 3],
    [4, 3],
    [4, 2],
  ]);
  expect(await verify(original)).toEqual({
    code: 0,
    said: expect.stringContaining('20 winners of 120 entries are right'),
  });
});

test.each<[string, () => PublishedParts | Promise<PublishedParts>, RegExp]>([
  [
    'a winner of the second tranche in the first',
    () => withEnds({ '32.73': [ends['32.73']?.[1], ends['32.73']?.[1]] }),
    /7 entries of region 32.73 are at or below its threshold of tranche 1; until then it has 4 places/,
  ],
  [
    'a winner in no tranche',
    () => withEnds({ '32.75': [ends['32.75']?.[0], null] }),
    /0 entries of region 32.75 are at or below its threshold of tranche 2/,
  ],
  ['a region without its tranches', () => withEnds({ '32.76': [] }), /region 32.76 has no threshold for each tranche/],
  [
    'a threshold that is no rank',
    () => withEnds({ '32.76': ['', 'zz'] }),
    /region 32.76 has no threshold for each tranche/,
  ],
  [
    'places of a region in an earlier tranche',
    () => draw(withPlaces('32.76', [6, 0])),
    /the places of region 32.76 by tranche are 4 2 by the formula, not 6 0/,
  ],
  [
    'a region without places by tranche',
    () => draw(withPlaces('32.73', [])),
    /region 32.73 has no threshold for each tranche/,
  ],
  [
    'tranches with more places than the wave',
    () => draw({ ...checkpoint, tranches: [plan[0], { startsOn: '2027-04-01', places: 9 }] as Tranches }),
    /the tranches have 21 places, the wave 20/,
  ],
  [
    'tranches out of their order',
    () => draw(withTranches(plan.toReversed())),
    /the tranches of the checkpoint are not in order/,
  ],
  [
    'other places by tranche after the round',
    () =>
      draw(
        withTranches([
          { startsOn: '2027-01-01', places: 15 },
          { startsOn: '2027-04-01', places: 5 },
        ]),
      ),
    unsigned,
  ],
  [
    'another day of a tranche after the round',
    () => draw(withTranches([{ startsOn: '2027-01-02', places: 12 }, plan[1] as Tranches[0]])),
    unsigned,
  ],
  ['a draw of tranches that says nothing of them', () => draw(plain.checkpoint), unsigned],
])('%s is rejected', async (_what, manipulate, sentence) => {
  const { code, said } = await verify(await manipulate());
  expect([code, said]).toEqual([1, expect.stringMatching(sentence)]);
});
