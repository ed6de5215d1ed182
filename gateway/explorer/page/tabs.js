/**
 * Keeps GraphiQL's tabs apart from those of other programs that were run on this address, and those of one audience from
 * another's, whose samples are others.
 */
export const tabsOf = (audience) => {
  const prefix = audience === 'public' ? 'prakerja:' : `prakerja-${audience}:`;
  return {
    getItem: (name) => localStorage.getItem(prefix + name),
    setItem: (name, value) => localStorage.setItem(prefix + name, value),
    removeItem: (name) => localStorage.removeItem(prefix + name),
    get length() {
      return Object.keys(localStorage).filter((name) => name.startsWith(prefix)).length;
    },
    clear() {
      for (const name of Object.keys(localStorage)) if (name.startsWith(prefix)) localStorage.removeItem(name);
    },
  };
};

/** The tab that was open last; undefined on the first visit. */
const lastTab = (kept) => {
  try {
    const { tabs, activeTabIndex } = JSON.parse(kept.getItem('graphiql:tabState'));
    return tabs[activeTabIndex];
  } catch {
    return undefined;
  }
};

/** What the editors show at first: GraphiQL finds the tab by it, and would open an empty one otherwise. */
export const openTab = (kept, samples) => {
  const { query, variables } = lastTab(kept) ?? samples[0] ?? {};
  return { query: query ?? '', variables: variables ?? '' };
};
