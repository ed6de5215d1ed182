import { expect } from 'vitest';
import { invariants as draws } from '../../subgraphs/pmo/draw/draw.invariants.ts';
import { invariants as policies } from '../../subgraphs/pmo/policy/policy.invariants.ts';
import { invariants as cards } from '../../subgraphs/pmo/registration/card.invariants.ts';
import { invariants as waves } from '../../subgraphs/pmo/wave/wave.invariants.ts';
import { fundingsOf } from './funding.ts';
import type { openPmo } from './pmo.ts';
import type { RefusalAnswer } from './registration.ts';
import { callerOf } from './subgraph.ts';
import { until } from './until.ts';

const HOUR_MS = 3_600_000;
const officer = callerOf('officer-1', 'wave:manage wave:announce');

interface WaveResult {
  wave: { status: string; purchaseDeadline: string | null } | null;
}

/** What an officer does with waves, each by the API. */
export const officerOf = (pmo: Awaited<ReturnType<typeof openPmo>>) => {
  const { ask, clock, database, runner } = pmo;
  const { answerAll } = fundingsOf(pmo);
  const say = async (field: string, args: string) => {
    const mutation = `mutation { done: ${field}(${args}) { wave { status purchaseDeadline } refusal { code } } }`;
    const { data, errors } = await ask<{ done: WaveResult & RefusalAnswer }>(officer, mutation);
    expect(errors).toEqual([]);
    return data.done;
  };
  /** Expects that it is done. */
  const act = async (field: string, number: number) => {
    const { wave, refusal } = await say(field, `number: ${number}`);
    expect(refusal).toBeNull();
    return wave as NonNullable<WaveResult['wave']>;
  };
  /** A wave that opens in an hour, for eight hours. */
  const plan = async (number: number, { quota = 50, policyVersion = '2023' } = {}) => {
    const at = (hours: number) => new Date(clock.now().getTime() + hours * HOUR_MS).toISOString();
    const input = `number: ${number}, quota: ${quota}, opensAt: "${at(1)}", closesAt: "${at(9)}", isSynthetic: true`;
    const key = crypto.randomUUID();
    const args = `idempotencyKey: "${key}", input: { ${input}, policyVersion: "${policyVersion}" }`;
    expect((await say('createWave', args)).refusal).toBeNull();
  };
  const open = async (number: number, options = {}) => {
    await plan(number, options);
    await act('openWave', number);
  };
  const screen = async (number: number) => {
    await act('closeWave', number);
    await act('screenWave', number);
  };
  const statusOf = async (number: number) =>
    (await database.pool.query<{ status: string }>('select status from wave where number = $1', [number])).rows[0]
      ?.status;
  const draw = async (number: number) => {
    await answerAll();
    await act('drawWave', number);
    const looked = async () => {
      await runner.tick();
      return statusOf(number);
    };
    expect(await until(looked, (status) => status === 'DRAWN', 20_000)).toBe('DRAWN');
  };
  const expectInvariants = async () => {
    for (const { name, sql } of [...waves, ...cards, ...draws, ...policies])
      expect({ name, broken: (await database.pool.query(sql)).rows }).toEqual({ name, broken: [] });
  };
  return { say, act, plan, open, screen, draw, statusOf, expectInvariants };
};

/** How often each value occurs. */
export const counted = (values: readonly unknown[]) =>
  Object.fromEntries([...Map.groupBy(values, String)].map(([value, found]) => [value, found.length]));
