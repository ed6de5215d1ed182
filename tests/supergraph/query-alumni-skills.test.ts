import { expect, inject, onTestFinished, test } from 'vitest';
import { addCrowd, makeStackRoster } from '../testkit/alumni-of-stack.ts';
import { commandBlocks, workspace } from '../testkit/workspace.ts';

const DOCUMENT = 'docs/partners/query-alumni-skills.md';
const { url, data } = inject('stack');

test('what docs/partners/query-alumni-skills.md says leads from a token to alumni and the quota', async () => {
  await addCrowd(['barista-work'], '32.73', 40);
  await makeStackRoster();
  const { run, remove } = workspace(data);
  onTestFinished(remove);
  const said: string[] = [];
  for (const { text } of commandBlocks(DOCUMENT))
    said.push(await run(text.replaceAll('http://localhost:4000/graphql', url)));
  const [token = '', supply = '', found = '', quota = ''] = said;
  expect(said).toHaveLength(4);
  expect(token.split('.')).toHaveLength(3);
  const { people } = JSON.parse(supply).data.skillSupply.find(
    ({ skill }: { skill: { code: string } }) => skill.code === 'barista-work',
  );
  const { alumniBySkill } = JSON.parse(found).data;
  expect(alumniBySkill.nodes).toHaveLength(5);
  expect(alumniBySkill.totalCount).toBe(people);
  expect(people % 10).toBe(0);
  expect(alumniBySkill.nodes[0].matchingSkills).toEqual([{ code: 'barista-work' }]);
  const { used, remaining } = JSON.parse(quota).data.alumniQuota;
  expect(used).toBeGreaterThanOrEqual(5);
  expect(remaining).toBeGreaterThan(0);
}, 120_000);
