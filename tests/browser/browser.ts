import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
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

/** Debian's Chromium with a profile of its own. Nothing but this machine can be reached. */
export const startChromium = async (locale = 'en-US'): Promise<TestChromium> => {
  const profile = mkdtempSync(join(tmpdir(), 'prakerja-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browserEnv().CHROMIUM,
    headless: true,
    locale,
    args: [
      ...flags,
      '--host-resolver-rules=MAP *.test 127.0.0.1 , MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
    ],
  });
  const stop = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { context, stop };
};

/** Keeps a picture for a person to look at, when SCREENSHOTS names a directory. */
export const picture = async (page: Page, name: string): Promise<void> => {
  const { SCREENSHOTS: folder } = browserEnv();
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
};
