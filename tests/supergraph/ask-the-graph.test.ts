import { expect, inject, onTestFinished, test } from 'vitest';
import { commandBlocks, workspace } from '../testkit/workspace.ts';

const DOCUMENT = 'docs/partners/ask-the-graph.md';
const { url, data } = inject('stack');

test('what docs/partners/ask-the-graph.md says about a query before and after it is sent', async () => {
  const { run, remove } = workspace(data);
  onTestFinished(remove);
  const said: string[] = [];
  for (const { mark, text } of commandBlocks(DOCUMENT))
    if (mark !== 'not-run') said.push(await run(text.replaceAll('http://localhost:4000/graphql', url)));
  const [dryRun = '', headers = '', planned = '', compressed = ''] = said;
  expect(said).toHaveLength(4);

  const { data: read, extensions } = JSON.parse(dryRun);
  expect(read).toBeNull();
  expect(extensions.dryRun).toMatchObject({
    operation: 'Desk',
    isExecutable: true,
    missingScopes: [
      {
        field: 'Participant.accessLog',
        lacksToken: false,
        anyOf: [{ scopes: ['self'], missing: ['self'], heldBy: ['participant'] }],
      },
    ],
    deprecated: [{ element: expect.stringMatching(/\.skill$/), reason: expect.stringContaining('`skills`') }],
    personalData: [
      { field: 'Participant.name', class: 'GENERAL' },
      { field: 'Participant.trainingBalance', class: 'SPECIFIC' },
    ],
  });
  expect([...extensions.dryRun.subgraphs].sort()).toEqual(['payments', 'pmo', 'training']);

  expect(headers).toMatch(/^x-cost: requested=\d+, actual=\d+\r$/m);
  expect(headers).toMatch(/^ratelimit: "points";r=\d+;t=\d+\r$/m);
  expect(headers).toMatch(/^ratelimit-policy: "points";q=\d+;w=60\r$/m);

  const { plan } = JSON.parse(planned).extensions;
  expect(plan[0]).toBe('1. pmo: Query.skill');
  expect(
    plan
      .slice(1)
      .map((line: string) => line.replace(/^\d\. /, ''))
      .sort(),
  ).toEqual([
    'jobs, after 1: Skill.vacancies of Skill by code at skill',
    'training, after 1: Skill.courses of Skill by code at skill',
  ]);

  expect(compressed).toMatch(/^content-encoding: gzip\r$/m);
  expect(compressed).toMatch(/^vary: (origin, )?accept-encoding\r$/m);
}, 120_000);
