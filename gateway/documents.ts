import {
  type DocumentNode,
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  type ValueNode,
  ValuesOfCorrectTypeRule,
  validate,
} from 'graphql';
import { type PublicError, toDocumentError } from './errors.ts';
import { inputError } from './input-error.ts';
import { placeOfLiteral } from './input-place.ts';
import { checkLimits, limits, tooLarge } from './limits.ts';
import { inexactError, literalError, readable } from './literals.ts';
import { type PreparedOperation, prepareOperation } from './operation.ts';
import type { Supergraph } from './supergraph.ts';
import { ValuesRule } from './values-rule.ts';

/** A checked document; operations are prepared once per name, since plans are cached by document identity. */
export interface CheckedDocument {
  operation(name: string | undefined): PreparedOperation | undefined;
}

export type DocumentResult = { document: CheckedDocument } | { errors: PublicError[] };

export interface Documents {
  /**
   * Parses and validates `source`; valid documents are cached.
   * @throws RequestRefusal when it is beyond the limits.
   */
  check(source: string): DocumentResult;
  /** Drops a cached document, so that its next use is planned anew. */
  forget(source: string): void;
}

/** All cached sources together have at most this many characters. */
const cachedLength = 16 * 1024 * 1024;

// No document without them has a whole number beyond 2^53.
const manyDigits = /\d{16}/;

const openRules = specifiedRules.map((rule) => (rule === ValuesOfCorrectTypeRule ? ValuesRule : rule));

export const createDocuments = (supergraph: Supergraph, { isProduction }: { isProduction: boolean }): Documents => {
  const rules = isProduction ? [...openRules, NoSchemaIntrospectionCustomRule] : openRules;
  const cache = new Map<string, { document: CheckedDocument }>();
  let length = 0;

  const remember = (source: string, checked: { document: CheckedDocument }) => {
    cache.set(source, checked);
    length += source.length;
    for (const oldest of cache.keys()) {
      if (length <= cachedLength) break;
      cache.delete(oldest);
      length -= oldest.length;
    }
  };

  return {
    check(source) {
      if (source.length > limits.documentLength) throw tooLarge('documentLength');
      const known = cache.get(source);
      if (known !== undefined) return known;
      const parsed = parseWithinLimits(source);
      if (parsed instanceof GraphQLError) return { errors: [parseError(source, parsed)] };
      checkLimits(parsed);
      const unfit = literalError(parsed);
      if (unfit) return { errors: [unfit] };
      const errors = validate(supergraph.schema, parsed, rules, { maxErrors: limits.validationErrors });
      if (errors.length > 0) return { errors: errors.map((error) => validationError(parsed, error, isProduction)) };
      const inexact = manyDigits.test(source) ? inexactError(parsed) : undefined;
      if (inexact) return { errors: [inexact] };
      const checked = { document: checkedDocument(supergraph, parsed) };
      remember(source, checked);
      return checked;
    },
    forget(source) {
      if (cache.delete(source)) length -= source.length;
    },
  };
};

const parseWithinLimits = (source: string): DocumentNode | GraphQLError => {
  try {
    return parse(source, { maxTokens: limits.tokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (/contains more tha[nt] \d+ tokens/.test(error.message)) throw tooLarge('tokens');
    return error;
  }
};

const parseError = (source: string, error: GraphQLError): PublicError => {
  const marked = readable(source);
  const parsed = marked === undefined ? undefined : parseWithinLimits(marked);
  const unfit = parsed && !(parsed instanceof GraphQLError) ? literalError(parsed) : undefined;
  return unfit ?? toDocumentError(error, 'GRAPHQL_PARSE_FAILED');
};

const validationError = (document: DocumentNode, error: GraphQLError, isProduction: boolean): PublicError => {
  // A suggestion would give away names that introspection does not.
  const message = isProduction ? error.message.replace(/ Did you mean [\s\S]*$/, '') : error.message;
  const shown = toDocumentError(error, 'GRAPHQL_VALIDATION_FAILED', message);
  if (error.extensions.code !== 'BAD_USER_INPUT') return shown;
  const [node] = error.nodes ?? [];
  const literal = (node?.kind === Kind.OBJECT_FIELD ? node.value : node) as ValueNode;
  return { ...shown, ...inputError(message, placeOfLiteral(document, literal)) };
};

const checkedDocument = (supergraph: Supergraph, document: DocumentNode): CheckedDocument => {
  const prepared = new Map<string | undefined, PreparedOperation>();
  return {
    operation(name) {
      const known = prepared.get(name);
      if (known !== undefined) return known;
      const operation = prepareOperation(supergraph, document, name);
      if (operation !== undefined) prepared.set(name, operation);
      return operation;
    },
  };
};
