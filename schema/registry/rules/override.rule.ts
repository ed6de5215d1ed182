import type { ConstDirectiveNode } from 'graphql';
import type { Finding } from '../finding.ts';
import { findingAt, type Rule, type RuleContext, unlessGranted } from '../rule.ts';
import { argumentOf, directivesOf, textArgument } from '../sdl/directive.ts';

const rule = 'override';

/** Keeps `@override` to an organisation's own subgraphs: elsewhere it takes a field's data away from its owner. */
export const overrideRule: Rule = (context) =>
  [...context.part.types.values()].flatMap(({ name: type, fields }) =>
    fields.flatMap((field) =>
      directivesOf(field, 'override').flatMap((node) => findingsOf(context, node, [type, field.name.value])),
    ),
  );

const findingsOf = (context: RuleContext, node: ConstDirectiveNode, [type, name]: [string, string]): Finding[] => {
  const { owners, candidate } = context;
  const coordinate = `${type}.${name}`;
  const from = textArgument(node, 'from');
  const holder = owners.ofSubgraph(from);
  const unknown = `${coordinate} is to be taken over from ${from || 'nobody'}, which is no live subgraph`;
  const labelled = `${coordinate} has a label for a part of the requests, which this gateway does not decide`;
  const losing = new Set([owners.ofField(type, name), holder].filter((each) => each !== undefined));
  return [
    ...(holder === undefined
      ? [findingAt(node, { rule, code: 'OVERRIDE_OF_NOBODY', message: unknown, coordinate })]
      : []),
    ...(argumentOf(node, 'label')
      ? [findingAt(node, { rule, code: 'OVERRIDE_LABEL', message: labelled, coordinate })]
      : []),
    ...[...losing].flatMap((owner) =>
      unlessGranted(context, node, {
        rule,
        code: 'FIELD_TAKEN_OVER',
        message: `${coordinate} is answered by ${owner} (${from}), and ${candidate.organization} would take it over`,
        coordinate,
        need: { owner, on: type, permission: 'OVERRIDE_FIELDS', name },
      }),
    ),
  ];
};
