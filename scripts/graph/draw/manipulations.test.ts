import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Checkpoint, checkpointText } from '../../../subgraphs/pmo/draw/checkpoint.ts';
import { inOrder, leafOf, rootOf } from '../../../subgraphs/pmo/draw/reference.ts';
import { apportion } from '../../../subgraphs/pmo/quota/index.ts';
import { verifyDraw } from '../../../tests/testkit/draw-verifier.ts';
import { witnessKey } from '../../../tests/testkit/witness-key.ts';
import { type PlannedDraw, planDraw, publish, roundMs } from '../../../tests/testkit/witnessed-draw.ts';
import { saveVerifier } from '../verify-draw.ts';

const directory = mkdtempSync(join(tmpdir(), 'prakerja-manipulation-'));
const [first, second, third, own] = ['university', 'press-council', 'bar', 'operator'].map(witnessKey) as [
  ReturnType<typeof witnessKey>,
  ReturnType<typeof witnessKey>,
  ReturnType<typeof witnessKey>,
  ReturnType<typeof witnessKey>,
];
const honest = [first, second, third];
const planned = planDraw(120, honest, 2);
const signedMs = planned.checkpoint.closesAt.getTime() - 3_600_000;
const text = checkpointText(planned.checkpoint);
const original = await publish(planned, [first.cosign(text, signedMs), second.cosign(text, signedMs)]);

/** What the first witness publishes at its own address. */
let log: { key: string; signed: { checkpoint: string; line: string }[] } = { key: first.key, signed: [] };
const server = createServer((_request, response) => response.end(JSON.stringify(log))).listen(0, '127.0.0.1');
await once(server, 'listening');
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

const witnessFile = join(directory, 'witnesses.txt');
writeFileSync(witnessFile, `# whom I trust\n${first.key} ${address}\n${second.key}\n${third.key}\n`);

type Parts = Awaited<ReturnType<typeof publish>>;

const verify = ({ header, entries, winners }: Parts, ...args: string[]) => {
  const file = join(directory, `${randomUUID()}.txt`);
  writeFileSync(file, `${[JSON.stringify(header), ...entries, ...winners].join('\n')}\n`);
  return verifyDraw(file, ...args);
};

/** The draw as its operator would have made it with other facts. The witnesses' cosignatures are those of the honest one. */
const redrawn = (change: Partial<Checkpoint>, entries = planned.entries) =>
  publish({ entries, checkpoint: { ...planned.checkpoint, ...change } }, original.header.cosignatures as string[]);
const withHeader = (change: Record<string, unknown>): Parts => ({
  ...original,
  header: { ...original.header, ...change },
});
const edited = (from: string | RegExp, to: string) => withHeader({ checkpoint: text.replace(from, to) });
const withEntries = (entries: PlannedDraw['entries']) => {
  const counts = planned.checkpoint.regions.map(({ code }) => ({
    code,
    eligible: entries.filter(({ region }) => region === code).length,
  }));
  const places = apportion(planned.checkpoint.quota, counts, 'PROPORTIONAL');
  const regions = counts.map((region) => ({ ...region, quota: places.get(region.code) as number }));
  return redrawn({ entries: entries.length, root: rootOf(entries.map(leafOf)), regions }, entries);
};
const unsigned = /0 of the witnesses that you named signed this checkpoint before the close, and 2 must/;

test('the honest draw is accepted, with what is shown and what has to be assumed', async () => {
  const { code, said } = await verify(original, '--witnesses', witnessFile);
  expect(code).toBe(0);
  expect(said).toContain(
    'shown: university, press-council signed this checkpoint before signing closed, 43200 s before',
  );
  expect(said).toContain('assumed: fewer than 2 of the 3 witnesses back-date; 2 could withhold');
  expect(said).toContain('wave 7001: 20 winners of 120 entries are right');
});

test('the verifier is also one file, which needs nothing beside it', async () => {
  const file = join(directory, 'verifier.mjs');
  await saveVerifier(file);
  const list = join(directory, 'one.txt');
  const { header, entries, winners } = original;
  writeFileSync(list, `${[JSON.stringify(header), ...entries, ...winners].join('\n')}\n`);
  const args = [file, list, '--witnesses', witnessFile];
  const said = await new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: directory }, (_error, stdout) => resolve(stdout));
  });
  expect(said).toContain('20 winners of 120 entries are right');
});

test('a verifier without @noble/curves says in a sentence what to install', async () => {
  cpSync('scripts/graph/draw', join(directory, 'bare/draw'), { recursive: true });
  cpSync('scripts/graph/verify-draw.mjs', join(directory, 'bare/verify-draw.mjs'));
  const list = join(directory, 'bare/list.txt');
  const { header, entries, winners } = original;
  writeFileSync(list, `${[JSON.stringify(header), ...entries, ...winners].join('\n')}\n`);
  const said = await new Promise((resolve) => {
    execFile(
      process.execPath,
      ['verify-draw.mjs', 'list.txt'],
      { cwd: join(directory, 'bare') },
      (_error, _out, stderr) => resolve(stderr),
    );
  });
  expect(said).toBe(
    'verify-draw: cannot verify: @noble/curves is not installed here: run npm install @noble/curves in this folder\n',
  );
});

test('without witnesses the verifier says what is not shown', async () => {
  const { code, said } = await verify(original);
  expect([code, said]).toEqual([0, expect.stringContaining('not shown: that the list was fixed before the round')]);
});

test('the grinding that made a chosen entry win with the former procedure gives a list that nobody witnessed', async () => {
  const [chosen] = planned.entries;
  const wanted = chosen?.id.toString('hex');
  let tries = 0;
  for (; tries < 2_000; tries += 1) {
    const policy = `2023-${tries}`;
    const ground = await redrawn({ policy });
    if (!ground.winners.some((line) => line.slice(0, 36).replaceAll('-', '') === wanted)) continue;
    expect((await verify(ground)).code).toBe(0);
    expect(await verify(ground, '--witnesses', witnessFile)).toEqual({
      code: 1,
      said: expect.stringMatching(unsigned),
    });
    return;
  }
  throw new Error(`no win in ${tries} tries`);
});

const swap = (lines: string[], from: number, to: number) =>
  lines.with(from, lines[to] as string).with(to, lines[from] as string);
const loser = original.entries.find(
  (line) => !original.winners.some((won) => won.startsWith(line.slice(0, 36))),
) as string;
const otherId = Buffer.alloc(16, 0xab);
const extra = inOrder([...planned.entries, { id: otherId, region: '32.73' }]) as PlannedDraw['entries'];
const holder = planned.entries.with(5, {
  id: Buffer.from(planned.entries[5]?.id ?? '').fill(1, 15),
  region: planned.entries[5]?.region ?? '',
});

test.each<[string, () => Parts | Promise<Parts>, RegExp]>([
  ['a root made after the round', () => withEntries(planned.entries.slice(1)), unsigned],
  ['a second root for one attempt', () => withEntries(extra), unsigned],
  ['an entry left out', () => withEntries(planned.entries.toSpliced(40, 1)), unsigned],
  ['an entry put in', () => withEntries(extra), unsigned],
  [
    'entries ground to win',
    () =>
      withEntries(
        inOrder(
          planned.entries.map(({ region }, at) => ({
            region,
            id: Buffer.from(randomUUID().replaceAll('-', ''), 'hex').fill(at, 0, 1),
          })),
        ) as PlannedDraw['entries'],
      ),
    unsigned,
  ],
  ['an entry handed to another holder', () => withEntries(inOrder(holder) as PlannedDraw['entries']), unsigned],
  [
    'an entry moved to another region',
    () => {
      const moved = planned.entries.findIndex(({ region }) => region !== '32.76');
      const { id } = planned.entries[moved] as PlannedDraw['entries'][0];
      return withEntries(planned.entries.with(moved, { id, region: '32.76' }));
    },
    unsigned,
  ],
  [
    'quotas changed afterwards',
    () =>
      redrawn({
        regions: planned.checkpoint.regions.map((each, at) => ({ ...each, quota: each.quota + ([1, -1, 0][at] ?? 0) })),
      }),
    /the quota of region .* by the formula/,
  ],
  ['the number of places changed afterwards', () => redrawn({ quota: 21 }), /the quota of region .* by the formula/],
  ['the policy version changed afterwards', () => redrawn({ policy: '2020-B' }), unsigned],
  ['the hash of the code changed afterwards', () => redrawn({ codeHash: Buffer.alloc(32, 8) }), unsigned],
  ['a later round', () => redrawn({ round: planned.checkpoint.round + 1 }), unsigned],
  ['an earlier round', () => redrawn({ round: planned.checkpoint.round - 1 }), unsigned],
  [
    'a round of before the close',
    () => redrawn({ round: planned.checkpoint.round - 50_000 }),
    /signing closes after round/,
  ],
  ['another close of signing', () => redrawn({ closesAt: new Date(roundMs - 1_000) }), unsigned],
  ['another attempt', () => redrawn({ attempt: 2 }), unsigned],
  ['another wave', () => redrawn({ wave: 7_002 }), unsigned],
  ['a lower threshold', () => redrawn({ threshold: 1 }), /1 of 3 witnesses are no majority/],
  ['no witnesses at all', () => redrawn({ threshold: 0, witnesses: [] }), /the checkpoint names no witnesses/],
  [
    'witnesses of the operator itself',
    async () => {
      const checkpoint = { ...planned.checkpoint, threshold: 1, witnesses: [own.key] };
      return publish({ ...planned, checkpoint }, [own.cosign(checkpointText(checkpoint), signedMs)]);
    },
    /0 of the witnesses that you named .* 1 of its 1 witnesses are none that you named/,
  ],
  [
    'a back-dated freeze that one witness helps with',
    () => withHeader({ cosignatures: [first.cosign(text, signedMs)] }),
    /1 of the witnesses that you named/,
  ],
  [
    'a cosignature from after the close',
    () =>
      withHeader({
        cosignatures: [first, second].map(({ cosign }) => cosign(text, planned.checkpoint.closesAt.getTime() + 60_000)),
      }),
    /university, press-council signed after the close/,
  ],
  [
    'a clock that was 60 s slow, so that signing closed before',
    () =>
      withHeader({
        cosignatures: [
          first.cosign(text, signedMs),
          second.cosign(text, planned.checkpoint.closesAt.getTime() + 59_000),
        ],
      }),
    /1 of the witnesses .* press-council signed after the close/,
  ],
  [
    'one cosignature counted twice',
    () => withHeader({ cosignatures: [first.cosign(text, signedMs), first.cosign(text, signedMs + 1_000)] }),
    /1 of the witnesses that you named/,
  ],
  [
    'a cosignature whose time was changed',
    () => {
      const line = second.cosign(text, signedMs);
      const bytes = Buffer.from(line.split(' ')[2] as string, 'base64');
      bytes.writeUInt8((bytes.readUInt8(11) + 1) % 256, 11);
      return withHeader({
        cosignatures: [first.cosign(text, signedMs), `— ${second.name} ${bytes.toString('base64')}`],
      });
    },
    /1 of the witnesses that you named/,
  ],
  ['a changed seed', () => withHeader({ seed: 'ab'.repeat(32) }), /the seed does not follow/],
  [
    'a signature of another round',
    async () => withHeader({ signature: (await redrawn({ round: planned.checkpoint.round + 7 })).header.signature }),
    /the beacon did not sign round/,
  ],
  ['a beacon of the operator', () => redrawn({ chain: 'ab'.repeat(32) }), /is none whose key is known here/],
  ['a byte of the checkpoint changed', () => edited('policy 2023', 'policy 2024'), /the seed does not follow/],
  [
    'a line of the checkpoint doubled',
    () => edited('notice 86400\n', 'notice 86400\nnotice 86400\n'),
    /line \d+ of the checkpoint is no close/,
  ],
  ['a number written in another way', () => edited('notice 86400', 'notice 086400'), /of the checkpoint is no notice/],
  [
    'a winner exchanged',
    () => ({ ...original, winners: [...original.winners.slice(1), `${loser.slice(0, 36)} ${'0'.repeat(64)}`].sort() }),
    /winner \d+ must be/,
  ],
  [
    'a winner less',
    () => ({ ...original, winners: original.winners.slice(0, -1) }),
    /winner 20 must be .* the file has nothing/,
  ],
  [
    'a winner more',
    () => ({ ...original, winners: [...original.winners, `${loser.slice(0, 36)} ${'f'.repeat(64)}`] }),
    /a winner too many/,
  ],
  [
    'a higher threshold of rank',
    () => withHeader({ thresholds: { ...(original.header.thresholds as object), '32.73': 'f'.repeat(64) } }),
    /at or below its threshold; its quota is/,
  ],
  ['an entry dropped from the file', () => ({ ...original, entries: original.entries.slice(1) }), /is no entry/],
  [
    'two entries in the other order',
    () => ({ ...original, entries: swap(original.entries, 10, 11) }),
    /is not in order/,
  ],
])('the verifier that is given witnesses rejects %s', async (_, make, sentence) => {
  const { code, said } = await verify(await make(), '--witnesses', witnessFile);
  expect([code, said]).toEqual([1, expect.stringMatching(sentence)]);
  expect(said).toMatch(/^verify-draw: rejected: /m);
});

test('a witness who published that it signed another checkpoint for the attempt is told', async () => {
  const other = text.replace('policy 2023', 'policy 2020-B');
  log = { key: first.key, signed: [{ checkpoint: other, line: first.cosign(other, signedMs) }] };
  const { code, said } = await verify(original, '--witnesses', witnessFile);
  log = { key: first.key, signed: [] };
  expect([code, said]).toEqual([1, expect.stringContaining('university signed another checkpoint for attempt 1')]);
});

test('an earlier attempt that enough witnesses signed is the final one, whatever the operator says', async () => {
  const again = { ...planned.checkpoint, attempt: 2, threshold: 1, witnesses: [first.key] };
  const later = checkpointText(again);
  log = { key: first.key, signed: [{ checkpoint: text, line: first.cosign(text, signedMs) }] };
  const parts = await publish({ ...planned, checkpoint: again }, [first.cosign(later, signedMs)]);
  const { code, said } = await verify(parts, '--witnesses', witnessFile);
  log = { key: first.key, signed: [] };
  expect([code, said]).toEqual([1, expect.stringContaining('attempt 1 was signed by university: it is final')]);
});

test('a witness whose address publishes another key is not believed', async () => {
  log = { key: own.key, signed: [] };
  const { code, said } = await verify(original, '--witnesses', witnessFile);
  log = { key: first.key, signed: [] };
  expect([code, said]).toEqual([1, expect.stringContaining('publishes another key than the one given for university')]);
});
