// Plants each fault in the sources and runs the tests that should catch it; see docs/faults.md.
import { parseArgs } from 'node:util';
import { executorFaults } from './executor.faults.ts';
import type { Fault } from './fault.ts';
import { faults } from './faults.ts';
import { withFault } from './plant.ts';
import { sourceOf, testsOf } from './sources.ts';
import { runTests, type TestRun } from './test-run.ts';

const row = (...cells: readonly string[]) => console.log(`| ${cells.join(' | ')} |`);

const chosenFaults = (all: readonly Fault[], ids: readonly string[] | undefined): readonly Fault[] => {
  const unknown = ids?.find((id) => !all.some((fault) => fault.id === id));
  if (unknown !== undefined) throw new Error(`there is no fault ${unknown}; --list names them`);
  return ids ? all.filter(({ id }) => ids.includes(id)) : all;
};

/** @throws Error before the first is planted, when some have no place in the sources or no tests */
const checkPlaces = (chosen: readonly Fault[]) => {
  const wrong = chosen.flatMap((fault): string[] => {
    try {
      sourceOf(fault);
      testsOf(fault);
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  });
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
};

const list = (chosen: readonly Fault[]) => {
  for (const fault of chosen) console.log(`${fault.id}\t${sourceOf(fault).path}\t${testsOf(fault).join(' ')}`);
};

/** A test that fails without a fault would catch all of them. */
const runClean = async (chosen: readonly Fault[]) => {
  const { hasPassed, failed, message } = await runTests([...new Set(chosen.flatMap(testsOf))]);
  if (!hasPassed) throw new Error(`without a fault this fails: ${failed ?? message}`);
};

const catcherOf = ({ hasPassed, failed, message }: TestRun): string => {
  if (failed !== undefined) return failed;
  return hasPassed ? 'NOT CAUGHT' : `NOT CAUGHT, no test ran to its end: ${message.split('\n')[0]}`;
};

/** @returns how many faults no test caught */
const runAll = async (chosen: readonly Fault[]): Promise<number> => {
  row('id', 'fault', 'caught by', 's');
  row('---', '---', '---', '---');
  let missed = 0;
  for (const fault of chosen) {
    const run = await withFault(fault, () => runTests(testsOf(fault)));
    if (run.failed === undefined) missed += 1;
    row(fault.id, fault.does, catcherOf(run), run.seconds.toFixed(0));
  }
  return missed;
};

const { values } = parseArgs({
  options: {
    executor: { type: 'boolean' },
    only: { type: 'string', multiple: true },
    list: { type: 'boolean' },
    clean: { type: 'boolean' },
  },
});
const chosen = chosenFaults(values.executor ? executorFaults : faults, values.only);
checkPlaces(chosen);
if (values.list) list(chosen);
else if (values.clean) await runClean(chosen);
else process.exitCode = (await runAll(chosen)) > 0 ? 1 : 0;
