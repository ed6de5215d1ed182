// Runs the tests and closes with the line that CI reads, from the runner's own report.
//   npm test                        all that need no browser
//   npm test -- chaos browser       the groups that are named: parts, graph, chaos, browser
//   npm test -- subgraphs/pmo -t x  what Vitest takes: parts of paths, options
import './install.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';

const groups = ['parts', 'graph', 'chaos', 'browser'];
const given = process.argv.slice(2);
const named = groups.filter((group) => given.includes(group));
const chosen = named.length > 0 ? named : groups.filter((group) => group !== 'browser');
const leftOut = groups.filter((group) => !chosen.includes(group));

const rest = given.filter((argument) => !groups.includes(argument));

/** Groups that ask the services of a whole stack: beside other groups these would only take CPU time. */
const withStack = ['graph', 'browser'];
const runs = [
  chosen.filter((group) => !withStack.includes(group)),
  chosen.filter((group) => withStack.includes(group)),
];

/** Runs groups; without a report nothing ran, and something failed all the same. */
const run = (some) => {
  const file = 'node_modules/.vitest-report.json';
  rmSync(file, { force: true });
  const { status } = spawnSync(
    'node',
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      // A group may have a second project for files that must run alone.
      ...some.map((group) => `--project=${group}*`),
      ...rest,
    ],
    { stdio: 'inherit' },
  );
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { numPassedTests: 0, testResults: [] };
  return { status: status ?? 1, report };
};

// A few files, or options, are one run: some groups would have nothing to do.
const results = (rest.length > 0 ? [chosen] : runs.filter((some) => some.length > 0)).map(run);
const slowest = results
  .flatMap(({ report }) => report.testResults)
  .map(({ name, startTime, endTime }) => ({ name: relative('.', name), seconds: (endTime - startTime) / 1000 }))
  .sort((one, other) => other.seconds - one.seconds)
  .slice(0, 10);
// Again at the end, where a log that keeps only its last lines still has it.
const failures = results
  .flatMap(({ report }) => report.testResults)
  .flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [{ title: relative('.', name), message }] : [];
    return failed.map((test) => ({
      title: `${relative('.', name)} > ${test.fullName}`,
      message: test.failureMessages.join('\n'),
    }));
  });
if (failures.length > 0) console.log('What failed:');
for (const { title, message } of failures.slice(0, 20)) {
  console.log(`  ${title}\n${message.split('\n').slice(0, 12).join('\n')}`);
}
console.log('The ten slowest files:');
for (const { name, seconds } of slowest) console.log(`${seconds.toFixed(1).padStart(7)} s  ${name}`);
if (leftOut.length > 0) console.log(`Left out: ${leftOut.join(', ')} (npm test -- ${leftOut.join(' ')})`);
// A file that could not be loaded has no tests to count, and has failed all the same.
const failedOf = ({ status, report }) =>
  report.numFailedTests || (status === 0 ? 0 : Math.max(1, report.numFailedTestSuites ?? 1));
const skipped = results
  .flatMap(({ report }) => report.testResults)
  .flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'skipped' || status === 'pending'),
  );
if (skipped.length > 0) console.log(`Skipped: ${skipped.map(({ fullName }) => fullName).join('; ')}`);
const passed = results.reduce((sum, { report }) => sum + report.numPassedTests, 0);
console.log(`${passed} passed, ${results.reduce((sum, each) => sum + failedOf(each), 0)} failed`);
process.exit(results.find(({ status }) => status !== 0)?.status ?? 0);
