import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Template, templates } from '../../scripts/partner/scaffold.ts';
import { graphClient } from '../testkit/client.ts';
import { runGuide } from '../testkit/guide-run.ts';
import { freePort } from '../testkit/port.ts';
import { startTestStack, type TestStack } from '../testkit/stack.ts';
import { commandBlocks, workspace } from '../testkit/workspace.ts';

const GUIDE = 'docs/partners/bring-a-subgraph.md';
/** What the commands of the guide may take. */
const MOST_SECONDS = 600;
const TEST_MS = 900_000;

/** The name that stands for the guide's in each run: a name is taken once. */
const names: Record<Template, string> = { kit: 'magang', yoga: 'beasiswa', python: 'lokakarya' };

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

let running: TestStack;
let space: ReturnType<typeof workspace>;
beforeAll(async () => {
  running = await startTestStack({ people: 50, isPublished: true });
  space = workspace(running.data);
});
afterAll(async () => {
  space.remove();
  await running.stop();
});

/** The commands of the guide for a template, with the ports of the test. */
const commandsOf = async (template: Template) => {
  const name = names[template];
  const port = await freePort();
  return commandBlocks(GUIDE)
    .filter(({ mark }) => mark === '' || mark.split(' ').includes(template))
    .map(({ text }) => text)
    .join('\n')
    .replaceAll('--template kit', `--template ${template}`)
    .replaceAll('magang', name)
    .replaceAll('Magang', upperFirst(name))
    .replaceAll('http://localhost:4000', new URL(running.stack.url).origin)
    .replaceAll('4100', String(port));
};

test('every block of commands is run', () => {
  const fences = readFileSync(GUIDE, 'utf8').match(/^```sh/gm) ?? [];
  expect(commandBlocks(GUIDE).filter(({ mark }) => !mark.startsWith('text'))).toHaveLength(fences.length);
});

const quoted = /```text\n([\s\S]+?)```/.exec(readFileSync(GUIDE, 'utf8'))?.[1] ?? '';

test.each(templates)(
  'who follows the guide with the template %s is answered through the gateway',
  async (template) => {
    const name = names[template];
    const { code, out, seconds } = await runGuide(await commandsOf(template), space.directory);
    const log = () => readFileSync(join(space.directory, `${name}.log`), 'utf8');
    expect([code, code === 0 ? '' : `${out}\n${log()}`]).toEqual([0, '']);
    console.info(`${template}: ${Math.round(seconds)} s of commands`);
    expect(seconds).toBeLessThan(MOST_SECONDS);
    expect(out).toContain(quoted.replaceAll('magang', name));
    expect(out).toContain('"code":"UNAUTHENTICATED"');
    expect(out).toContain('is LIVE');
    expect(out).toContain(`{"data":{"${name}Offer":{"title":"A place to learn by working"}}}`);
    expect(out).toMatch(new RegExp(`{"data":{"me":{"name":"[^"]+","${name}Offers":2}}}`));
  },
  TEST_MS,
);

test('what a person alone is shown no officer is, and the partner is not asked', async () => {
  const officer = graphClient({ url: running.stack.url, data: running.data })('officer');
  const { errors, asked } = await officer.query('{ participants(first: 1) { nodes { id magangOffers } } }', {});
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  expect(asked).toEqual(['pmo']);
});
