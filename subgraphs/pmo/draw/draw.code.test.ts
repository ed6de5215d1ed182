import { hash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codeHash } from './draw.code.ts';

test('the hash of the code covers every source of the procedure, its engine and the quotas, as sha256sum lists them', () => {
  const cwd = 'subgraphs/pmo';
  const paths = globSync(['draw/**/*.ts', 'quota/**/*.ts'], { cwd })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.endsWith('.test.ts'))
    .sort();
  expect(paths).toEqual(
    expect.arrayContaining(['draw/freeze.ts', 'draw/reference.ts', 'draw/engine/lanes.ts', 'quota/apportion.ts']),
  );
  const lines = paths.map((path) => `${hash('sha256', readFileSync(`${cwd}/${path}`))}  ${path}\n`);
  expect(codeHash().toString('hex')).toBe(hash('sha256', lines.join('')));
});
