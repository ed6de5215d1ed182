import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { browserEnv } from './env.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface TestChromium {
  context: BrowserContext;
  stop(): Promise<void>;
}

let browser: Promise<Browser> | undefined;

/** Debian's Chromium, one for all tests of this process; it ends with it. Nothing but this machine can be reached. */
const launched = () => {
  browser ??= chromium.launch({
    executablePath: browserEnv().CHROMIUM,
    headless: true,
    args: [
      ...flags,
      '--host-resolver-rules=MAP *.test 127.0.0.1 , MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
    ],
  });
  return browser;
};

/** A browser as a person finds it who has never used it: without cookies, storage or cache of another test. */
export const startChromium = async (locale = 'en-US'): Promise<TestChromium> => {
  const context = await (await launched()).newContext({ locale });
  // A page may load slowly on a busy machine: the test's own limit is the one that counts.
  context.setDefaultTimeout(0);
  return { context, stop: () => context.close() };
};

/** Keeps a picture for a person to look at, when SCREENSHOTS names a directory. */
export const picture = async (page: Page, name: string): Promise<void> => {
  const { SCREENSHOTS: folder } = browserEnv();
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
};
