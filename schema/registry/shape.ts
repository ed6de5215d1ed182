import {
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  parseType,
  TypeInfo,
  type TypeNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** Types of the fields that a document selects, by coordinate, such as `Offer.amount` and `Rupiah!`. */
export type Shape = Readonly<Record<string, string>>;

/** Returns what a valid document relies on. */
export const shapeOf = (schema: GraphQLSchema, text: string): Shape => {
  const shape: Record<string, string> = {};
  const info = new TypeInfo(schema);
  visit(
    parse(text),
    visitWithTypeInfo(info, {
      Field: ({ name }) => {
        const parent = info.getParentType();
        const field = info.getFieldDef();
        if (parent && field && !name.value.startsWith('__')) shape[`${parent.name}.${name.value}`] = String(field.type);
      },
    }),
  );
  return shape;
};

/** A field whose type no longer holds what was relied on. */
export interface Loss {
  coordinate: string;
  was: string;
  is: string;
}

/** Returns what a shape relies on and a schema no longer promises; what is gone is found by validation. */
export const lossesOf = (schema: GraphQLSchema, shape: Shape): Loss[] =>
  Object.entries(shape).flatMap(([coordinate, was]) => {
    const [typeName = '', fieldName = ''] = coordinate.split('.');
    const type = schema.getType(typeName);
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[fieldName] : undefined;
    if (!field || holds(schema, parseType(was), field.type)) return [];
    return [{ coordinate, was, is: String(field.type) }];
  });

/** Whether whatever has a type is also what was relied on. */
const holds = (schema: GraphQLSchema, was: TypeNode, is: GraphQLType): boolean => {
  if (was.kind === Kind.NON_NULL_TYPE) return isNonNullType(is) && holds(schema, was.type, is.ofType);
  if (isNonNullType(is)) return holds(schema, was, is.ofType);
  if (was.kind === Kind.LIST_TYPE) return isListType(is) && holds(schema, was.type, is.ofType);
  if (isListType(is)) return false;
  const before = schema.getType(was.name.value);
  const after = getNamedType(is);
  if (before === after) return true;
  return isAbstractType(before) && isCompositeType(after) && (isObjectType(after) || isInterfaceType(after))
    ? schema.isSubType(before, after)
    : false;
};
