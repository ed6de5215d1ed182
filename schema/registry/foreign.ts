import type { RuleContext } from './rule.ts';
import { rootTypes, type TypePart } from './sdl/part.ts';

/** What a candidate states of a type that another organisation owns. */
export interface ForeignType {
  type: TypePart;
  owner: string;
  /** Others may add to it by its key. */
  isEntity: boolean;
}

export const foreignTypesOf = (context: RuleContext): ForeignType[] =>
  [...context.part.types.values()].flatMap((type) => {
    const found = foreignType(context, type);
    return found ? [found] : [];
  });

/** Undefined for a type of the candidate's own organisation, a new one, and a root type, whose fields have owners. */
export const foreignType = ({ owners, candidate }: RuleContext, type: TypePart): ForeignType | undefined => {
  const owner = rootTypes.has(type.name) ? undefined : owners.ofType(type.name);
  if (owner === undefined || owner === candidate.organization) return undefined;
  const isObject = owners.ownPartsOf(type.name).some(({ kind }) => kind === 'ObjectType');
  return { type, owner, isEntity: isObject && owners.publicKeysOf(type.name).size > 0 };
};
