/** Makes something once for each of the last `most` texts: one check after another reads the same live graph. */
export const remembered = <T extends object>(make: (text: string) => T, most: number): ((text: string) => T) => {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text) ?? make(text);
    known.delete(text);
    known.set(text, found);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return found;
  };
};

/** Makes something once for each object, for as long as that is in use; the object is not changed afterwards. */
export const rememberedFor = <K extends object, T extends object>(make: (of: K) => T): ((of: K) => T) => {
  const known = new WeakMap<K, T>();
  return (of) => {
    const found = known.get(of) ?? make(of);
    known.set(of, found);
    return found;
  };
};
