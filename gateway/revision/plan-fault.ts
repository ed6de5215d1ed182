import { type DocumentNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import type { Documents } from '../documents.ts';
import type { Engine } from '../engine.ts';
import { RequestRefusal } from '../errors.ts';
import type { PreparedOperation } from '../operation.ts';

interface PlanParts {
  documents: Documents;
  engine: Engine;
}

/** Checks and plans every operation of a document, under all its conditions and under none; keeps what it plans. */
export const planFault = async (text: string, { documents, engine }: PlanParts): Promise<string | undefined> => {
  const fault = documents.faultOf(text);
  if (fault !== undefined) return fault;
  try {
    const checked = documents.check(text);
    if ('errors' in checked) return undefined;
    for (const { name } of operationsIn(parse(text))) {
      const operation = checked.document.operation(name?.value);
      if (operation) await planOperation(operation, engine);
    }
    return undefined;
  } catch (error) {
    documents.forget(text);
    return error instanceof RequestRefusal ? error.text.en : String(error);
  }
};

const operationsIn = ({ definitions }: DocumentNode): OperationDefinitionNode[] =>
  definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);

const planOperation = async ({ definition, stepsFor }: PreparedOperation, engine: Engine): Promise<void> => {
  const names = definition.variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
  for (const isMet of [true, false]) {
    const variables = Object.fromEntries(names.map((name) => [name, isMet]));
    for (const { documentFor } of stepsFor(variables)) {
      const document = documentFor(variables, undefined);
      if (document) await engine.plan(document, definition.name?.value);
    }
  }
};
