// The key of a picture: what each tone stands for.
import styles from './figure.module.css'

export interface Key {
  readonly tone: 'ink' | 'soft' | 'hollow' | 'accent'
  readonly words: string
}

export function Keys({ keys }: { readonly keys: readonly Key[] }) {
  return (
    <span className={styles['keys']}>
      {keys.map(({ tone, words }) => (
        <span key={words} className={styles['key']}>
          <span className={styles['swatch']} data-tone={tone} aria-hidden="true" />
          {words}
        </span>
      ))}
    </span>
  )
}
