import { z } from 'zod';
import { sortedKeys } from './events/event.schemas.ts';
import { type FactType, factSchemaUri, facts } from './fact.catalogue.ts';

const bodyOf = (type: FactType) => {
  const { description, data } = facts[type];
  const body = z
    .object({
      id: z.uuid().describe('The id of the event: the same in every try, in a replay and in `events`.'),
      type: z.literal(type),
      organization: z.uuid().describe('Your organisation.'),
      sequence: z.int().positive().describe("Its place among your organisation's events, without gaps."),
      subject: z.string().describe('The id of what it is about.'),
      timestamp: z.iso.datetime().describe('When it happened.'),
      data,
    })
    .describe(description);
  // A later version may add fields.
  const override = ({ jsonSchema }: { jsonSchema: { additionalProperties?: unknown } }) => {
    delete jsonSchema.additionalProperties;
  };
  return z.toJSONSchema(body, { target: 'draft-2020-12', io: 'input', override });
};

/** The JSON Schema of what a webhook gets, for each type of event, by its path in the repository. */
export const factSchemas = (): Map<string, string> =>
  new Map(
    (Object.keys(facts) as FactType[]).sort().map((type) => {
      const schema = sortedKeys({ ...bodyOf(type), $id: factSchemaUri(type), title: type });
      return [`schema/facts/${type}.json`, `${JSON.stringify(schema, null, 2)}\n`];
    }),
  );
