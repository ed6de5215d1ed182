import { Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import type { Reply, Request, Routes } from '../../../kit/routes.ts';
import type { ListService, ServedList } from './list.service.ts';
import { type Transfer, Transfers } from './transfers.ts';

/** Lists that are sent at the same time: a place costs work while its reader is fast, and holds up nobody while it is slow. */
const limits = { most: 8, aloneMs: 10_000, bytesPerMs: 256 };
const NEWEST_KEPT_S = 60;
const FOR_EVER_S = 31_536_000;

interface Span {
  from: number;
  to: number;
}

/** Reads a range of bytes (RFC 9110, 14.2): one only. Null to send the whole, undefined where nothing lies in it. */
export const spanOf = (header: string | undefined, bytes: number): Span | null | undefined => {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (!match || (first === '' && last === '')) return null;
  if (first === '') return Number(last) > 0 ? { from: Math.max(0, bytes - Number(last)), to: bytes } : undefined;
  if (last !== '' && Number(last) < Number(first)) return null;
  if (Number(first) >= bytes) return undefined;
  return { from: Number(first), to: last === '' ? bytes : Math.min(bytes, Number(last) + 1) };
};

const wantedSpan = ({ headers }: Request, { bytes }: ServedList, tag: string): Span | null | undefined => {
  const condition = headers['if-range'];
  return condition === undefined || condition === tag ? spanOf(headers.range, bytes) : null;
};

const takesGzip = ({ headers }: Request): boolean =>
  /(^|,)\s*gzip\s*(;\s*q=(1|0?\.\d*[1-9]))?\s*(,|$)/i.test(String(headers['accept-encoding'] ?? ''));

/** A piece counts as taken when the next one is asked for. */
async function* counted(pieces: AsyncIterable<Buffer>, { took }: Transfer): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    yield piece;
    took(piece.length);
  }
}

const send = (request: Request, reply: Reply, { list, transfer }: { list: ServedList; transfer: Transfer }): Reply => {
  const tag = `"${list.sha256.toString('hex')}"`;
  const hasAttempt = 'attempt' in (request.params as object);
  reply.header('etag', tag).header('accept-ranges', 'bytes').header('vary', 'accept-encoding');
  reply.header('cache-control', `public, max-age=${hasAttempt ? `${FOR_EVER_S}, immutable` : NEWEST_KEPT_S}`);
  if (request.headers['if-none-match'] === tag) return reply.status(304).send();
  const span = wantedSpan(request, list, tag);
  if (span === undefined) return reply.status(416).header('content-range', `bytes */${list.bytes}`).send();
  reply.type('text/plain; charset=us-ascii');
  const { from, to } = span ?? { from: 0, to: list.bytes };
  const bytes = Readable.from(counted(list.read(from, to), transfer), { objectMode: false, highWaterMark: 0 });
  if (span) {
    reply.status(206).header('content-range', `bytes ${from}-${to - 1}/${list.bytes}`);
  } else if (takesGzip(request)) {
    // Half of a random digit is spare, and the fastest level finds it.
    const gzip = createGzip({ level: constants.Z_BEST_SPEED });
    bytes.on('error', (error) => gzip.destroy(error));
    gzip.on('close', () => bytes.destroy());
    return reply.header('content-encoding', 'gzip').send(bytes.pipe(gzip));
  }
  return reply.header('content-length', to - from).send(bytes);
};

/**
 * `GET /draws/{wave}/list` and `GET /draws/{wave}/{attempt}/list`: the frozen list of a draw, for everyone from the freeze
 * on. It holds no winner and never changes.
 */
export const listRoutes =
  (lists: ListService): Routes =>
  async (app) => {
    const transfers = new Transfers(limits);
    const handler = async (request: Request, reply: Reply) => {
      const { wave, attempt } = request.params as { wave: string; attempt?: string };
      const transfer = transfers.begin(() => reply.raw.destroy());
      if (transfer === undefined) return reply.status(503).header('retry-after', '5').send();
      reply.raw.once('close', transfer.end);
      const list = await lists.find(Number(wave), attempt === undefined ? null : Number(attempt));
      return list ? send(request, reply, { list, transfer }) : reply.status(404).send();
    };
    app.get('/draws/:wave(^[1-9]\\d{0,5}$)/list', handler);
    app.get('/draws/:wave(^[1-9]\\d{0,5}$)/:attempt(^[1-9]\\d{0,3}$)/list', handler);
  };
