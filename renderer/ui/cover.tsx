// A square picture that keeps its place; where there is none, a record's label in hairlines.
import { useState } from 'react'
import styles from './cover.module.css'
import { cx } from './cx.ts'

interface Props {
  readonly src: string | null
  /** Empty where the words beside it say the same. */
  readonly alt?: string
  readonly className?: string | undefined
  readonly isLazy?: boolean
}

export function Cover({ src, alt = '', className, isLazy = true }: Props) {
  // What happened to which picture: a new source starts anew without an effect.
  const [here, setHere] = useState<string | null>(null)
  const [lost, setLost] = useState<string | null>(null)
  const shows = src !== null && lost !== src
  return (
    <div className={cx(styles['cover'], className)}>
      {shows ? (
        <img
          key={src}
          src={src}
          alt={alt}
          draggable={false}
          loading={isLazy ? 'lazy' : 'eager'}
          decoding="async"
          className={cx(styles['picture'], here === src && styles['here'])}
          ref={image => {
            if (image?.complete && image.naturalWidth > 0 && here !== src) setHere(src)
          }}
          onLoad={() => setHere(src)}
          onError={() => setLost(src)}
        />
      ) : (
        <svg className={styles['blank']} viewBox="0 0 100 100" aria-hidden="true" fill="none" stroke="currentColor">
          <g strokeWidth="0.6" opacity="0.55">
            <circle cx="50" cy="50" r="36" />
            <circle cx="50" cy="50" r="31" />
            <circle cx="50" cy="50" r="26" />
          </g>
          <circle cx="50" cy="50" r="13" strokeWidth="0.9" />
          <circle cx="50" cy="50" r="1.8" fill="currentColor" stroke="none" />
        </svg>
      )}
    </div>
  )
}
