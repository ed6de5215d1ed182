import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, type ZlibOptions, zstdDecompress } from 'node:zlib';
import type { Text } from '../subgraphs/kit/language.ts';
import { RequestRefusal } from './errors.ts';
import { tooLarge } from './limits.ts';
import { requestTexts as texts } from './request-text.ts';

export interface BodyRules {
  /** Milliseconds in which a small body must be there; a larger one has more, by `slowestBytesPerMs`. */
  timeoutMs: number;
  /** Encoded and decoded. */
  maximumBytes: number;
  /** Called before the body is read: a client that expects `100 Continue` sends none before. */
  onStart(): void;
}

/** 32 kB a second: a phone on 2G sends more than this when it sends at all. */
const slowestBytesPerMs = 32;

/**
 * Reads a body to its end, decoded and as text.
 * @throws RequestRefusal 400, 408, 413 or 415
 */
export const readBody = async (
  request: IncomingMessage,
  rules: BodyRules,
): Promise<{ text: string; bytes: number }> => {
  const decode = decoderOf(request.headers['content-encoding']);
  if (Number(request.headers['content-length']) > rules.maximumBytes) throw tooLarge('bodyBytes', rules.maximumBytes);
  rules.onStart();
  const sent = await readBytes(request, rules);
  const bytes = decode === undefined ? sent : await decoded(sent, decode, rules.maximumBytes);
  return { text: textOf(bytes), bytes: bytes.length };
};

const readBytes = (request: IncomingMessage, { timeoutMs, maximumBytes }: BodyRules): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const startedAt = performance.now();
    let length = 0;
    const hurry = () => {
      const leftMs = startedAt + timeoutMs + length / slowestBytesPerMs - performance.now();
      if (leftMs <= 0) reject(tooSlow());
      else timer = setTimeout(hurry, leftMs);
    };
    let timer = setTimeout(hurry, timeoutMs);
    const fail = (refusal: RequestRefusal) => {
      clearTimeout(timer);
      reject(refusal);
    };
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maximumBytes) fail(tooLarge('bodyBytes', maximumBytes));
      else chunks.push(chunk);
    });
    request.on('end', () => {
      clearTimeout(timer);
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    request.on('error', () => fail(badBody(texts.cutOff)));
  });

type Decode = (bytes: Buffer, options: ZlibOptions) => Promise<Buffer>;

// Some clients send "deflate" without the header that RFC 9110 asks for: its first byte says which it is.
const inflateEither: Decode = (bytes, options) =>
  ((bytes[0] ?? 0) & 0x0f) === 8 ? promisify(inflate)(bytes, options) : promisify(inflateRaw)(bytes, options);

const decoders: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', inflateEither],
  ['br', promisify(brotliDecompress) as Decode],
  ['zstd', promisify(zstdDecompress) as Decode],
]);

/** Undefined for a body that is sent as it is. */
const decoderOf = (encoding: string | undefined): Decode | undefined => {
  if (encoding === undefined) return undefined;
  const codings = encoding
    .toLowerCase()
    .split(',')
    .map((each) => each.trim());
  const applied = codings.filter((coding) => coding !== '' && coding !== 'identity');
  const [coding] = applied;
  if (coding === undefined) return undefined;
  const decode = applied.length === 1 ? decoders.get(coding) : undefined;
  if (decode !== undefined) return decode;
  const headers = { 'accept-encoding': 'gzip, deflate, br, zstd' };
  throw new RequestRefusal(415, { code: 'BAD_USER_INPUT', text: texts.coding }, headers);
};

/** Stops at the limit, however much more there would be. */
const decoded = (bytes: Buffer, decode: Decode, maxOutputLength: number): Promise<Buffer> =>
  decode(bytes, { maxOutputLength }).catch((error: unknown) => {
    const { code } = error as { code?: string };
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge('bodyBytes', maxOutputLength);
    throw badBody(texts.undecodable);
  });

/** JSON is UTF-8 (RFC 8259); a byte-order mark before it is allowed and means nothing. */
const textOf = (bytes: Buffer): string => {
  if (isUtf16(bytes)) throw unsupported(texts.utf16);
  if (!isUtf8(bytes)) throw badBody(texts.notUtf8);
  const text = bytes.toString();
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
};

const isUtf16 = ([first = 0x7b, second = 0x7b]: Buffer): boolean =>
  first === 0 || second === 0 || (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

const badBody = (text: Text) => new RequestRefusal(400, { code: 'BAD_USER_INPUT', text });

export const unsupported = (text: Text) => new RequestRefusal(415, { code: 'BAD_USER_INPUT', text });

const tooSlow = () => new RequestRefusal(408, { code: 'BAD_USER_INPUT', text: texts.tooSlow }, { connection: 'close' });
