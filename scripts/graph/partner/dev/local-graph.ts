import { readFileSync } from 'node:fs';
import { composeSupergraph } from '../../../../gateway/registry/composition.ts';
import type { SupergraphSource } from '../../../../gateway/revision/source.ts';
import { checkRevision } from '../../../../schema/registry/check.ts';
import type { Grant } from '../../../../schema/registry/grant.ts';
import { reportText } from '../../../../schema/registry/report.ts';
import type { Candidate, Subgraph } from '../../../../schema/registry/revision.ts';
import { reasonOf } from '../../../arguments.ts';
import { committedGraph, consumedBy } from '../../check/committed.ts';

export interface LocalSubgraph {
  name: string;
  organization: string;
  /** File of its SDL. */
  file: string;
  /** URL */
  address: string;
}

interface LocalGraphOptions {
  local: LocalSubgraph;
  live(): Promise<readonly Subgraph[]>;
  grants(): Promise<readonly Grant[]>;
  report(text: string): void;
}

const composed = (parts: readonly Subgraph[]): string =>
  composeSupergraph(parts.map(({ name, sdl, address }) => ({ name, sdl, url: address })));

/**
 * The supergraph of what is live and one subgraph of this machine, which takes the place of a live one of its name. It
 * changes with the file; what would speak against publishing it is reported, and keeps nothing back but what does not
 * compose.
 */
export const localGraph = ({ local, live, grants, report }: LocalGraphOptions): SupergraphSource => {
  let seen: { sdl: string; live: readonly Subgraph[] } | undefined;
  const { name, organization, file, address } = local;

  const judge = async (candidate: Candidate, parts: readonly Subgraph[]) => {
    const committed = committedGraph();
    const { findings } = await checkRevision({
      ...committed,
      live: parts,
      supergraph: composed(parts),
      candidate,
      grants: [...committed.grants, ...(await grants())],
      now: new Date(),
    });
    report(reportText(file, findings));
  };

  const read = async (): Promise<string | undefined> => {
    const parts = await live();
    const sdl = readFileSync(file, 'utf8');
    const isFirst = seen === undefined;
    if (seen?.sdl === sdl && seen.live === parts) return undefined;
    seen = { sdl, live: parts };
    const candidate = { name, organization, sdl, address, consumes: consumedBy(name) };
    try {
      const supergraph = composed([...parts.filter((each) => each.name !== name), candidate]);
      await judge(candidate, parts);
      return supergraph;
    } catch (error) {
      report(`${file}: it does not compose, so the graph stays as it was: ${reasonOf(error)}\n`);
      return isFirst ? composed(parts) : undefined;
    }
  };
  return { name: file, read };
};
