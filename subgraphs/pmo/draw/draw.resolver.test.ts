import { createHash, createHmac } from 'node:crypto';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { screenedWave } from '../../../tests/testkit/screened-wave.ts';
import { codeHash } from './draw.code.ts';
import { DrawService } from './draw.service.ts';
import { testBeacon } from './test-chain.beacon.ts';

const { askAnonymously, database } = await openPmo();
const client = new pg.Client({ connectionString: database.orm.config.get('clientUrl') as string });
await client.connect();
afterAll(() => client.end());

const aMinuteAgo = () => new Date(Date.now() - 60_000);
const draws = new DrawService({
  codeHash: codeHash(),
  formula: 'PROPORTIONAL',
  noticeSeconds: 1,
  beacon: { ...testBeacon(() => new Date()), latest: testBeacon(aMinuteAgo).latest },
  now: aMinuteAgo,
});

interface Proof {
  entry: string;
  index: number;
  leaf: string;
  path: { hash: string; isLeft: boolean }[];
  rank: string | null;
  isSelected: boolean | null;
  region: { region: { code: string }; quota: number; threshold: string | null };
  draw: { root: string; seed: string | null; checkpoint: string; beaconRound: number };
}
const PROOF = `query($wave: Int!, $entry: ID!) { drawProof(wave: $wave, entry: $entry) {
  entry index leaf path { hash isLeft } rank isSelected region { region { code } quota threshold }
  draw { root seed checkpoint beaconRound } } }`;
const DRAW = `query($number: Int!) { wave(number: $number) { draw {
  root entryCount quota quotaFormula winnerCount drawnAt regions { region { code } eligible quota } } } }`;

const prove = (wave: number, entry: string) => askAnonymously<{ drawProof: Proof }>(PROOF, { wave, entry });
const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const bytesOf = (hex: string) => Buffer.from(hex.replaceAll('-', ''), 'hex');
const rootFrom = ({ entry, path, region }: Proof) =>
  path
    .map(({ hash, isLeft }) => ({ sibling: bytesOf(hash), isLeft }))
    .reduce(
      (node, { sibling, isLeft }) =>
        isLeft ? sha256(Buffer.of(1), sibling, node) : sha256(Buffer.of(1), node, sibling),
      sha256(Buffer.of(0), bytesOf(entry), Buffer.from(region.region.code)),
    )
    .toString('hex');

const entriesOf = async (wave: number, condition: string) =>
  (
    await client.query<{ entry_id: string }>(
      `select entry_id from registration where wave_number = $1 and ${condition} order by entry_id`,
      [wave],
    )
  ).rows.map(({ entry_id }) => entry_id);

await screenedWave(database.orm.config.get('clientUrl') as string, 3_201, { applicants: 11_000, quota: 3_000 });
const none = await prove(3_201, crypto.randomUUID());
await draws.freeze(client, 3_201);
const eligible = await entriesOf(3_201, `status = 'ELIGIBLE'`);
const samples = [0, 1, 4_095, 4_096, 8_191, 8_192, 8_799].map((at) => eligible[at] as string);
const [before] = await Promise.all([prove(3_201, samples[0] as string)]);
await draws.draw(client, 3_201);

test('before the freeze there is no proof, before the draw one of inclusion alone', () => {
  expect(none.codes).toEqual(['WAVE_NOT_FROZEN']);
  const { rank, isSelected, draw } = before.data.drawProof;
  expect([rank, isSelected, draw.seed]).toEqual([null, null, null]);
  expect(draw.checkpoint).toContain(Buffer.from(draw.root, 'hex').toString('base64'));
  expect(rootFrom(before.data.drawProof)).toBe(draw.root);
});

test.each(samples)('entry %s is proved in four statements: it joins the root, and its rank decides', async (entry) => {
  const { data, statements } = await prove(3_201, entry);
  const proof = data.drawProof;
  expect(proof.index).toBe(eligible.indexOf(entry));
  expect(rootFrom(proof)).toBe(proof.draw.root);
  expect(proof.rank).toBe(
    createHmac('sha256', bytesOf(proof.draw.seed ?? ''))
      .update(bytesOf(entry))
      .digest('hex'),
  );
  expect(proof.isSelected).toBe((proof.rank as string) <= (proof.region.threshold as string));
  const won = await client.query('select from draw_winner where entry_id = $1', [entry]);
  expect(proof.isSelected).toBe(won.rowCount === 1);
  expect(statements).toBe(4);
});

test('an entry that was not eligible, is unknown, or is no id has no proof', async () => {
  const [ineligible = ''] = await entriesOf(3_201, `status = 'INELIGIBLE'`);
  for (const entry of [ineligible, '00000000-0000-4000-8000-000000000000', 'someone']) {
    expect((await prove(3_201, entry)).codes).toEqual(['ENTRY_UNKNOWN']);
  }
  expect((await prove(9_999, samples[0] as string)).codes).toEqual(['WAVE_NOT_FROZEN']);
});

test('the public facts of a draw', async () => {
  const { data } = await askAnonymously<{ wave: { draw: object } }>(DRAW, { number: 3_201 });
  expect(data.wave.draw).toMatchObject({
    entryCount: 8_800,
    quota: 3_000,
    quotaFormula: 'PROPORTIONAL',
    winnerCount: 3_000,
    regions: [
      { region: { code: '32.73' }, eligible: 4_400, quota: 1_500 },
      { region: { code: '32.75' }, eligible: 2_200, quota: 750 },
      { region: { code: '32.76' }, eligible: 2_200, quota: 750 },
    ],
  });
});
