import { type ConstDirectiveNode, type ConstValueNode, Kind } from 'graphql';

interface DirectiveHolder {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

export const directivesOf = ({ directives = [] }: DirectiveHolder, name: string): readonly ConstDirectiveNode[] =>
  directives.filter((each) => each.name.value === name);

export const hasDirective = (holder: DirectiveHolder, name: string): boolean => directivesOf(holder, name).length > 0;

export const argumentOf = (directive: ConstDirectiveNode, name: string): ConstValueNode | undefined =>
  directive.arguments?.find((each) => each.name.value === name)?.value;

/** The text of an argument; empty where it has none. */
export const textArgument = (directive: ConstDirectiveNode, name: string): string =>
  textOf(argumentOf(directive, name));

export const textOf = (value: ConstValueNode | undefined): string =>
  value?.kind === Kind.STRING || value?.kind === Kind.ENUM || value?.kind === Kind.INT ? value.value : '';

/** All texts in a value, of whatever depth of lists. */
export const textsIn = (value: ConstValueNode | undefined): string[] =>
  value?.kind === Kind.LIST ? value.values.flatMap(textsIn) : textOf(value) === '' ? [] : [textOf(value)];
