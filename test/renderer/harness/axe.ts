// What axe finds on a page. It is put into a page once and asked as often as wanted: putting it there takes longer than asking.
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { comeToRest } from '../../e2e/rest.ts'

/** One line for each violation of the page at rest: the rule, the element, what is wrong. `rules` names those that are asked; left out: all. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(comeToRest)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(
    async runOnly => {
      // Put there above; the page's own types do not know it.
      const { run } = (window as unknown as { axe: typeof axe }).axe
      const { violations: found } = await run(document, { resultTypes: ['violations'], ...(runOnly && { runOnly }) })
      return found.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
      )
    },
    rules && [...rules],
  )
}
