import { type DocumentNode, Kind, parse, type TypeNode } from 'graphql';

type Members = Map<string, string[]>;

/** Types that an object behind each abstract field can be: those that every subgraph which answers the field knows. */
export const membersByField = (sdls: Record<string, string>): Members => {
  const all: Members = new Map();
  for (const text of Object.values(sdls)) {
    const document = parse(text);
    const known = membersIn(document);
    for (const node of document.definitions) {
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
      for (const { name, type, directives = [] } of node.fields ?? []) {
        const members = known.get(nameOf(type));
        if (members === undefined || directives.some((each) => each.name.value === 'external')) continue;
        const coordinate = `${node.name.value}.${name.value}`;
        const before = all.get(coordinate);
        all.set(coordinate, before ? before.filter((each) => members.includes(each)) : members);
      }
    }
  }
  return all;
};

const membersIn = ({ definitions }: DocumentNode): Members => {
  const members: Members = new Map();
  for (const node of definitions) {
    if (node.kind === Kind.UNION_TYPE_DEFINITION)
      members.set(node.name.value, (node.types ?? []).map(({ name }) => name.value).sort());
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const { name } of node.interfaces ?? [])
      members.set(name.value, [...(members.get(name.value) ?? []), node.name.value].sort());
  }
  return members;
};

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));
