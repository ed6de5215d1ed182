import type { Finding } from '../finding.ts';
import { findingAt, type Rule, unlessGranted } from '../rule.ts';

const rule = 'event';

/** Keeps events to their publishers: a type begins with the subgraph that publishes it. */
export const eventRule: Rule = (context) => {
  const { candidate, owners } = context;
  const published = (candidate.publishes ?? []).flatMap((type): Finding[] => {
    const [subgraph = ''] = type.split('.', 1);
    if (subgraph === candidate.name && /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*){2,}$/.test(type)) return [];
    const owner = owners.ofSubgraph(subgraph);
    const message = `${type} is no event of ${candidate.name}: its name is ${candidate.name}.noun.participle`;
    const code = owner !== undefined && owner !== candidate.organization ? 'EVENT_OF_ANOTHER' : 'EVENT_NAME';
    return [findingAt(undefined, { rule, code, message, coordinate: type, ...(owner !== undefined && { owner }) })];
  });
  const consumed = (candidate.consumes ?? []).flatMap((type) => {
    const owner = owners.ofSubgraph(type.split('.', 1)[0] ?? '');
    const nobody = `${type} is no event of a live subgraph`;
    if (owner === undefined) {
      return [findingAt(undefined, { rule, code: 'EVENT_UNKNOWN', message: nobody, coordinate: type })];
    }
    const message = `${type} is an event of ${owner}, and ${candidate.organization} would be sent it`;
    const need = { owner, on: 'event', permission: 'USE' as const, name: type };
    return unlessGranted(context, undefined, { rule, code: 'EVENT_CONSUMED', message, coordinate: type, need });
  });
  return [...published, ...consumed];
};
