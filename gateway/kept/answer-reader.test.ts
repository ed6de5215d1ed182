import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnswerReader } from './answer-reader.ts';

interface ReadAnswer {
  status: number;
  fields: Partial<Record<string, string>>;
  body: string;
  isWhole: boolean;
  isKept: boolean;
}

/** What is read of `text` (a character a byte), cut at `cuts`. */
const readIn = (text: string, cuts: readonly number[] = []): ReadAnswer => {
  const bytes = Buffer.from(text, 'latin1');
  const read = { status: 0, fields: {}, body: '', isWhole: false, isKept: false };
  const reader = new AnswerReader({
    onHead: ({ status, fields, isKept }) => Object.assign(read, { status, fields, isKept }),
    onData: (piece) => {
      read.body += piece.toString('latin1');
    },
  });
  const places = [0, ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b), bytes.length];
  for (let index = 1; index < places.length; index++) {
    if (read.isWhole) throw new Error('more came than the answer');
    read.isWhole = reader.read(bytes.subarray(places[index - 1], places[index]));
  }
  read.isWhole ||= reader.isWholeAtEnd();
  return read;
};

const head = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`;
const ok = 'HTTP/1.1 200 OK';

const chunked = (body: string, sizes: readonly number[]) => {
  let text = '';
  let place = 0;
  for (const size of sizes) {
    const piece = body.slice(place, place + size);
    if (piece !== '') text += `${piece.length.toString(16)};a=b\r\n${piece}\r\n`;
    place += size;
  }
  const rest = body.slice(place);
  return `${text}${rest === '' ? '' : `${rest.length.toString(16).toUpperCase()}\r\n${rest}\r\n`}0\r\n`;
};

const latin1 = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 300 });
const bodies = latin1.map((codes) => String.fromCharCode(...codes));
const cuts = fc.array(fc.nat(700), { maxLength: 12 });

test('an answer is the same wherever it is cut, in a length, in chunks or up to the end', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 6 });
  const trailers = fc.constantFrom('', 'x-later: 1\r\n');
  const cases = fc.record({ body: bodies, pieces: sizes, trailer: trailers, places: cuts });
  fc.assert(
    fc.property(cases, ({ body, pieces, trailer, places }) => {
      const early = head('HTTP/1.1 100 Continue');
      const length = head(ok, `Content-Length: ${body.length}`, 'x-sql-statements:  3 ', 'x-other: ÿ');
      const expected = { status: 200, body, isWhole: true };
      const first = readIn(early + length + body, places);
      expect(first).toMatchObject({ ...expected, isKept: true });
      expect(first.fields).toEqual({ 'content-length': String(body.length), 'x-sql-statements': '3' });
      const inChunks = head(ok, 'transfer-encoding: Chunked') + chunked(body, pieces) + trailer;
      expect(readIn(`${inChunks}\r\n`, places)).toMatchObject({ ...expected, isKept: true });
      expect(readIn(head(ok) + body, places)).toMatchObject({ ...expected, isKept: false });
    }),
    { numRuns: 1000 },
  );
});

test('what is cut off is not whole', () => {
  fc.assert(
    fc.property(bodies, fc.integer({ min: 1, max: 20 }), (body, missing) => {
      const whole = head(ok, `content-length: ${body.length}`) + body;
      expect(readIn(whole.slice(0, -missing)).isWhole).toBe(false);
      const inChunks = `${head(ok, 'transfer-encoding: chunked')}${chunked(body, [7])}\r\n`;
      expect(readIn(inChunks.slice(0, -missing)).isWhole).toBe(false);
    }),
  );
});

test('an answer without a body has none, whatever its length says', () => {
  expect(readIn(head('HTTP/1.1 204 No Content', 'content-length: 7'))).toMatchObject({ isWhole: true, body: '' });
  expect(readIn(head('HTTP/1.1 304 Not Modified'))).toMatchObject({ isWhole: true, isKept: true });
});

test.each([
  ['close', ok, 'connection: close'],
  ['Close among others', ok, 'Connection: x-a, Close'],
  ['HTTP/1.0', 'HTTP/1.0 200 OK', 'x-a: b'],
])('a connection is not used again after %s', (_, ...lines) => {
  expect(readIn(`${head(...lines, 'content-length: 1')}a`)).toMatchObject({ isWhole: true, isKept: false });
});

const chunksHead = head(ok, 'transfer-encoding: chunked');

test.each([
  ['two lengths', head(ok, 'content-length: 1', 'content-length: 1')],
  ['two lengths in one', head(ok, 'content-length: 1, 1')],
  ['a length with a sign', head(ok, 'content-length: +1')],
  ['a length in hexadecimal', head(ok, 'content-length: 0x1')],
  ['a length without digits', head(ok, 'content-length: ')],
  ['a length and chunks', head(ok, 'content-length: 1', 'transfer-encoding: chunked')],
  ['a coding that is none', head(ok, 'transfer-encoding: identity')],
  ['two codings', head(ok, 'transfer-encoding: gzip, chunked')],
  ['codings in two fields', head(ok, 'transfer-encoding: chunked', 'Transfer-Encoding: chunked')],
  ['a coding behind a vertical tabulator', head(ok, 'transfer-encoding: \vchunked')],
  ['a coding behind a space that is none', head(ok, 'transfer-encoding: \u00a0chunked')],
  ['a space before the colon', head(ok, 'content-length : 1')],
  ['a folded line', head(ok, 'x-a: b', ' content-length: 1')],
  ['a field without a name', head(ok, ': 1')],
  ['a line without a colon', head(ok, 'content-length')],
  ['a lone line feed', head(ok, 'x-a: b\ncontent-length: 1')],
  ['a lone carriage return', head(ok, 'x-a: b\rcontent-length: 1')],
  ['a zero byte', head(ok, 'x-a: \0')],
  ['a status of two digits', head('HTTP/1.1 20 OK')],
  ['a status of four digits', head('HTTP/1.1 2000 OK')],
  ['a status of none of the classes', head('HTTP/1.1 600 OK')],
  ['another version', head('HTTP/2 200')],
  ['another protocol', head('SSH-2.0-OpenSSH')],
  ['a switch of protocols', head('HTTP/1.1 101 Switching Protocols')],
  ['a head without an end', `${ok}\r\nx-a: ${'a'.repeat(17_000)}`],
  ['a head that is too long', head(ok, `x-a: ${'a'.repeat(17_000)}`)],
  ['more than the length', `${head(ok, 'content-length: 1')}ab`],
  ['a second answer', `${head('HTTP/1.1 204 No Content')}${head('HTTP/1.1 204 No Content')}`],
  ['a chunk without a size', `${chunksHead}\r\n`],
  ['a chunk of a negative size', `${chunksHead}-1\r\n`],
  ['a chunk of a size with a prefix', `${chunksHead}0x1\r\na\r\n`],
  ['a chunk of too many digits', `${chunksHead}000000001\r\na\r\n`],
  ['a chunk that is longer than it says', `${chunksHead}1\r\nab\r\n`],
  ['a size with a lone line feed', `${chunksHead}1\na\r\n`],
  ['a lone carriage return in an extension', `${chunksHead}1;a\rb\r\na\r\n`],
  ['a line of a chunk without an end', `${chunksHead}1;${'a'.repeat(5000)}`],
  ['trailers without an end', `${chunksHead}0\r\n${'x-a: b\r\n'.repeat(1000)}`],
  ['more than the last chunk', `${chunksHead}0\r\n\r\na`],
])('%s is refused, wherever it is cut', (_, text) => {
  expect(() => readIn(text)).toThrow();
  const middle = Math.floor(text.length / 2);
  expect(() => readIn(text, [middle, text.length - 1])).toThrow();
});
