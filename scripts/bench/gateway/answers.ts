import { isDeepStrictEqual } from 'node:util';
import type { Gateway } from './gateways.ts';
import { type BenchQuery, bodyOf } from './queries.ts';

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: unknown;
}

async function ask(gateway: Gateway, query: BenchQuery): Promise<{ answer: Answer; bytes: number }> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(gateway.url, { method: 'POST', headers, body: bodyOf(query) });
  const text = await response.text();
  const answer: Answer = JSON.parse(text);
  if (!response.ok || answer.errors || !answer.data) {
    throw new Error(`${gateway.name} cannot answer ${query.name}: ${response.status} ${text.slice(0, 500)}`);
  }
  return { answer, bytes: text.length };
}

/** Throws unless all gateways give the same data without errors; returns its size in bytes. */
export async function compareAnswers(gateways: readonly Gateway[], query: BenchQuery): Promise<number> {
  const [first, ...others] = await Promise.all(gateways.map((gateway) => ask(gateway, query)));
  if (!first || others.some(({ answer }) => !isDeepStrictEqual(answer.data, first.answer.data))) {
    throw new Error(`The gateways' answers to ${query.name} differ.`);
  }
  return first.bytes;
}
