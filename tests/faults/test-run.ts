import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Report {
  success: boolean;
  testResults: readonly {
    message: string;
    assertionResults: readonly { status: string; fullName: string }[];
  }[];
}

export interface TestRun {
  hasPassed: boolean;
  /** Name of the first test that failed. */
  failed: string | undefined;
  /** What the run said of itself when no test failed, such as why a file could not be loaded. */
  message: string;
  seconds: number;
}

const LONGEST_MS = 300_000;

const runVitest = async (files: readonly string[], report: string): Promise<string> => {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--bail=1', '--reporter=json', `--outputFile=${report}`];
  const child = spawn(process.execPath, [...vitest, ...files], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: LONGEST_MS,
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (part) => {
    errors += part;
  });
  const kill = () => child.kill();
  process.once('exit', kill);
  await once(child, 'close');
  process.off('exit', kill);
  return errors;
};

const readReport = (path: string): Report | undefined => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report;
  } catch {
    return undefined;
  }
};

/** Runs test files until the first test fails. */
export const runTests = async (files: readonly string[]): Promise<TestRun> => {
  const folder = mkdtempSync(join(tmpdir(), 'prakerja-faults-'));
  const path = join(folder, 'report.json');
  const startedMs = performance.now();
  const errors = await runVitest(files, path);
  const report = readReport(path);
  rmSync(folder, { recursive: true });
  const results = report?.testResults ?? [];
  const failed = results.flatMap(({ assertionResults }) => assertionResults).find(({ status }) => status === 'failed');
  return {
    hasPassed: report?.success ?? false,
    failed: failed?.fullName,
    message: [...results.map(({ message }) => message), errors].join('\n').trim(),
    seconds: (performance.now() - startedMs) / 1_000,
  };
};
