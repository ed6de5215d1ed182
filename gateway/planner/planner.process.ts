import { writeSync } from 'node:fs';
import type { PlanSource } from './plan-source.ts';
import type { PlannerAnswer, PlannerQuestion, PlannerSaying } from './planner-message.ts';
import { plansHere } from './plans-here.ts';

/** Our supergraph and some dozens of its plans take 100 MB. */
const mostBytes = 1024 ** 3;
const lookEveryMs = 100;

const known = new Map<string, PlanSource>();

const sourceFor = async ({ key, supergraph, dropped }: PlannerQuestion): Promise<PlanSource> => {
  if (dropped !== undefined) known.delete(dropped);
  const source = known.get(key) ?? (await plansHere(supergraph ?? ''));
  known.set(key, source);
  return source;
};

const answer = async (question: PlannerQuestion): Promise<PlannerAnswer> => {
  try {
    const { percentages, plan } = await sourceFor(question);
    const { operation } = question;
    return { percentages, node: operation && (await plan(operation)) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
};

const say = (saying: PlannerSaying) => process.send?.(saying);

/** At once: exit handlers may wait for the planner's threads. */
const end = () => process.kill(process.pid, 'SIGKILL');

process.on('message', async (question: PlannerQuestion) => say(await answer(question)));
process.once('disconnect', end);
// The gateway says when the planner ends: an interrupt from a terminal reaches both.
process.on('SIGINT', () => undefined);
setInterval(() => {
  if (process.memoryUsage.rss() < mostBytes) return;
  writeSync(2, `the planner took more than ${mostBytes / 1024 ** 2} MB\n`);
  end();
}, lookEveryMs);
say({ isReady: true });
