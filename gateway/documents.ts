import {
  type DocumentNode,
  GraphQLError,
  getOperationAST,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  type ValueNode,
  ValuesOfCorrectTypeRule,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { textOf } from '../subgraphs/kit/bilingual-error.ts';
import { RequestRefusal, type StatedError, toDocumentError } from './errors.ts';
import { inputError } from './input-error.ts';
import { placeOfLiteral } from './input-place.ts';
import { checkLimits, limits, tooLarge } from './limits.ts';
import { inexactError, literalError, readable } from './literals.ts';
import { type PreparedOperation, prepareOperation } from './operation.ts';
import type { Supergraph } from './supergraph.ts';
import { ValuesRule } from './values-rule.ts';

/** A checked document; each of its operations is prepared once, since plans are cached by document identity. */
export interface CheckedDocument {
  operation(name: string | undefined): PreparedOperation | undefined;
}

/** `isKnown`: it was valid before, and nothing had to be done. */
export type DocumentResult = { document: CheckedDocument; isKnown: boolean } | { errors: StatedError[] };

export interface Documents {
  /**
   * Parses and validates `source`; valid documents are cached.
   * @throws RequestRefusal when it is beyond the limits.
   */
  check(source: string): DocumentResult;
  /**
   * What is wrong with `source`, one of ours; undefined when it is a valid document within the limits. It is kept for
   * ever: asking again takes no time by which a document that is not shown differed from one that is none.
   */
  faultOf(source: string): string | undefined;
  /** Drops a cached document, so that its next use is planned anew. */
  forget(source: string): void;
}

export interface DocumentOptions {
  isProduction: boolean;
  /** The most that all cached documents together take, plans included; the least used go first. */
  cachedBytes?: number;
}

const defaultCachedBytes = 40 * 1024 * 1024;

interface CacheEntry {
  document: CheckedDocument;
  bytes: number;
}

// No document without them has a whole number beyond 2^53.
const manyDigits = /\d{16}/;

const openRules = specifiedRules.map((rule) => (rule === ValuesOfCorrectTypeRule ? ValuesRule : rule));

export const createDocuments = (supergraph: Supergraph, options: DocumentOptions): Documents => {
  const { isProduction, cachedBytes = defaultCachedBytes } = options;
  const rules = isProduction ? [...openRules, NoSchemaIntrospectionCustomRule] : openRules;
  const cache = new LRUCache<string, CacheEntry>({ maxSize: cachedBytes, sizeCalculation: ({ bytes }) => bytes });

  const remember = (source: string, parsed: DocumentNode, bytes: number): CacheEntry => {
    const onVariant = () => {
      const cached = cache.peek(source);
      // As a new entry: the cache asks for the size of an entry once.
      if (cached?.document === document) cache.set(source, { document, bytes: cached.bytes + bytes });
    };
    const document = checkedDocument(supergraph, parsed, onVariant);
    const cached = { document, bytes };
    cache.set(source, cached);
    return cached;
  };

  // A rule throws what it finds of a subscription whose root field is under @skip or @include.
  const errorsIn = (parsed: DocumentNode): readonly GraphQLError[] => {
    try {
      return validate(supergraph.schema, parsed, rules, {
        maxErrors: limits.validationErrors,
        // A suggestion would give away names that introspection does not.
        hideSuggestions: isProduction,
      });
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  };

  const faults = new Map<string, string | undefined>();
  const readFault = (source: string): string | undefined => {
    try {
      const checked = documents.check(source);
      return 'errors' in checked ? (checked.errors[0]?.text.en ?? 'it is not valid') : undefined;
    } catch (error) {
      if (error instanceof RequestRefusal) return error.text.en;
      throw error;
    }
  };

  const documents: Documents = {
    faultOf(source) {
      if (!faults.has(source)) faults.set(source, readFault(source));
      return faults.get(source);
    },
    check(source) {
      if (source.length > limits.documentLength) throw tooLarge('documentLength');
      const known = cache.get(source);
      if (known !== undefined) return { document: known.document, isKnown: true };
      const parsed = parseWithinLimits(source);
      if (parsed instanceof GraphQLError) return { errors: [parseError(source, parsed)] };
      const fields = checkLimits(parsed);
      const unfit = literalError(parsed);
      if (unfit) return { errors: [unfit] };
      const errors = errorsIn(parsed);
      if (errors.length > 0) return { errors: errors.map((error) => validationError(parsed, error, isProduction)) };
      const inexact = manyDigits.test(source) ? inexactError(parsed) : undefined;
      if (inexact) return { errors: [inexact] };
      const { document } = remember(source, parsed, bytesOf(source, parsed, fields));
      return { document, isKnown: false };
    },
    forget: (source) => void cache.delete(source),
  };
  return documents;
};

/**
 * Measured on our supergraph with everything that is kept of a document (its nodes, shapes, prices, plans and what they ask):
 * 4 kB for 5 tokens, 18 kB for 26, 610 kB for 900; a fragment that is spread 20 times is planned 20 times.
 */
const bytesOf = (source: string, { definitions, tokenCount = limits.tokens }: DocumentNode, fields: number): number => {
  const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length;
  return 4096 * operations + 600 * tokenCount + 256 * fields + 2 * source.length;
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

const parseError = (source: string, error: GraphQLError): StatedError => {
  const marked = readable(source);
  const parsed = marked === undefined ? undefined : parseWithinLimits(marked);
  const unfit = parsed && !(parsed instanceof GraphQLError) ? literalError(parsed) : undefined;
  return unfit ?? toDocumentError(error, 'GRAPHQL_PARSE_FAILED');
};

const validationError = (document: DocumentNode, error: GraphQLError, isProduction: boolean): StatedError => {
  // Rules of types' own, which do not know that suggestions are hidden.
  const message = isProduction ? error.message.replace(/ Did you mean [\s\S]*$/, '') : error.message;
  const shown = toDocumentError(error, 'GRAPHQL_VALIDATION_FAILED', message);
  if (error.extensions.code !== 'BAD_USER_INPUT') return shown;
  const [node] = error.nodes ?? [];
  const literal = (node?.kind === Kind.OBJECT_FIELD ? node.value : node) as ValueNode;
  return {
    ...shown,
    ...inputError({ ...shown.text, ...textOf(error), en: message }, placeOfLiteral(document, literal)),
  };
};

const checkedDocument = (supergraph: Supergraph, document: DocumentNode, onVariant: () => void): CheckedDocument => {
  const prepared = new Map<OperationDefinitionNode, PreparedOperation>();
  return {
    operation(name) {
      const definition = getOperationAST(document, name);
      const known = definition ? prepared.get(definition) : undefined;
      if (known !== undefined) return known;
      const operation = prepareOperation(supergraph, document, { name, onVariant });
      if (operation !== undefined) prepared.set(operation.definition, operation);
      return operation;
    },
  };
};
