/** Keeps GraphiQL's tabs apart from those of other programs that were run on this address. */
const prefix = 'prakerja:';

export const keepTabs = {
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

/** The tab that was open last; undefined on the first visit. */
const lastTab = () => {
  try {
    const { tabs, activeTabIndex } = JSON.parse(keepTabs.getItem('graphiql:tabState'));
    return tabs[activeTabIndex];
  } catch {
    return undefined;
  }
};

/** What the editors show at first: GraphiQL finds the tab by it, and would open an empty one otherwise. */
export const openTab = (samples) => {
  const { query, variables } = lastTab() ?? samples[0] ?? {};
  return { query: query ?? '', variables: variables ?? '' };
};
