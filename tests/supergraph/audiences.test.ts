import { readFileSync } from 'node:fs';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery, printSchema } from 'graphql';
import { expect, inject, test } from 'vitest';
import { readAudiences } from '../../gateway/supergraph.ts';
import { hiddenElements, hiddenNames, madeUpName, Probes } from '../../gateway/testkit/hidden-elements.ts';
import { roles } from '../../scripts/roles.ts';
import { readSecrets } from '../../scripts/stack/secrets.ts';
import { readStackFile } from '../../scripts/stack/stack-file.ts';
import { signToken } from '../../scripts/stack/token.ts';
import type { Audience } from '../../subgraphs/kit/audiences.ts';
import { graphClient } from '../testkit/client.ts';

const { url, data } = inject('stack');
const as = graphClient({ url, data });

/** Each role and what it is shown; nobody is shown what participants are. */
const shownTo: [string | undefined, Audience][] = [
  [undefined, 'public'],
  ['participant', 'public'],
  ['platform', 'platform'],
  ['institution', 'platform'],
  ['assessor', 'platform'],
  ['portal', 'portal'],
  ['wallet', 'payment'],
  ['treasury', 'payment'],
  ['bank', 'bank'],
  ['officer', 'officer'],
];

const tokenOf = (role: string) =>
  signToken(readSecrets(data).tokenKey, {
    issuer: readStackFile(data).issuer,
    subject: `synthetic-${role}`,
    role,
    scopes: roles[role] ?? [],
  });

const sdlOf = (audience: Audience) => readFileSync(`schema/audiences/${audience}.graphql`, 'utf8').trim();

test.each(shownTo)(
  'introspection shows %s what schema/audiences has for %s, and the explorer does',
  async (role, audience) => {
    const query = getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true });
    const { data: asked } = await as(role).query<IntrospectionQuery>(query);
    const printed = (schema: IntrospectionQuery) =>
      printSchema(buildClientSchema(schema)).split('\n\n').sort().join('\n\n');
    const written = sdlOf(audience).split('\n\n').sort().join('\n\n');
    expect(printed(asked)).toBe(written);
    if (role === undefined) return;
    const headers = { authorization: `Bearer ${await tokenOf(role)}` };
    const own = await (await fetch(`${url}/explorer/own.json`, { headers })).json();
    expect([own.audience, printed(own.schema)]).toEqual([audience, written]);
  },
);

const samplesIn = (texts: readonly { query: string }[]) =>
  texts.map(({ query }) => /^(?:query|mutation|subscription) (\w+)/m.exec(query)?.[1]);

test('the explorer has samples of what whoever opens it is shown', async () => {
  const page = await (await fetch(url, { headers: { accept: 'text/html' } })).text();
  const settings = JSON.parse(/id="settings">(.*?)<\/script>/s.exec(page)?.[1] ?? '');
  const ofPublic = samplesIn(settings.samples);
  expect(ofPublic).toContain('ParticipantJourney');
  expect(ofPublic).toContain('WaveDashboard');
  for (const name of ['AnnounceWave', 'AlumniBySkill', 'ImportCourses']) expect(page).not.toContain(name);
  const ownOf = async (role: string) => {
    const response = await fetch(`${url}/explorer/own.json`, {
      headers: { authorization: `Bearer ${await tokenOf(role)}` },
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
    return samplesIn((await response.json()).samples);
  };
  expect(await ownOf('portal')).toContain('AlumniBySkill');
  expect(await ownOf('portal')).not.toContain('ParticipantJourney');
  expect(await ownOf('officer')).toContain('AnnounceWave');
});

const graphs = readAudiences(readFileSync('schema/supergraph.graphql', 'utf8'));
const organizations = { portal: 'portal', platform: 'platform', payment: 'wallet', public: 'participant' } as const;

test.each(Object.entries(organizations))(
  '%s is answered as if nothing else existed, by every name there is',
  async (audience, role) => {
    const { schema } = graphs[audience as Audience];
    const full = graphs.officer.schema;
    const probes = new Probes(schema);
    const hidden = hiddenNames(schema, full).filter((name) => /[a-z][A-Z]|_/.test(name));
    const client = as(role);
    const plain = (answer: { errors: unknown; data: unknown }) =>
      JSON.stringify([answer.data, answer.errors]).replaceAll(/ Did you mean [^?]*\?/g, '');
    const faults: string[] = [];
    for (const element of hiddenElements(schema, full)) {
      const made = madeUpName(element.name);
      // One of each form suffices here: the forms themselves are tried on a small graph.
      const index = element.coordinate.length % 4;
      const [probe, twin] = [element.name, made].map(
        (name) => probes.of(element, name).at(index) ?? probes.of(element, name)[0],
      );
      if (!probe || !twin) continue;
      const [answer, other] = await Promise.all(
        [probe, twin].map(({ query, variables }) => client.query<unknown>(query, variables)),
      );
      if (!answer || !other) continue;
      if (plain(answer) !== plain(other).replaceAll(made, element.name))
        faults.push(`${element.coordinate}: ${plain(answer)}`);
      const told = hidden.filter(
        (name) => !JSON.stringify(probe).includes(name) && plain(answer).includes(`"${name}"`),
      );
      faults.push(...told.map((name) => `${element.coordinate} tells ${name}`));
    }
    expect(faults).toEqual([]);
    expect(hiddenElements(schema, full).length).toBeGreaterThan(300);
  },
);

test('a portal is shown nothing of disbursements, by any word', () => {
  expect(sdlOf('portal')).not.toMatch(/disburse|settlement/i);
  for (const word of [
    'announceWave',
    'createWave',
    'DisbursementBatch',
    'SettlementRun',
    'reconciliation',
    'alumniBySkill',
  ])
    expect(sdlOf('public')).not.toContain(word);
});
