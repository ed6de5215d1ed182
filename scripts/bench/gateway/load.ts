import { spawn } from 'node:child_process';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Gateway } from './gateways.ts';
import { cpuSeconds, endWithThis } from './processes.ts';

const CONNECTIONS = 16;
const CLOCK_MS = 20;
const WARM_UP_SECONDS = 5;
const AUTOCANNON = fileURLToPath(import.meta.resolve('autocannon/autocannon.js'));

export interface Round {
  readonly requestsPerSecond: number;
  readonly cpuSecondsPer1000: number;
}

interface Result {
  readonly '2xx': number;
  readonly non2xx: number;
  readonly errors: number;
  readonly duration: number;
}

async function cannon(gateway: Gateway, body: string, until: readonly string[]): Promise<Result> {
  const shape = ['--json', '--no-progress', '-c', `${CONNECTIONS}`, '-L', `${CLOCK_MS}`, ...until];
  const request = ['-m', 'POST', '-H', 'content-type=application/json', '-b', body, gateway.url];
  const command = [AUTOCANNON, ...shape, ...request];
  const child = endWithThis(spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] }));
  const result = (await json(child.stdout)) as Result;
  if (result.errors + result.non2xx > 0) {
    throw new Error(`${gateway.name}: ${result.errors} failed connections, ${result.non2xx} answers other than 2xx.`);
  }
  return result;
}

/** Requests per second of a gateway that has been asked for `seconds`, whatever it had to compile first. */
async function warmUp(gateway: Gateway, body: string, seconds: number): Promise<number> {
  const result = await cannon(gateway, body, ['-d', `${seconds}`]);
  return result['2xx'] / result.duration;
}

/** A round of a fixed number of requests, so that none is left unfinished when the CPU clock is read. */
async function measure(gateway: Gateway, body: string, requests: number): Promise<Round> {
  const before = cpuSeconds(gateway.pid);
  const result = await cannon(gateway, body, ['-a', `${requests}`]);
  const cpu = cpuSeconds(gateway.pid) - before;
  return { requestsPerSecond: requests / result.duration, cpuSecondsPer1000: (cpu * 1_000) / requests };
}

/** Warms a gateway up and returns what one round of about `seconds` does. */
export async function prepareRounds(gateway: Gateway, body: string, seconds: number): Promise<() => Promise<Round>> {
  const perSecond = await warmUp(gateway, body, WARM_UP_SECONDS);
  const requests = Math.ceil(perSecond * seconds);
  return () => measure(gateway, body, requests);
}
