import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { command } from '../graph/partner/new.ts';
import { scaffold, templates } from './scaffold.ts';

const root = mkdtempSync(join(tmpdir(), 'prakerja-new-'));
afterAll(() => rmSync(root, { recursive: true }));

const textOf = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8');

test.each(templates)('%s is written under the name that is given, with the vectors', async (template) => {
  const folder = join(root, template);
  await scaffold({ name: 'sewa', template, folder });
  const files = readdirSync(folder);
  const words = ['README.md', 'Dockerfile', 'schema.graphql', '.gitignore', 'signature-vectors.json'];
  expect(files).toEqual(expect.arrayContaining(words));
  const texts = files.filter((file) => !file.endsWith('.tgz')).map((file) => [file, textOf(folder, file)]);
  expect(texts.filter(([file, text]) => /contoh/i.test(`${file} ${text}`)).map(([file]) => file)).toEqual([]);
  expect(textOf(folder, 'schema.graphql')).toContain('sewaOffer("Its id." id: ID!): SewaOffer');
  expect(textOf(folder, 'signature-vectors.json')).toBe(readFileSync('docs/partners/signature-vectors.json', 'utf8'));
  const kits = files.filter((file) => file.endsWith('.tgz'));
  expect(kits).toHaveLength(template === 'kit' ? 1 : 0);
  if (template === 'kit') expect(textOf(folder, 'package.json')).toContain(`"file:${kits[0]}"`);
  await expect(scaffold({ name: 'sewa', template, folder })).rejects.toThrow('is not empty: name another with --dir');
});

test.each([
  ['Sewa', 'is no name'],
  ['sewa/../x', 'is no name'],
  ['s', 'is no name'],
])('the name %s is refused', async (name, reason) => {
  await expect(command.run([name, '--dir', join(root, 'other')])).rejects.toThrow(reason);
});

test('a template that is not there is refused', async () => {
  await expect(command.run(['sewa', '--template', 'cobol'])).rejects.toThrow('--template takes kit, yoga, python');
});
