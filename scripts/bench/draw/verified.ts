import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  createReadStream,
  createWriteStream,
  openSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { publishDraw } from '../../graph/publish-draw.ts';

const run = promisify(execFile);

interface Header {
  checkpoint: string;
  seed: string;
  thresholds: Record<string, string>;
}

/** Facts of a published file, and its first lines. */
const headOf = (file: string) => {
  const bytes = Buffer.alloc(2 ** 20);
  const handle = openSync(file, 'r');
  const text = bytes.toString('latin1', 0, readSync(handle, bytes));
  closeSync(handle);
  const [first = '', ...lines] = text.split('\n');
  return { header: JSON.parse(first) as Header, headerBytes: first.length + 1, lines };
};

/** A copy with another first line, and without the bytes from `after` on that are left out. */
const copyWith = async (file: string, header: object, { from, leaveOut }: { from: number; leaveOut: number }) => {
  const copy = `${file}.changed`;
  const target = createWriteStream(copy);
  target.write(`${JSON.stringify(header)}\n`);
  await pipeline(createReadStream(file, { start: from + leaveOut }), target);
  return copy;
};

/** Someone who lost takes the place of the last winner, with the right rank. */
const withAnotherWinner = (file: string) => {
  const { header, lines } = headOf(file);
  const rankOf = (line: string) =>
    createHmac('sha256', Buffer.from(header.seed, 'hex'))
      .update(line.slice(0, 36).replaceAll('-', ''), 'hex')
      .digest('hex');
  const loser = lines.find((line) => rankOf(line) > (header.thresholds[line.slice(37)] ?? '')) as string;
  const winner = `${loser.slice(0, 36)} ${rankOf(loser)}\n`;
  const copy = `${file}.changed`;
  copyFileSync(file, copy);
  const handle = openSync(copy, 'r+');
  writeSync(handle, winner, statSync(copy).size - winner.length);
  closeSync(handle);
  return copy;
};

/** One entry less, and the counts say so. */
const withoutAnEntry = (file: string) => {
  const { header, headerBytes, lines } = headOf(file);
  const [dropped = ''] = lines;
  const checkpoint = header.checkpoint.replaceAll(/^\d+$/gm, (entries) => String(Number(entries) - 1));
  return copyWith(file, { ...header, checkpoint }, { from: headerBytes, leaveOut: dropped.length + 1 });
};

const withAnotherSeed = (file: string) => {
  const { header, headerBytes } = headOf(file);
  const seed = `${header.seed.startsWith('0') ? '1' : '0'}${header.seed.slice(1)}`;
  return copyWith(file, { ...header, seed }, { from: headerBytes, leaveOut: 0 });
};

/** What the stand-alone verifier says of a file. */
const verify = async (file: string) => {
  const startedMs = performance.now();
  const answer = (await run(process.execPath, ['scripts/graph/verify-draw.mjs', file]).catch(
    (error: unknown) => error,
  )) as {
    code?: number;
    stdout: string;
    stderr: string;
  };
  const isAccepted = answer.code === undefined;
  const sentence = (isAccepted ? answer.stdout : answer.stderr).trim().split('\n').at(-1);
  return { isAccepted, sentence, seconds: Number(((performance.now() - startedMs) / 1_000).toFixed(1)) };
};

interface PublishedDraw {
  url: string;
  wave: number;
  directory: string;
  print: (line: object) => void;
}

/**
 * Publishes a wave's draw and has the stand-alone verifier check the file, and three that were tampered with.
 * @returns whether it accepted the first and rejected the others
 */
export const verifyPublished = async ({ url, wave, directory, print }: PublishedDraw): Promise<boolean> => {
  const file = join(directory, 'draw.txt');
  await publishDraw(url, wave, file);
  const cases = [
    { published: 'as it is', made: () => file, wanted: true },
    { published: 'one changed winner', made: withAnotherWinner, wanted: false },
    { published: 'one dropped entry', made: withoutAnEntry, wanted: false },
    { published: 'one changed seed', made: withAnotherSeed, wanted: false },
  ];
  let isRight = true;
  for (const { published, made, wanted } of cases) {
    const { isAccepted, ...rest } = await verify(await made(file));
    const pass = isAccepted === wanted && (wanted || /rejected: /.test(rest.sentence ?? ''));
    print({
      published,
      verifier: isAccepted ? 'accepts' : 'rejects',
      ...rest,
      fileMb: Math.round(statSync(file).size / 1e6),
      pass,
    });
    isRight &&= pass;
  }
  return isRight;
};
