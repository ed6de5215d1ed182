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
/** What goes on from it, in the same shell. */
const NEXT = ['docs/partners/deprecate-a-field.md', 'docs/partners/read-your-health.md'];
/** What the commands of the guide may take. */
const MOST_SECONDS = 600;
const TEST_MS = 1_200_000;

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

/** The commands of a guide, and the seconds that they took. */
const blocksOf = (guide: string, template: Template): string =>
  commandBlocks(guide)
    .filter(({ mark }) => mark === '' || mark.split(' ').includes(template))
    .map(({ text }) => text)
    .join('\n')
    .concat(`echo "${guide}: $SECONDS s"\n`);

/** The commands of the guides for a template, with the ports of the test. */
const commandsOf = async (template: Template) => {
  const name = names[template];
  const port = await freePort();
  return [GUIDE, ...(template === 'kit' ? NEXT : [])]
    .map((guide) => blocksOf(guide, template))
    .join('\n')
    .replaceAll('--template kit', `--template ${template}`)
    .replaceAll('magang', name)
    .replaceAll('Magang', upperFirst(name))
    .replaceAll('http://localhost:4000', new URL(running.stack.url).origin)
    .replaceAll('4100', String(port));
};

test.each([GUIDE, ...NEXT])('every block of commands of %s is run', (guide) => {
  const fences = readFileSync(guide, 'utf8').match(/^```sh/gm) ?? [];
  const blocks = commandBlocks(guide).filter(({ mark }) => mark !== 'text');
  expect(blocks).toHaveLength(fences.length);
  expect(blocks.filter(({ mark }) => mark.split(' ').some((word) => word && !names[word as Template]))).toEqual([]);
});

const quoted = /```text\n([\s\S]+?)```/.exec(readFileSync(GUIDE, 'utf8'))?.[1] ?? '';

test.each(templates)(
  'who follows the guide with the template %s is answered through the gateway',
  async (template) => {
    const name = names[template];
    const { code, out } = await runGuide(await commandsOf(template), space.directory);
    const log = () => readFileSync(join(space.directory, `${name}.log`), 'utf8');
    expect([code, code === 0 ? '' : `${out}\n${log()}`]).toEqual([0, '']);
    const seconds = [...out.matchAll(/(docs\/partners\/[\w-]+\.md): (\d+) s$/gm)].map(
      ([, guide, count]) => [guide, Number(count)] as const,
    );
    console.info(`${template}: ${seconds.map(([guide, count]) => `${guide} after ${count} s`).join(', ')}`);
    expect(seconds[0]?.[1]).toBeLessThan(MOST_SECONDS);
    expect(seconds).toHaveLength(template === 'kit' ? 1 + NEXT.length : 1);
    expect(out).toContain(quoted.replaceAll('magang', name));
    expect(out).toMatch(/"code": ?"UNAUTHENTICATED"/);
    expect(out).toContain('is LIVE');
    expect(out).toContain(`{"data":{"${name}Offer":{"title":"A place to learn by working"}}}`);
    expect(out).toMatch(new RegExp(`{"data":{"me":{"name":"[^"]+","${name}Offers":2}}}`));
  },
  TEST_MS,
);

test('a deprecated field was not removed before its user said that it may go', async () => {
  const text = (file: string) => readFileSync(join(space.directory, file), 'utf8');
  expect(text('refused.txt')).toMatch(/is REFUSED[\s\S]+DEPRECATION_NOT_ACKNOWLEDGED/);
});

test('what a person alone is shown no officer is, and the partner is not asked', async () => {
  const officer = graphClient({ url: running.stack.url, data: running.data })('officer');
  const { errors, asked } = await officer.query('{ participants(first: 1) { nodes { id magangOffers } } }', {});
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  expect(asked).toEqual(['pmo']);
});
