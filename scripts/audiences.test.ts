import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { DeclaredMutation } from '../subgraphs/kit/mutation.ts';
import { Refusal } from '../subgraphs/kit/refusal.ts';
import { audienceFaults, operationFaults, refusalFaults, schemasOf, sendersOf } from './audiences.ts';

const supergraph = readFileSync('schema/supergraph.graphql', 'utf8');
const schemas = schemasOf(supergraph);

test('nothing is wrong with the audiences of the graph', () => {
  expect(audienceFaults(supergraph)).toEqual([]);
});

const all = (field: string) => new RegExp(`(${field}.*?)( @tag\\(name: "\\w+"\\))+`);

test.each([
  [
    'a field that names no audience',
    (sdl: string) => sdl.replace(all('\\n {2}waves\\([^)]*\\): WaveConnection!'), '$1'),
    /^Query.waves names no audience: only officers would be shown it$/,
  ],
  [
    'a tag that is none of an audience',
    (sdl: string) => sdl.replace('@tag(name: "portal")', '@tag(name: "portals")'),
    /^the tag "portals" is none of an audience/,
  ],
  [
    'a description that names what its reader is not shown',
    (sdl: string) => sdl.replace('"""\n  The participant whose token this is.', '"""\n  As `announceWave` has it.'),
    /^public: the description of Query.me names announceWave, which is not shown$/,
  ],
  [
    'a description that names it in plain words',
    (sdl: string) => sdl.replace('"""\n  The participant whose token this is.', '"""\n  As announceWave has it.'),
    /^public: the description of Query.me names announceWave, which is not shown$/,
  ],
])('%s is a fault', (_, change, fault) => {
  expect(change(supergraph)).not.toBe(supergraph);
  expect(audienceFaults(change(supergraph))).toContainEqual(expect.stringMatching(fault));
});

test('the text of a refusal that names what whoever is refused is not shown is a fault', () => {
  const { text } = new Refusal('SEAT_GONE', { en: 'See `reserveSeat`.', id: 'Lihat.' });
  const mutation = { name: 'redeem', audiences: ['platform', 'officer'], refusals: [{ code: 'SEAT_GONE', text }] };
  expect(refusalFaults([mutation as unknown as DeclaredMutation], schemas)).toEqual([
    'platform: redeem, refusal SEAT_GONE names reserveSeat, which is not shown',
  ]);
});

test.each([
  ["# Token: an officer's (scope wave:announce).", ['officer']],
  ["# Token: the participant's own, or an officer's.", ['public', 'officer']],
  ["# Token: the platform's, or an assessor's with `course:assess`.", ['platform']],
  ["# Token: a job portal's, with alumni:search.", ['portal']],
  ["# Token: the treasury's.", ['payment']],
  ['# Public: no token needed.', ['public']],
  ['# Nothing is said.', []],
])('"%s" says who sends it', (head, expected) => {
  expect(sendersOf(`# What it is for.\n${head}\n{ me { id } }`)).toEqual(expected);
});

test('an operation must be valid for each of those who send it', () => {
  const announce = 'mutation { announceWave(number: 1) { refusal { code } } }';
  expect(operationFaults(`# Token: an officer's.\n${announce}`, schemas)).toEqual([]);
  expect(operationFaults(`# Token: a portal's.\n${announce}`, schemas)).toEqual([
    expect.stringMatching(/^portal: Cannot query field "announceWave"/),
  ]);
  expect(operationFaults(announce, schemas)).toEqual([expect.stringMatching(/says who sends it$/)]);
});
