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
    // GraphiQL reads the operation's name a tenth of a second later: no person is faster.
    await page.waitForTimeout(300);
  },
  async typeAtTop(text: string) {
    // A click on the middle of all lines would scroll to it.
    await page
      .locator('.graphiql-query-editor .view-line')
      .nth(1)
      .click({ position: { x: 20, y: 5 } });
    await page.keyboard.press('Control+Home');
    await page.keyboard.type(text);
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
    await expect.poll(() => linesOf(page, '.result-window').catch(() => '')).toMatch(text);
  },
  status: () => page.getByRole('status').textContent(),
});

export type ExplorerPage = ReturnType<typeof explorerOf>;
