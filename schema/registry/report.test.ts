import { expect, test } from 'vitest';
import type { Finding } from './finding.ts';
import { reportJson, reportText } from './report.ts';

const refused: Finding = {
  rule: 'field-of-another',
  severity: 'ERROR',
  code: 'FIELD_ADDED',
  message: 'Participant belongs to pmo, who has not let bank add score to it',
  coordinate: 'Participant.score',
  owner: 'pmo',
  line: 4,
  column: 3,
  howToAsk: 'Ask pmo for the grant {}; two people of pmo decide.',
};
const noted: Finding = {
  rule: 'naming',
  severity: 'WARNING',
  code: 'NAME_FORM',
  message: 'odd',
  coordinate: 'A',
  line: 1,
  column: 1,
};

test('a person reads place, code, rule, owner, what is wrong and how to ask', () => {
  expect(reportText('kur.graphql', [refused, noted])).toMatchInlineSnapshot(`
    "kur.graphql:4:3 error FIELD_ADDED (rule field-of-another, owner pmo)
      Participant belongs to pmo, who has not let bank add score to it.
      Ask pmo for the grant {}; two people of pmo decide.
    kur.graphql:1:1 warning NAME_FORM (rule naming)
      odd.
    kur.graphql: refused: 1 error, 1 warning
    "
  `);
  expect(reportText('kur.graphql', [noted])).toMatch('kur.graphql: accepted: 1 warning');
  expect(reportText('kur.graphql', [])).toBe('kur.graphql: accepted: nothing to say\n');
});

test('a program reads the same as JSON', () => {
  expect(JSON.parse(reportJson('kur.graphql', [refused]))).toEqual({
    file: 'kur.graphql',
    isAccepted: false,
    findings: [refused],
  });
});
