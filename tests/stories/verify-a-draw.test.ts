import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { graphClient } from '../testkit/client.ts';
import { run } from '../testkit/start.ts';
import { storyTable } from '../testkit/story-table.ts';

const target = inject('stack');
/** The drawn wave of the sample data. */
const WAVE = 1_004;
const directory = mkdtempSync(join(tmpdir(), 'prakerja-draw-'));
afterAll(() => rmSync(directory, { recursive: true }));
const published = join(directory, 'draw.txt');

const verify = (file: string) =>
  new Promise<{ code: number; said: string }>((resolve) => {
    execFile(process.execPath, ['scripts/graph/verify-draw.mjs', file], (error, stdout, stderr) => {
      const last = (error ? stderr : stdout).trim().split('\n').at(-1) ?? '';
      resolve({ code: Number(error?.code ?? 0), said: last.replaceAll(/[0-9a-f-]{36}|\d[\d,.]*/g, '#') });
    });
  });

type Lines = { header: Record<string, unknown>; entries: string[]; winners: string[] };

const read = (): Lines => {
  const [first = '', ...lines] = readFileSync(published, 'utf8').trimEnd().split('\n');
  const header = JSON.parse(first) as Record<string, unknown>;
  const count = Number(String(header.checkpoint).split('\n')[1]);
  return { header, entries: lines.slice(0, count), winners: lines.slice(count) };
};

/** The file with a change that somebody would like to make. */
const tampered = (name: string, change: (lines: Lines) => Lines) => {
  const { header, entries, winners } = change(read());
  const file = join(directory, `${name}.txt`);
  writeFileSync(file, `${[JSON.stringify(header), ...entries, ...winners].join('\n')}\n`);
  return file;
};

const withoutWinner = ({ winners, ...lines }: Lines): Lines => {
  const winning = new Set(winners.map((line) => line.slice(0, 36)));
  const loser = lines.entries.find((line) => !winning.has(line.slice(0, 36)))?.slice(0, 36);
  const [first = '', ...others] = winners;
  return { ...lines, winners: [`${loser}${first.slice(36)}`, ...others].toSorted() };
};
const withoutEntry = ({ header, entries, winners }: Lines): Lines => {
  const winning = new Set(winners.map((line) => line.slice(0, 36)));
  const dropped = entries.findIndex((line) => !winning.has(line.slice(0, 36)));
  const checkpoint = String(header.checkpoint).replace(/^\d+$/m, String(entries.length - 1));
  return { header: { ...header, checkpoint }, entries: entries.toSpliced(dropped, 1), winners };
};
const withSeed = ({ header, ...lines }: Lines): Lines => {
  const seed = String(header.seed);
  return { header: { ...header, seed: (seed.startsWith('0') ? '1' : '0') + seed.slice(1) }, ...lines };
};

test('anyone can check the draw of the running stack, and sees what was tampered with', async () => {
  const { code, out } = await run('graph', [
    'publish-draw',
    '--wave',
    String(WAVE),
    '--out',
    published,
    '--data',
    target.data,
  ]);
  expect({ code, said: out.at(-1) }).toEqual({
    code: 0,
    said: expect.stringContaining('npm run graph -- verify-draw'),
  });

  const files = {
    'as it was published': published,
    'a winner exchanged': tampered('winner', withoutWinner),
    'an entry dropped': tampered('entry', withoutEntry),
    'another seed': tampered('seed', withSeed),
  };
  const rows: string[][] = [];
  for (const [name, file] of Object.entries(files)) {
    const result = await verify(file);
    rows.push([name, result.code === 0 ? 'accepted' : 'rejected', result.said]);
  }
  expect(storyTable(rows)).toMatchInlineSnapshot(`
    "as it was published  accepted  verify-draw: wave #: # winners of # entries are right; seed from round # of a TEST beacon
    a winner exchanged   rejected  verify-draw: rejected: winner # must be # by the ranks; the file has #
    an entry dropped     rejected  verify-draw: rejected: the seed does not follow from the signature and the checkpoint
    another seed         rejected  verify-draw: rejected: the seed does not follow from the signature and the checkpoint"
  `);
});

test('anyone fetches the frozen list from the gateway: the bytes whose hash the graph tells, whole or in part', async () => {
  const address = new URL(`/draws/${WAVE}/list`, target.url);
  const response = await fetch(address);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect([response.status, response.headers.get('content-encoding')]).toEqual([200, 'gzip']);
  const { data } = await graphClient(target)().query<{ wave: { draw: { listSha256: string } } }>(
    `{ wave(number: ${WAVE}) { draw { listSha256 } } }`,
  );
  expect(data.wave.draw.listSha256).toBe(hash('sha256', bytes));
  const part = await fetch(address, { headers: { range: 'bytes=-43' } });
  expect([part.status, await part.text()]).toEqual([206, bytes.toString('latin1').slice(-43)]);
  expect((await fetch(new URL('/draws/9999/list', target.url))).status).toBe(404);
  const direct = new URL(`/draws/${WAVE}/list`, target.url);
  direct.port = String(Number(direct.port) + 1);
  expect((await fetch(direct)).status).toBe(401);
  const file = join(directory, 'frozen.txt');
  writeFileSync(file, bytes);
  expect(await verify(file)).toEqual({
    code: 0,
    said: 'verify-draw: wave #: # entries are frozen under this root; not drawn yet',
  });
});

test('a winner and a loser of the list find themselves in the public proof', async () => {
  const { entries, winners } = read();
  const winning = new Set(winners.map((line) => line.slice(0, 36)));
  const loser = entries.find((line) => !winning.has(line.slice(0, 36)))?.slice(0, 36);
  const [winner = ''] = winning;
  for (const entry of [winner, loser]) {
    const query = `{ drawProof(wave: ${WAVE}, entry: "${entry}") { isSelected draw { checkpoint } } }`;
    const { data } = await graphClient(target)().query<{ drawProof: object }>(query);
    expect(data.drawProof).toEqual({ isSelected: entry === winner, draw: { checkpoint: read().header.checkpoint } });
  }
});
