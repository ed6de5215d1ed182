import { cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packKit } from './pack.ts';

/** Ways to make a subgraph: with the kit, and without it in two languages. */
export const templates = ['kit', 'yoga', 'python'] as const;
export type Template = (typeof templates)[number];

export interface Scaffold {
  /** Name of the subgraph: a word of small letters and digits. */
  name: string;
  template: Template;
  folder: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = join(root, 'scripts', 'partner', 'templates');
const vectors = join(root, 'docs', 'partners', 'signature-vectors.json');

/** The word that stands for the name in the templates: they are valid as they are. */
const STAND_IN = 'contoh';

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const named = (text: string, name: string): string =>
  text
    .replaceAll(STAND_IN, name)
    .replaceAll(upperFirst(STAND_IN), upperFirst(name))
    .replaceAll(STAND_IN.toUpperCase(), name.toUpperCase());

/** A file of this name would count in the folder of the templates too. */
const ownNames: Record<string, string> = { gitignore: '.gitignore' };

const rewrite = async (folder: string, file: string, name: string): Promise<void> => {
  const path = join(folder, file);
  await writeFile(path, named(await readFile(path, 'utf8'), name));
  await rename(path, join(folder, ownNames[file] ?? named(file, name)));
};

/**
 * Writes a stand-alone subgraph.
 * @throws Error where the folder holds something
 */
export const scaffold = async ({ name, template, folder }: Scaffold): Promise<void> => {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new Error(`${folder} is not empty: name another with --dir`);
  await cp(join(source, template), folder, { recursive: true });
  await cp(join(source, 'schema.graphql'), join(folder, 'schema.graphql'));
  for (const file of await readdir(folder)) await rewrite(folder, file, name);
  await writeFile(join(folder, 'signature-vectors.json'), await readFile(vectors, 'utf8'));
  if (template !== 'kit') return;
  const manifest = join(folder, 'package.json');
  const kit = basename(await packKit(folder));
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('"KIT"', `"file:${kit}"`));
};
