import {
  type DocumentNode,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { type PublicError, toDocumentError } from './errors.ts';
import { checkLimits, limits, tooLarge } from './limits.ts';
import { type PreparedOperation, prepareOperation } from './operation.ts';
import type { Supergraph } from './supergraph.ts';

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

export const createDocuments = (supergraph: Supergraph, { isProduction }: { isProduction: boolean }): Documents => {
  const rules = isProduction ? [...specifiedRules, NoSchemaIntrospectionCustomRule] : specifiedRules;
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
      if (parsed instanceof GraphQLError) return { errors: [toDocumentError(parsed, 'GRAPHQL_PARSE_FAILED')] };
      checkLimits(parsed);
      const errors = validate(supergraph.schema, parsed, rules, { maxErrors: limits.validationErrors });
      if (errors.length > 0) return { errors: errors.map((error) => validationError(error, isProduction)) };
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

// A suggestion would give away names that introspection does not.
const validationError = (error: GraphQLError, isProduction: boolean) => {
  const shown = toDocumentError(error, 'GRAPHQL_VALIDATION_FAILED');
  return isProduction ? { ...shown, message: shown.message.replace(/ Did you mean [\s\S]*$/, '') } : shown;
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
