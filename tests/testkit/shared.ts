/** What the groups of one run share: started for the first that asks, stopped after the last. */
export const sharedBetweenGroups = <T extends { stop(): Promise<void> }>(start: () => Promise<T>) => {
  let started: Promise<T> | undefined;
  let users = 0;
  return async (): Promise<T> => {
    users += 1;
    started ??= start();
    const running = await started;
    const stop = async () => {
      users -= 1;
      if (users === 0) await running.stop();
    };
    return { ...running, stop };
  };
};
