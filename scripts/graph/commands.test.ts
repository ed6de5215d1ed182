import { expect, test, vi } from 'vitest';
import { commands, help } from './commands.ts';

/** What a command of this process writes to its standard output. */
const output = async (work: () => Promise<void>): Promise<string> => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await work();
    return write.mock.calls.map(([text]) => text).join('');
  } finally {
    write.mockRestore();
  }
};

const names = Object.keys(commands);

test('--help has one line for each command', () => {
  expect(names.join(' ')).toBe(
    'wave events supergraph usage check publish approve canary rollback status diff grants expectations keys new dev kit deprecations invite developers health audit request vault partner-ids accounts frontends secrets backup archive migrate seed replay import-courses import-vacancies export-courses publish-draw verify-draw witness verify-certificate ledger conformance sandbox payouts reconciliation invariants',
  );
  const listed = help.split('\n').filter((line) => line.startsWith('  ') && line.length <= 120);
  for (const name of names) expect(listed.filter((line) => line.startsWith(`  ${name} `))).toHaveLength(1);
});

// A verifier or a witness is a program of its own, and prints by itself.
test.each(names.filter((name) => !/^verify-|^witness$/.test(name)))('%s has a --help of its own', async (name) => {
  const { command } = (await commands[name]?.load()) ?? {};
  const text = await output(async () => command?.run(['--help']));
  expect(text).toContain(`npm run graph -- ${name}`);
  await expect(command?.run(['--nonsense'])).rejects.toThrow(
    "Unknown option '--nonsense' (--help lists what it takes)",
  );
});

const needStack: [name: string, ...args: string[]][] = [
  ['wave', 'show', '--number', '1004'],
  ['events', 'list', '--subgraph', 'pmo'],
  ['supergraph', 'show'],
  ['usage', '--coordinate', 'Query.me'],
  ['dev', 'kur', '--sdl', 'kur.graphql', '--url', 'http://localhost:4100/graphql'],
  ['audit', 'verify'],
  ['vault', 'status', '--subgraph', 'pmo'],
  ['accounts', 'add-officer', '--email', 'a@example.org', '--generate-password'],
  ['migrate'],
  ['seed'],
  ['replay', '--policy', '2023', '--wave', '1'],
  ['publish-draw', '--wave', '1', '--out', '/nowhere/draw.txt'],
  ['conformance', '--partner', 'dana'],
  ['reconciliation', '--date', '2026-11-26'],
  ['invariants'],
];

test.each(needStack)('%s names the stack that is missing', async (name, ...args) => {
  const { command } = (await commands[name]?.load()) ?? {};
  const none = /^(there is no stack in|no stack runs on) \/nowhere/;
  await expect(command?.run([...args, '--data', '/nowhere'])).rejects.toThrow(none);
});
