import { readFileSync } from 'node:fs';
import { expect, inject, onTestFinished, test } from 'vitest';
import { commandBlocks, workspace } from '../testkit/workspace.ts';

const target = inject('stack');
const readme = readFileSync('README.md', 'utf8');

test('the query of the README gives the answer of the README', async () => {
  const body = /-d '(\{"query":[^']+\})'/.exec(readme)?.[1] ?? '';
  const answer = /```json\n(.+)\n```/.exec(readme)?.[1] ?? '';
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(target.url, { method: 'POST', headers, body });
  expect(await response.json()).toEqual(JSON.parse(answer));
});

test('the commands of the README do what it says', async () => {
  const { run, remove } = workspace(target.data);
  onTestFinished(remove);
  const draw = commandBlocks('README.md').find(({ text }) => text.includes('verify-draw'))?.text ?? '';
  expect(await run(draw)).toMatch(/^verify-draw: wave 1004: \d+ winners of \d+ entries are right/m);
  const inline = [...readme.matchAll(/`(npm run [^`…]+)`/g)].map(([, command = '']) => command);
  expect(inline.map((command) => command.split(' ').slice(0, 5).join(' '))).toEqual([
    'npm run -s token --',
    'npm run graph -- replay',
    'npm run graph -- usage',
    'npm run graph -- --help',
  ]);
  const [token = '', replay = '', usage = ''] = await Promise.all(inline.map((command) => run(command)));
  expect(token.split('.')).toHaveLength(3);
  expect(replay).toMatch(/judged again under 2023/);
  expect(usage).toMatch(/^ORGANISATION +CLIENT|nobody used Participant.id in 30 days/m);
});
