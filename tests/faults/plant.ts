import { writeFileSync } from 'node:fs';
import type { Fault } from './fault.ts';
import { sourceOf } from './sources.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `work` while the fault is in the sources, and takes it out again, also when the process is told to end. */
export const withFault = async <Result>(fault: Fault, work: () => Promise<Result>): Promise<Result> => {
  const { path, text } = sourceOf(fault);
  const restore = () => writeFileSync(path, text);
  const end = () => {
    restore();
    process.exit(130);
  };
  for (const signal of signals) process.once(signal, end);
  try {
    writeFileSync(
      path,
      text.replace(fault.find, () => fault.replace),
    );
    return await work();
  } finally {
    restore();
    for (const signal of signals) process.off(signal, end);
  }
};
