import type { Page } from 'playwright-core';
import { expect } from 'vitest';

// The editors write spaces that do not break.
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

/** The lines of an editor that are in sight. */
const linesOf = async (page: Page, selector: string) => {
  const lines = await page.locator(`${selector} .view-lines`).first().locator('.view-line').allTextContents();
  return plain(lines.join('\n'));
};

/** The explorer as a person sees it. */
export const explorerOf = (page: Page) => ({
  async open(url: string) {
    await page.goto(url);
    await this.ready();
  },
  ready: () => page.locator('.graphiql-query-editor .view-line').first().waitFor(),
  run: () => page.getByRole('button', { name: 'Execute query' }).click(),
  tabs: () => page.locator('.graphiql-tab-button').allTextContents(),
  openTab: () => page.locator('.graphiql-tab-active .graphiql-tab-button').textContent(),
  async clickTab(name: string) {
    await page.locator(`.graphiql-tab-button[title="${name}"]`).click();
    await expect.poll(() => linesOf(page, '.graphiql-query-editor')).toContain(name);
  },
  async closeTab(name: string) {
    const tab = page.locator('.graphiql-tab', { hasText: name });
    await tab.hover();
    await tab.getByLabel('Close Tab').click();
  },
  query: () => linesOf(page, '.graphiql-query-editor'),
  variables: () => linesOf(page, '.graphiql-editor-tool'),
  answer: () => linesOf(page, '.result-window'),
  /** Waits for an answer that has `text` in it. */
  async answers(text: string | RegExp) {
    await expect.poll(() => linesOf(page, '.result-window').catch(() => ''), { timeout: 15_000 }).toMatch(text);
  },
  status: () => page.getByRole('status').textContent(),
});

export type ExplorerPage = ReturnType<typeof explorerOf>;
