import { GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import type { Finding } from '../finding.ts';
import type { GraphContext, GraphRule } from '../graph-rule.ts';
import { publicSchemaOf } from '../public-schema.ts';
import type { KeptDocument } from '../revision.ts';
import { findingAt } from '../rule.ts';
import { placesIn } from '../sdl/places.ts';
import { lossesOf } from '../shape.ts';

/** Keeps clients' trusted documents, and what consumers expect, valid. */
export const documentRule: GraphRule = (context) => {
  const { documents = [], expectations = [], supergraphs } = context;
  if (documents.length + expectations.length === 0) return [];
  const before = publicSchemaOf(supergraphs.before.document);
  const after = publicSchemaOf(supergraphs.after.document);
  const kept = [
    ...documents.map((document) => ({ document, code: 'DOCUMENT_BROKEN', noun: 'the trusted document' })),
    ...expectations.map((document) => ({ document, code: 'EXPECTATION_BROKEN', noun: 'the expectation' })),
  ];
  return kept.flatMap((each) => {
    // What is broken already would hold up every mending.
    if (faultOf(before, each.document) !== undefined) return [];
    const broken = [...brokenFinding(context, after, each), ...lossFindings(context, after, each.document)];
    return [...broken, ...dearFinding(context, each.document)].map((finding) => forOwn(context, each, finding));
  });
};

/** Who breaks what is their own is told, and not held up. */
const forOwn = ({ candidate }: GraphContext, { document, code }: Obligation, finding: Finding): Finding =>
  code === 'EXPECTATION_BROKEN' && document.organization === candidate.organization
    ? { ...finding, severity: 'WARNING' }
    : finding;

const lossFindings = (
  context: GraphContext,
  after: GraphQLSchema,
  { organization, name, shape = {} }: KeptDocument,
): Finding[] =>
  lossesOf(after, shape).map(({ coordinate, was, is }) => {
    const place = placesIn(context.part.document).find((each) => each.coordinate === coordinate);
    const message = `the expectation ${name} of ${organization} relies on ${coordinate} being ${was}, and it would be ${is}`;
    const finding = { rule: 'document', code: 'EXPECTATION_BROKEN', message, coordinate, owner: organization };
    return findingAt(place?.node, finding);
  });

const faultOf = (schema: GraphQLSchema, { text }: KeptDocument): string | undefined => {
  try {
    return validate(schema, parse(text))[0]?.message;
  } catch (error) {
    if (error instanceof GraphQLError) return error.message;
    throw error;
  }
};

interface Obligation {
  document: KeptDocument;
  code: string;
  noun: string;
}

const brokenFinding = (
  context: GraphContext,
  after: GraphQLSchema,
  { document, code, noun }: Obligation,
): Finding[] => {
  const fault = faultOf(after, document);
  if (fault === undefined) return [];
  const { organization, name } = document;
  const places = placesIn(context.part.document);
  const words = new Set(fault.match(/\w+/g) ?? []);
  const place = places.find(({ coordinate }) => words.has(coordinate));
  const message = `${noun} ${name} of ${organization} would not be valid any more: ${fault}`;
  return [
    findingAt(place?.node, {
      rule: 'document',
      code,
      message,
      coordinate: place?.coordinate ?? '',
      owner: organization,
    }),
  ];
};

const dearFinding = ({ gateway, supergraphs }: GraphContext, { organization, name, text }: KeptDocument): Finding[] => {
  const limit = gateway?.costLimit;
  if (limit === undefined || !gateway?.costOf) return [];
  const [before = 0, after = 0] = [supergraphs.before, supergraphs.after].map(({ document }) =>
    gateway.costOf?.(document, text),
  );
  if (after <= limit || before > limit) return [];
  const message = `${name} of ${organization} would cost ${after} points, and a request has ${limit}`;
  return [
    findingAt(undefined, { rule: 'document', code: 'DOCUMENT_TOO_DEAR', message, coordinate: '', owner: organization }),
  ];
};
