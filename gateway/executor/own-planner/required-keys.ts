import { type FieldNode, print, type SelectionSetNode, visit } from 'graphql';
import { underKey } from './field-set.ts';

/** Keys of required fields with arguments, under which no client asks. */
export class RequiredKeys {
  readonly #prefix: string;
  readonly #keys = new Map<string, string>();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  named(set: SelectionSetNode): SelectionSetNode {
    return visit(set, { Field: (node) => (node.arguments?.length ? this.#named(node) : undefined) });
  }

  #named(node: FieldNode): FieldNode {
    const call = `${node.name.value}(${(node.arguments ?? []).map(print).join()})`;
    const key = this.#keys.get(call) ?? `${this.#prefix}${this.#keys.size}`;
    this.#keys.set(call, key);
    return underKey(node, key);
  }
}
