import { readFileSync } from 'node:fs';
import { expect, inject, test } from 'vitest';

test('the query of the README gives the answer of the README', async () => {
  const readme = readFileSync('README.md', 'utf8');
  const body = /-d '(\{"query":[^']+\})'/.exec(readme)?.[1] ?? '';
  const answer = /```json\n(.+)\n```/.exec(readme)?.[1] ?? '';
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(inject('stack').url, { method: 'POST', headers, body });
  expect(await response.json()).toEqual(JSON.parse(answer));
});
