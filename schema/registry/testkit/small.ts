import { checkRevision } from '../check.ts';
import type { Finding } from '../finding.ts';
import type { Candidate, CheckInput, Subgraph } from '../revision.ts';
import { now, withHeader } from './live.ts';

const subgraphOf = (name: string, sdl: string): Subgraph => ({
  name,
  organization: name,
  sdl: sdl.includes('@link(') ? sdl : withHeader(sdl),
  address: `https://${name}.test/graphql`,
});

/** A live graph of one organisation for each entry of `live`, and a revision of `candidate`; steward is `office`. */
export const checkOfSmall = async (
  live: Readonly<Record<string, string>>,
  { sdl, ...candidate }: Partial<Candidate> & { name: string; sdl: string },
  rest: Partial<CheckInput> = {},
): Promise<Finding[]> => {
  const { findings } = await checkRevision({
    live: Object.entries(live).map(([name, sdl]) => subgraphOf(name, sdl)),
    candidate: { ...subgraphOf(candidate.name, sdl), ...candidate },
    ownership: { steward: 'office', elements: {}, prefixes: {}, scopes: {}, tags: {}, links: {} },
    grants: [],
    terms: [],
    now,
    ...rest,
  });
  return findings;
};

/** Findings as a line each, without their places. */
export const printed = (findings: readonly Finding[], rule: string): string[] =>
  findings.filter((each) => each.rule === rule).map(({ severity, code, message }) => `${severity} ${code} ${message}`);
