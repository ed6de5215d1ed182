import { foreignType } from '../foreign.ts';
import { type Rule, unlessGranted } from '../rule.ts';

/** Keeps other owners' interfaces to the types that those know: a new one appears in what all their clients are given. */
export const interfaceOfAnotherRule: Rule = (context) => {
  const { part, owners, candidate } = context;
  const own = [...part.types.values()].filter((type) => !foreignType(context, type));
  return own.flatMap((type) =>
    type.interfaces.flatMap((node) => {
      const owner = owners.ofType(node.name.value);
      if (owner === undefined || owner === candidate.organization) return [];
      return unlessGranted(context, node, {
        rule: 'interface-of-another',
        code: 'INTERFACE_IMPLEMENTED',
        message: `${type.name} would become one of the types that ${node.name.value} of ${owner} returns`,
        coordinate: type.name,
        need: { owner, on: node.name.value, permission: 'IMPLEMENT', name: type.name },
      });
    }),
  );
};
