import { importJWK, SignJWT } from 'jose';
import { inject } from 'vitest';
import type { Guards } from '../../gateway/guard.ts';
import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import { readSecrets } from '../../scripts/stack/secrets.ts';
import { readStackFile } from '../../scripts/stack/stack-file.ts';
import { scopes } from '../../subgraphs/kit/scopes.ts';
import { coordinateOf, type Path } from './access-graph.ts';

/** Who asks: nobody without a subject. */
export interface Asker {
  name: string;
  subject?: string;
  scopes: readonly string[];
  /** The organisation of the token; null for none, and one that no table knows when it is left out. */
  org?: string | null;
  code: 'UNAUTHENTICATED' | 'FORBIDDEN';
}

export interface People {
  victim: string;
  stranger: string;
}

export const everyScope = scopes.map(({ name }) => name);

type Rules = readonly (readonly (readonly string[])[])[];

/** What policies ask beyond `@authenticated`, or where nothing is said in the schema. */
export const policyRules: Record<string, Rules> = {
  'Query.me': [[['self']]],
  'Query.organization': [[['organization:manage']]],
  'Certificate.participant': [[['self'], ['enrollment:read']]],
  'Certificate.credential': [[['self'], ['enrollment:read']]],
  'Certificate.revocationReason': [[['self'], ['enrollment:read']]],
  'Certificate.salt': [[['self']]],
  'Certificate.receipt': [[['self']]],
  'Certificate.pdf': [[['self']]],
  'Wallet.number': [[['self'], ['identity:read']]],
  ...Object.fromEntries(
    ['nik', 'kk', 'phone', 'email'].map((name) => [`ParticipantIdentity.${name}`, [[['self'], ['identity:read']]]]),
  ),
};

/** Fields that answer null, or a mask, to who may not see them, so that nobody learns whether there is anything. */
export const quiet: ReadonlySet<string> = new Set([
  ...Object.keys(policyRules).filter((coordinate) => coordinate !== 'Query.organization'),
  'Query.disbursement',
  'Query.purchase',
  'Query.rupiahTrace',
  // The participant's own: to an organisation that may not read the enrolment, all of it is null.
  'Enrollment.sessionCodes',
  'Enrollment.rating',
]);

/** Fields that answer another person's row and an unknown one alike, with null; whoever has a wrong scope is refused. */
export const quietToOthers: ReadonlySet<string> = new Set(['Query.application']);

/** Whether these scopes together, all of them of one token, open what is at the end of `path`. */
export const isGranted = (path: Path, guards: Guards, scopes: readonly string[]): boolean =>
  path
    .map(coordinateOf)
    .flatMap((coordinate): Rules => [...(guards.get(coordinate)?.rules ?? []), ...(policyRules[coordinate] ?? [])])
    .every((rule) => rule.some((all) => all.every((each) => scopes.includes(each))));

const portalsAlone: ReadonlySet<string> = new Set([
  'Vacancy.alumni',
  'Vacancy.applications',
  'Vacancy.invitations',
  'Portal.applications',
  'Portal.quota',
  'Portal.invitationQuota',
]);

/** Whether a path leads through what a portal alone is shown of its own vacancies, not even officers. */
export const isOfPortalAlone = (path: Path): boolean => path.some((step) => portalsAlone.has(coordinateOf(step)));

/**
 * The person whose data it is, with every scope, for the organisation whose rows the fixture has on `paths`: the
 * platform of the default run, or its portal where only that is shown anything.
 */
export const ownerOfAll = ({ victim }: Pick<People, 'victim'>, paths: readonly Path[] = []): Asker => {
  const { platform, portal } = syntheticOrganizations;
  return {
    name: 'the owner',
    subject: victim,
    scopes: everyScope,
    org: paths.some(isOfPortalAlone) ? portal.id : platform.id,
    code: 'FORBIDDEN',
  };
};

export const nobody: Asker = { name: 'no token', scopes: [], code: 'UNAUTHENTICATED' };

/** The person whose data it is, with a token that does not say so, is no exception: `self` is a scope. */
const scopeless = ({ victim }: People): Asker => ({
  name: 'a token without scopes',
  subject: victim,
  scopes: [],
  code: 'FORBIDDEN',
});

/** Everyone who may not see what is at the end of `path`. */
export const refusedAskers = (path: Path, guards: Guards, people: People): Asker[] => {
  const wrong = everyScope
    .filter((scope) => !isGranted(path, guards, [scope]))
    .map((scope): Asker => ({ name: scope, subject: people.victim, scopes: [scope], code: 'FORBIDDEN' }));
  const isOwn = path[0]?.field.name === 'me';
  const stranger: Asker = { name: 'another person', subject: people.stranger, scopes: ['self'], code: 'FORBIDDEN' };
  const others = !isOwn && isGranted(path, guards, ['self']) ? [stranger] : [];
  return [nobody, scopeless(people), ...others, ...wrong];
};

const tokens = new Map<string, Promise<string>>();

/** The claim `org` of an asker's token. */
export const organizationClaim = ({ org = crypto.randomUUID() }: Asker) => (org === null ? {} : { org });

const sign = async (asker: Asker, lifetimeS: number) => {
  const { subject = '', scopes: held } = asker;
  const { data } = inject('stack');
  const { tokenKey } = readSecrets(data);
  const now = Math.floor(Date.now() / 1000);
  // An officer is shown the whole graph: what is tried here are scopes, of everything that there is.
  return new SignJWT({ scope: held.join(' '), role: 'officer', azp: 'access-matrix', ...organizationClaim(asker) })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...(tokenKey.kid && { kid: tokenKey.kid }) })
    .setIssuer(readStackFile(data).issuer)
    .setAudience('prakerja-graph')
    .setSubject(subject)
    .setIssuedAt(Math.min(now, now + lifetimeS - 60))
    .setExpirationTime(now + lifetimeS)
    .sign(await importJWK(tokenKey, 'ES256'));
};

/** The `authorization` header of an asker; the same one each time. */
export const authorizationOf = async (asker: Asker, lifetimeS = 540): Promise<string | undefined> => {
  if (asker.subject === undefined) return undefined;
  const key = `${asker.subject} ${asker.org} ${asker.scopes.join(' ')} ${lifetimeS}`;
  const token = tokens.get(key) ?? sign(asker, lifetimeS);
  tokens.set(key, token);
  return `Bearer ${await token}`;
};
