// The page of states: every state of the table as a small window, in the theme and the language that the address names.
import '@fontsource-variable/inter/opsz.css'
import '../../../renderer/ui/fonts.css'
import '../../../renderer/ui/tokens.css'
import '../../../renderer/ui/base.css'
import './states-page.css'
import { nameOf, type State, states } from './states/table.ts'

const asked = new URLSearchParams(location.search)
const themes = ['dark', 'light'] as const
const languages = ['en', 'ko'] as const
const theme = themes.find(each => each === asked.get('theme')) ?? 'dark'
const language = languages.find(each => each === asked.get('language')) ?? 'en'
const only = asked.get('page')

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>>,
  ...inside: readonly (string | Node)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...inside)
  return made
}

const query = (more: Readonly<Record<string, string>>): string => `?${new URLSearchParams(more)}`
const here = (more: Readonly<Record<string, string>>): string =>
  query({ theme, language, ...(only !== null && { page: only }), ...more })

/** A link to this page in another look; the present one is marked. */
const look = (name: 'theme' | 'language', value: string): HTMLElement =>
  element(
    'a',
    {
      href: here({ [name]: value }),
      ...((name === 'theme' ? theme : language) === value && { 'aria-current': 'true' }),
    },
    value,
  )

function shot(state: State): HTMLElement {
  const address = `./${query({ page: state.page, state: state.state, theme, language })}`
  // Named without drawing: a link to the whole window, and the window small under it.
  const frame = element('iframe', { src: address, loading: 'lazy', title: nameOf(state), tabindex: '-1' })
  return element(
    'div',
    { class: 'shot' },
    element('a', { href: address, 'aria-label': nameOf(state) }, state.state),
    element('div', { class: 'frame' }, frame),
  )
}

document.documentElement.dataset['theme'] = theme
const pages = [...new Set(states.map(({ page }) => page))]
const shown = pages.filter(page => only === null || page === only)
document.body.append(
  element(
    'nav',
    { 'aria-label': 'Pages' },
    element('a', { href: query({ theme, language }), ...(only === null && { 'aria-current': 'page' }) }, 'all'),
    ...pages.map(page =>
      element('a', { href: query({ theme, language, page }), ...(only === page && { 'aria-current': 'page' }) }, page),
    ),
  ),
  element(
    'main',
    { tabindex: '-1' },
    element('h1', {}, 'States of Dwell'),
    element('p', {}, `${states.length} states of ${pages.length} pages, over a made core.`),
    element(
      'p',
      { class: 'looks' },
      ...themes.map(each => look('theme', each)),
      ...languages.map(each => look('language', each)),
    ),
    ...shown.flatMap(page => [
      element('h2', {}, page),
      element('div', { class: 'shots' }, ...states.filter(each => each.page === page).map(shot)),
    ]),
  ),
)
