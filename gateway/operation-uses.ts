import {
  type DocumentNode,
  type FieldNode,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { PersonalData, PersonalDataClass } from './personal-data.ts';

export interface DeprecatedUse {
  /** Coordinate of a field, an argument, an input field or an enum value. */
  element: string;
  reason: string;
}

export interface PersonalDataUse {
  field: string;
  class: PersonalDataClass;
}

/** What an operation names that its client should know of. */
export interface OperationUses {
  deprecated: DeprecatedUse[];
  personalData: PersonalDataUse[];
}

interface UsedOperation {
  definition: OperationDefinitionNode;
  /** The operation with the fragments that it reaches. */
  document: DocumentNode;
  /** As the client gave them: what a default fills in is not the client's use. */
  given: Readonly<Record<string, unknown>>;
}

export const usesOf = (
  { schema, personalData = new Map() }: { schema: GraphQLSchema; personalData?: PersonalData | undefined },
  operation: UsedOperation,
): OperationUses => {
  const uses = new UseCollection(personalData);
  const types = new TypeInfo(schema);
  visit(
    operation.document,
    visitWithTypeInfo(types, {
      Field: (node) => uses.addField(node, types, schema),
      Argument: ({ name }) => {
        const parent = types.getParentType();
        const field = types.getFieldDef();
        if (types.getDirective() || !parent || !field) return;
        uses.addDeprecated(`${parent.name}.${field.name}(${name.value}:)`, types.getArgument());
      },
      ObjectField: ({ name }) => {
        const parent = getNamedType(types.getParentInputType());
        if (isInputObjectType(parent))
          uses.addDeprecated(`${parent.name}.${name.value}`, parent.getFields()[name.value]);
      },
      EnumValue: ({ value }) =>
        uses.addDeprecated(`${getNamedType(types.getInputType())?.name}.${value}`, types.getEnumValue()),
    }),
  );
  for (const { variable, type } of operation.definition.variableDefinitions ?? []) {
    const declared = typeFromAST(schema, type as never);
    if (isInputType(declared)) uses.addValue(operation.given[variable.name.value], declared);
  }
  return uses;
};

class UseCollection implements OperationUses {
  readonly deprecated: DeprecatedUse[] = [];
  readonly personalData: PersonalDataUse[] = [];
  readonly #classes: PersonalData;
  readonly #seen = new Set<string>();

  constructor(classes: PersonalData) {
    this.#classes = classes;
  }

  /** A field of an interface is that of each of its implementations. */
  addField({ name: { value: name } }: FieldNode, types: TypeInfo, schema: GraphQLSchema): void {
    const parent = types.getParentType();
    if (!parent) return;
    this.addDeprecated(`${parent.name}.${name}`, types.getFieldDef());
    const possible = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [];
    for (const type of [parent, ...possible]) this.#addPersonal(`${type.name}.${name}`);
  }

  addDeprecated(
    element: string,
    definition: { deprecationReason?: string | null | undefined } | null | undefined,
  ): void {
    const reason = definition?.deprecationReason;
    if (typeof reason !== 'string' || !this.#isNew(`deprecated ${element}`)) return;
    this.deprecated.push({ element, reason });
  }

  addValue(value: unknown, type: GraphQLInputType): void {
    if (value === null || value === undefined) return;
    if (isNonNullType(type)) this.addValue(value, type.ofType);
    else if (isListType(type))
      for (const item of Array.isArray(value) ? value : [value]) this.addValue(item, type.ofType);
    else if (isInputObjectType(type)) this.#addObject(value, type);
    else if ('getValue' in type && typeof value === 'string')
      this.addDeprecated(`${type.name}.${value}`, type.getValue(value));
  }

  #addObject(value: unknown, type: GraphQLInputType & { name: string; getFields(): InputFields }): void {
    if (typeof value !== 'object' || value === null) return;
    const fields = type.getFields();
    for (const [name, inner] of Object.entries(value)) {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (field === undefined) continue;
      this.addDeprecated(`${type.name}.${name}`, field);
      this.addValue(inner, field.type);
    }
  }

  #addPersonal(field: string): void {
    const known = this.#classes.get(field);
    if (known !== undefined && this.#isNew(`personal ${field}`)) this.personalData.push({ field, class: known });
  }

  #isNew(key: string): boolean {
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }
}

type InputFields = Readonly<Record<string, { type: GraphQLInputType; deprecationReason?: string | null | undefined }>>;
