import { expect, inject, onTestFinished, test } from 'vitest';
import { addCrowd, makeStackRoster } from '../testkit/alumni-of-stack.ts';
import { commandBlocks, workspace } from '../testkit/workspace.ts';

const DOCUMENT = 'docs/partners/hire-alumni.md';
const { url, data } = inject('stack');

test('what docs/partners/hire-alumni.md says leads from a vacancy to a hire that the person confirms', async () => {
  await addCrowd(['barista-work', 'cashiering'], '32.73', 20);
  await makeStackRoster();
  const { run, remove } = workspace(data);
  onTestFinished(remove);
  const blocks = commandBlocks(DOCUMENT);
  expect(blocks.filter(({ mark }) => mark !== '')).toEqual([]);
  const said: string[] = [];
  for (const { text } of blocks) said.push(await run(text.replaceAll('http://localhost:4000/graphql', url)));
  const [, found = '', invited = '', applied = '', read = '', hired = '', told = ''] = said;
  const { alumni } = JSON.parse(found).data.vacancy;
  expect(alumni.nodes).toHaveLength(5);
  const [{ alumnus, reasons }] = alumni.nodes;
  expect(alumnus.matchingSkills).toEqual([{ code: 'barista-work' }, { code: 'cashiering' }]);
  expect(reasons[0].text).toBe('Certificates prove 2 of the 2 skills that the vacancy asks for.');
  const results = /"results":(\[.*?\])/.exec(invited)?.[1] ?? '[]';
  expect(JSON.parse(results)).toEqual(Array.from({ length: 5 }, () => ({ isInvited: true })));
  expect(invited.match(/"status":"SENT"/g)).toHaveLength(5);
  expect(JSON.parse(applied).data.applyToVacancy).toMatchObject({
    application: { status: 'SUBMITTED' },
    refusal: null,
  });
  expect(read).toMatch(
    /"status":"SUBMITTED","message":"Saya tertarik.","vacancy":\{"reference":"HIRE-1"\},"applicant":\{"name":"/,
  );
  expect(read).toContain('"updateApplication":{"application":{"status":"OFFERED"},"refusal":null}');
  expect(hired).toContain('"status":"REPORTED"');
  expect(hired).toContain('"confirmPlacement":{"placement":{"status":"CONFIRMED"},"refusal":null}');
  expect(told).toContain('"type":"application.submitted"');
  expect(told).toContain('"type":"placement.answered"');
}, 180_000);
