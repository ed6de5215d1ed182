import { expect, test } from 'vitest';
import { parseEnv, subgraphEnv } from './env.ts';

const right = {
  PORT: '4001',
  DATABASE_URL: 'postgres://pmo:secret@127.0.0.1:4090/pmo',
  CALLER_SECRET: 'k'.repeat(43),
};

test('defaults fill what is not set', () => {
  expect(parseEnv(subgraphEnv, right)).toMatchObject({ PORT: 4001, HOST: '127.0.0.1', EVENT_SUBSCRIBERS: [] });
});

test.each([
  ['PORT', '99999'],
  ['DATABASE_URL', 'mysql://host/x'],
  ['CALLER_SECRET', 'short'],
  ['EVENT_SUBSCRIBERS', '{not json'],
  ['EVENT_PUBLISHERS', '[{"name":"pmo","secret":"plain"}]'],
  ['LOG_LEVEL', 'loud'],
])('a wrong %s is named in one line', (name, value) => {
  const read = () => parseEnv(subgraphEnv, { ...right, [name]: value });
  expect(read).toThrow(name);
  expect(read).toThrow(/^wrong environment: [^\n]+$/);
});

test('the line never shows the value, which may be a secret', () => {
  const read = () => parseEnv(subgraphEnv, { ...right, CALLER_SECRET: 'hunter2' });
  expect(read).not.toThrow('hunter2');
});

test('several wrong variables are named together', () => {
  expect(() => parseEnv(subgraphEnv, {})).toThrow(/PORT.*DATABASE_URL.*CALLER_SECRET/);
});
