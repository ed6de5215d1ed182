import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A wallet in a process and with a book of its own: a line of it for each time that money moved. */
interface Faults {
  refusesDuplicates: boolean;
  /** Parts of the payments, 0 to 1. */
  failing: number;
  silent: number;
  refused: number;
  /** Pending, and paid when it is looked up for the third time. */
  pending: number;
  /** Paid, and not found by the first look-up. */
  lateVisible: number;
  conflicting: number;
  /** Answered with a code that means nothing here, as 404xx18 does for a top-up. */
  strange: number;
  /** Every call fails in one second of two. */
  isFlapping: boolean;
}

const [book = '', given = '{}'] = process.argv.slice(2);
const SILENCE_MS = 120_000;

const quiet = { failing: 0, silent: 0, refused: 0, pending: 0, lateVisible: 0, conflicting: 0, strange: 0 };
let faults: Faults = { refusesDuplicates: true, isFlapping: false, ...quiet, ...JSON.parse(given) };

interface BookEntry {
  state: 'PAID' | 'PENDING' | 'FAILED';
  lookUps: number;
  isHidden: boolean;
}

const booked = new Map<string, BookEntry>();
let waiting = '';
let isFlushing = false;

/** Lines go to the file together, before their answers leave. */
const write = (line: string) => {
  waiting += line;
  if (isFlushing) return;
  isFlushing = true;
  queueMicrotask(() => {
    appendFileSync(book, waiting);
    waiting = '';
    isFlushing = false;
  });
};

const pay = (reference: string, account: string, amount: string): void => {
  write(`${reference} ${account} ${amount}\n`);
};

type Kind = 'failing' | 'silent' | 'refused' | 'pending' | 'lateVisible' | 'conflicting' | 'strange' | 'plain';
const kinds = ['failing', 'silent', 'refused', 'pending', 'lateVisible', 'conflicting', 'strange'] as const;

const kindOf = (): Kind => {
  let chance = Math.random();
  for (const kind of kinds) {
    if (chance < faults[kind]) return kind;
    chance -= faults[kind];
  }
  return 'plain';
};

interface Answer {
  status: number;
  body: object;
}

const answers = {
  PAID: { status: 200, body: { code: '00' } },
  PENDING: { status: 202, body: { code: '03' } },
  FAILED: { status: 200, body: { code: '06' } },
} as const;

const NOT_FOUND: Answer = { status: 404, body: { code: '07' } };
const BROKEN: Answer = { status: 500, body: {} };

const takeIn = async ({ reference, account, amount }: Record<string, string>): Promise<Answer> => {
  const key = reference ?? '';
  const known = booked.get(key);
  if (known && faults.refusesDuplicates)
    return known.state === 'PAID' ? { status: 409, body: { code: '01' } } : answers[known.state];
  const kind = kindOf();
  if (kind === 'failing') return BROKEN;
  const state = kind === 'refused' ? 'FAILED' : kind === 'pending' ? 'PENDING' : 'PAID';
  booked.set(key, { state, lookUps: 0, isHidden: kind === 'lateVisible' });
  if (state === 'PAID') pay(key, account ?? '', amount ?? '');
  if (kind === 'silent' || kind === 'lateVisible') await delay(SILENCE_MS, undefined, { ref: false });
  if (kind === 'conflicting') return { status: 409, body: { code: '01' } };
  if (kind === 'strange') return { status: 404, body: { code: '18' } };
  return answers[state];
};

const lookUp = ({ reference, account, amount }: Record<string, string>): Answer => {
  const known = booked.get(reference ?? '');
  if (!known) return NOT_FOUND;
  known.lookUps += 1;
  if (known.isHidden && known.lookUps === 1) return NOT_FOUND;
  if (known.state === 'PENDING' && known.lookUps >= 3) {
    known.state = 'PAID';
    pay(reference ?? '', account ?? '', amount ?? '');
  }
  return answers[known.state];
};

const server = createServer(async (request, response) => {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  const body = JSON.parse(text || '{}');
  let answer: Answer;
  if (request.url === '/faults') {
    faults = { ...faults, ...body };
    answer = { status: 200, body: {} };
  } else if (faults.isFlapping && Math.floor(Date.now() / 1_000) % 2 === 0) answer = BROKEN;
  else answer = request.url === '/pay' ? await takeIn(body) : lookUp(body);
  if (response.destroyed) return;
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
