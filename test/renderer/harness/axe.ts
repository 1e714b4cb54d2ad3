// What axe finds on a page. It is put into a page once and asked as often as wanted: putting it there takes longer than asking.
import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** One line for each violation: the rule, the element, what is wrong. `rules` names those that are asked; left out: all of them. */
export function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  return page
    .evaluate(() => 'axe' in window)
    .then(isThere => (isThere ? undefined : page.evaluate(axe.source)))
    .then(() =>
      page.evaluate(
        async runOnly => {
          // Put there above; the page's own types do not know it.
          const { run } = (window as unknown as { axe: typeof axe }).axe
          const { violations: found } = await run(document, {
            resultTypes: ['violations'],
            ...(runOnly && { runOnly }),
          })
          return found.flatMap(({ id, nodes }) =>
            nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
          )
        },
        rules && [...rules],
      ),
    )
}
