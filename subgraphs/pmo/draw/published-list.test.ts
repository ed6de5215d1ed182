import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishDraw } from '../../../scripts/graph/publish-draw.ts';
import { verifyDraw } from '../../../tests/testkit/draw-verifier.ts';
import { openDraws } from '../../../tests/testkit/draws.ts';
import { screenedWave } from '../../../tests/testkit/screened-wave.ts';

const { url, client, draws, close } = await openDraws();
const directory = mkdtempSync(join(tmpdir(), 'prakerja-draw-'));
beforeAll(async () => {
  await screenedWave(url, 3_101, { applicants: 12_000, quota: 2_000 });
  await draws.freeze(client, 3_101);
  await draws.draw(client, 3_101);
});
afterAll(async () => {
  await close();
  rmSync(directory, { recursive: true, force: true });
});

const verify = (text: string | Buffer) => {
  const file = join(directory, 'tampered.txt');
  writeFileSync(file, text);
  return verifyDraw(file);
};
const published = async () => {
  const file = join(directory, 'draw.txt');
  await publishDraw(url, 3_101, file);
  return readFileSync(file, 'utf8').trimEnd().split('\n');
};

test('the stand-alone verifier accepts the published list', async () => {
  const { said, code } = await verify(`${(await published()).join('\n')}\n`);
  expect([code, said]).toEqual([0, expect.stringContaining('2000 winners of 9600 entries are right')]);
});

const utf16 = (lines: string[]) => Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`, 'utf16le');
/** Its sixth line with another last digit of the id. */
const changedByHand = (lines: string[]) =>
  lines.with(
    5,
    (lines[5] ?? '').replace(/(.) /, (_, digit) => `${digit === '0' ? '1' : '0'} `),
  );
let untouched: string[] | undefined;

// What editors, mail and other systems make of a text that is the list all the same, and what is another list.
test.each<[string, (lines: string[]) => string | Buffer, string | null]>([
  ['CRLF', (lines) => `${lines.join('\r\n')}\r\n`, null],
  ['a byte-order mark', (lines) => `\ufeff${lines.join('\n')}\n`, null],
  ['both', (lines) => `\ufeff${lines.join('\r\n')}\r\n`, null],
  ['no last line break', (lines) => lines.join('\n'), null],
  ['CRLF but for the last line', (lines) => lines.join('\r\n'), null],
  ['LF and CRLF mixed', (lines) => lines.map((line, at) => line + (at % 2 ? '\r\n' : '\n')).join(''), null],
  ['blanks at the ends of lines', (lines) => lines.map((line) => `${line} \t\n`).join(''), null],
  ['empty lines at the end', (lines) => `${lines.join('\n')}\n\n\r\n \n`, null],
  ['UTF-16, little end first', utf16, null],
  ['UTF-16, big end first', (lines) => utf16(lines).swap16(), null],
  ['a CR doubled', (lines) => lines.join('\r\r\n'), null],
  [
    'CRLF and an entry changed',
    (lines) => changedByHand(lines).join('\r\n'),
    'root of the entries is not that of the checkpoint|order',
  ],
  [
    'a mark and an entry dropped',
    (lines) => `\ufeff${lines.toSpliced(5, 1).join('\n')}`,
    'no entry|root of the entries',
  ],
  ['an empty line between entries', (lines) => lines.toSpliced(5, 0, '').join('\n'), 'line 6 is no entry'],
  ['half a file', (lines) => lines.slice(0, 4_000).join('\n'), 'the file ends after 3999 of 9600 entries'],
  ['a last line that is cut', (lines) => lines.join('\n').slice(0, -3), 'winner 2000 must be'],
  ['a winner twice', (lines) => `${lines.join('\n')}\r\n${lines.at(-1)}`, 'a winner too many'],
  ['text behind the list', (lines) => `${lines.join('\r\n')}\r\n\r\nbye`, 'a winner too many'],
  ['UTF-16 with other letters', (lines) => utf16([...lines, 'ﬁn 漢']), 'UTF-16, and holds more'],
  ['two byte-order marks', (lines) => `\ufeff\ufeff${lines.join('\n')}\n`, 'the first line is not that'],
  ['nothing', () => '', 'the first line is not that'],
])('a published list with %s', async (_name, change, fault) => {
  untouched ??= await published();
  const { said, code } = await verify(change(untouched));
  if (fault === null) expect([code, said]).toEqual([0, expect.stringContaining('2000 winners of 9600')]);
  else expect([code, said]).toEqual([1, expect.stringMatching(`rejected: .*(?:${fault})`)]);
});

type Header = Record<string, unknown> & { checkpoint: string };
const withHeader = (change: (header: Header) => void) => (lines: string[]) => {
  const header = JSON.parse(lines[0] as string) as Header;
  change(header);
  lines[0] = JSON.stringify(header);
};
const replaced = (hex: unknown) => `${String(hex).startsWith('0') ? '1' : '0'}${String(hex).slice(1)}`;

test.each<[string, (lines: string[]) => void, RegExp]>([
  [
    'one changed winner',
    (lines) => lines.splice(9_700, 1, `${lines[1]?.slice(0, 36)} ${'0'.repeat(64)}`),
    /winner 100 must be/,
  ],
  ['one winner less', (lines) => lines.pop(), /winner 2000 must be .* the file has nothing/],
  ['one dropped entry', (lines) => lines.splice(5_000, 1), /no entry|Merkle root/],
  [
    'one dropped entry, counted out',
    (lines) => {
      lines.splice(5_000, 1);
      withHeader((header) => {
        header.checkpoint = header.checkpoint.replace('\n9600\n', '\n9599\n');
      })(lines);
    },
    /the seed does not follow/,
  ],
  [
    'an entry of another region',
    (lines) => lines.splice(77, 1, `${lines[77]?.slice(0, 36)} ${lines[77]?.endsWith('32.73') ? '32.76' : '32.73'}`),
    /Merkle root/,
  ],
  [
    'a changed seed',
    withHeader((header) => {
      header.seed = replaced(header.seed);
    }),
    /the seed does not follow/,
  ],
  [
    'a changed quota',
    withHeader((header) => {
      header.checkpoint = header.checkpoint.replace('4800 1000', '4800 1001');
    }),
    /the seed does not follow/,
  ],
  [
    'a changed round',
    withHeader((header) => {
      header.checkpoint = header.checkpoint.replace(
        /(beacon \S+) (\d+)/,
        (_, chain, round) => `${chain} ${Number(round) + 1}`,
      );
    }),
    /did not sign round/,
  ],
  [
    'a round of the past',
    withHeader((header) => {
      header.checkpoint = header.checkpoint.replace(/(beacon \S+) \d+/, '$1 1');
    }),
    /signing closes after round 1 of the beacon is out/,
  ],
])('the verifier rejects %s', async (_, change, sentence) => {
  const lines = await published();
  change(lines);
  const { code, said } = await verify(`${lines.join('\n')}\n`);
  expect([code, said]).toEqual([1, expect.stringMatching(sentence)]);
});
