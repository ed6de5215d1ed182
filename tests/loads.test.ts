import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** Prints the packages that a module loads. */
const PROGRAM = `
  import { registerHooks } from 'node:module';
  const found = new Set();
  registerHooks({ load(url, context, next) {
    found.add(/.*node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1]);
    return next(url, context);
  } });
  await import(process.argv[1]);
  console.log(JSON.stringify([...found].filter(Boolean)));
`;

const packagesOf = async (module: string): Promise<string[]> => {
  const args = [
    '--import',
    './scripts/loader.mjs',
    '--input-type=module',
    '--eval',
    PROGRAM,
    new URL(module, import.meta.url).href,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as string[];
};

// Each of these took most of a start for whatever only reads its environment.
test.for(['../subgraphs/kit/env.ts', '../gateway/env.ts', '../gateway/gateway.ts', '../scripts/env.ts'])(
  '%s loads no database, and no numbers of phones',
  async (module) => {
    const packages = await packagesOf(module);
    expect(packages).toContain('zod');
    const heavy = ['@mikro-orm/core', 'kysely', 'type-graphql', 'libphonenumber-js'];
    expect(packages.filter((name) => heavy.includes(name))).toEqual([]);
  },
);
