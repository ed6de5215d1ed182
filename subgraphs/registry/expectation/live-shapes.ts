import { GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { publicSchemaOf } from '../../../schema/registry/public-schema.ts';
import { type Shape, shapeOf } from '../../../schema/registry/shape.ts';
import type { Database } from '../../kit/database.ts';
import { LAST_RELEASE } from '../revision/index.ts';

/** Validation compares fields pair by pair. */
const MOST_TOKENS = 1_000;

/** Reads what operations select of the graph that is live. */
export class LiveShapes {
  readonly #database: Pick<Database, 'rows'>;
  #schema: { release: number; schema: GraphQLSchema } | undefined;

  constructor(database: Pick<Database, 'rows'>) {
    this.#database = database;
  }

  /** Returns the types of what a document selects; undefined where it is no valid operation of the live graph. */
  async shapeOf(document: string): Promise<Shape | undefined> {
    const schema = await this.#liveSchema();
    if (!schema) return undefined;
    try {
      const faults = validate(schema, parse(document, { maxTokens: MOST_TOKENS }), undefined, { maxErrors: 1 });
      return faults.length === 0 ? shapeOf(schema, document) : undefined;
    } catch (error) {
      if (error instanceof GraphQLError || error instanceof RangeError) return undefined;
      throw error;
    }
  }

  async #liveSchema(): Promise<GraphQLSchema | undefined> {
    const [release] = await this.#database.rows(LAST_RELEASE);
    if (!release) return undefined;
    if (this.#schema?.release !== release.number)
      this.#schema = { release: release.number, schema: publicSchemaOf(parse(release.supergraph)) };
    return this.#schema.schema;
  }
}
