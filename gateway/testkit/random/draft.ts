/** A field as one subgraph declares it. */
export interface DraftField {
  type: string;
  /** With brackets, or empty. */
  args: string;
  directives: string[];
}

export interface DraftType {
  keyword: 'type' | 'interface';
  interfaces: Set<string>;
  directives: string[];
  fields: Map<string, DraftField>;
}

const header = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external",
  "@requires", "@provides", "@override", "@interfaceObject"])
enum Colour { RED BLUE GREEN }
input Filter { n: Int = 1 tags: [String!] colour: Colour inner: Filter }`;

/** Whether a type is one that fields lead to. */
export const isTarget = (name: string): boolean => /^(?:[EV]\d|M\d?|Node|Thing)$/.test(name);

/** A subgraph that is being made. */
export class DraftSubgraph {
  readonly name: string;
  readonly types = new Map<string, DraftType>();
  /** Members by union. */
  readonly unions = new Map<string, string[]>();

  constructor(name: string) {
    this.name = name;
  }

  /** The type, which is added where it is new. */
  type(name: string, keyword: DraftType['keyword'] = 'type'): DraftType {
    let type = this.types.get(name);
    if (type === undefined) {
      type = { keyword, interfaces: new Set(), directives: [], fields: new Map() };
      this.types.set(name, type);
    }
    return type;
  }

  addField(
    type: string,
    name: string,
    { args = '', directives = [], ...field }: Partial<DraftField> & { type: string },
  ) {
    this.type(type).fields.set(name, { ...field, args, directives: [...directives] });
  }

  fieldOf(type: string, name: string): DraftField | undefined {
    return this.types.get(type)?.fields.get(name);
  }

  sdl(): string {
    const types = [...this.types].map(([name, type]) => {
      const interfaces = type.interfaces.size > 0 ? ` implements ${[...type.interfaces].join(' & ')}` : '';
      const fields = [...type.fields].map(
        ([key, field]) => `  ${[`${key}${field.args}: ${field.type}`, ...field.directives].join(' ')}`,
      );
      const head = [`${type.keyword} ${name}${interfaces}`, ...type.directives].join(' ');
      return `${head} {\n${fields.join('\n')}\n}`;
    });
    const unions = [...this.unions].map(([name, members]) => `union ${name} = ${members.join(' | ')}`);
    return [header, ...types, ...unions].join('\n');
  }
}

/** A field without selections, and who declares it. */
export interface DraftLeaf {
  name: string;
  type: string;
  args: string;
  owners: DraftSubgraph[];
  /** Something else depends on how it is declared. */
  isFixed: boolean;
}

/** A field that leads to objects, which one subgraph has. */
export interface DraftReference extends DraftField {
  name: string;
  owner: DraftSubgraph;
}

export interface DraftEntity {
  name: string;
  /** The subgraphs that resolve it. */
  subgraphs: DraftSubgraph[];
  leaves: DraftLeaf[];
  references: DraftReference[];
  /** Names of all its fields in all subgraphs. */
  names: Set<string>;
}

/** A supergraph that is being made. */
export interface Draft {
  subgraphs: DraftSubgraph[];
  entities: DraftEntity[];
  /** Coordinates of fields of which the subgraphs promise different things, so that they never fail. */
  steady: Set<string>;
}
