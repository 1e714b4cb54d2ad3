// The mix strip: the next twenty as strokes of ink, each as tall as it is likely to be stayed with; what is new is only outlined.
import { type PointerEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Mix, type MixItem, objectiveNames } from '../../../preload/contract/balance.ts'
import { useFormat } from '../../base/format.ts'
import { tracks } from '../../base/library-rows.ts'
import { useRow } from '../../base/rows.ts'
import { MarkSign } from './marks.tsx'
import styles from './mix-strip.module.css'
import { useMixWords } from './mix-words.ts'

const places = 20

// Custom properties: React's types know only the standard ones.
const strokeOf = (sat: number, place: number): Record<string, number> => ({ '--sat': sat, '--far': place / places })

function Stroke({ item, place }: { readonly item: MixItem; readonly place: number }) {
  const has = (name: (typeof objectiveNames)[number]): '' | undefined =>
    item.objectives.includes(name) ? '' : undefined
  return (
    <span
      className={styles['slot']}
      style={strokeOf(item.sat, place)}
      data-place={place}
      data-new={has('discovery')}
      data-under={has('exposure')}
      data-boost={has('boost')}
    >
      <span className={styles['bar']} />
    </span>
  )
}

/** What lies under the pointer, in place of the legend. */
function Pointed({ item }: { readonly item: MixItem }) {
  const { t } = useTranslation()
  const format = useFormat()
  const row = useRow(tracks, item.trackId)
  return (
    <>
      <span className={styles['pointed']}>{row ? `${row.title} · ${row.artist}` : ''}</span>
      <span className={styles['mean']}>{t('balance.likely', { percent: format.percent(item.sat) })}</span>
    </>
  )
}

function Legend({ mix }: { readonly mix: Mix }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      {objectiveNames.map(name => (
        <span key={name} className={styles['count']} data-none={mix.counts[name] === 0 ? '' : undefined}>
          <MarkSign mark={name} />
          {t(`balance.counts.${name}`, { count: mix.counts[name] })}
        </span>
      ))}
      {mix.meanSat !== null && (
        <span className={styles['mean']} title={t('balance.meanHint')}>
          {format.percent(mix.meanSat)}
        </span>
      )}
    </>
  )
}

/** `isMoving`: the strokes follow at once; else they settle. */
export function MixStrip({ mix, isMoving }: { readonly mix: Mix; readonly isMoving: boolean }) {
  const { t } = useTranslation()
  const words = useMixWords()
  const [pointed, setPointed] = useState<number | null>(null)
  // A stroke is its place: what stands there changes, the stroke grows or sinks.
  const strokes = mix.items.slice(0, places).map((each, place) => ({ item: each, place }))
  const item = pointed === null || isMoving ? undefined : mix.items[pointed]
  const look = (event: PointerEvent<HTMLElement>): void => {
    const slot = event.target instanceof Element ? event.target.closest('[data-place]') : null
    setPointed(slot ? Number(slot.getAttribute('data-place')) : null)
  }
  if (mix.items.length === 0) return <p className={styles['empty']}>{t('balance.stripEmpty')}</p>
  return (
    <figure className={styles['figure']}>
      <div
        role="img"
        aria-label={words(mix)}
        className={styles['strip']}
        data-moving={isMoving ? '' : undefined}
        onPointerMove={look}
        onPointerLeave={() => setPointed(null)}
      >
        {strokes.map(stroke => (
          <Stroke key={stroke.place} {...stroke} />
        ))}
      </div>
      <figcaption className={styles['legend']}>{item ? <Pointed item={item} /> : <Legend mix={mix} />}</figcaption>
    </figure>
  )
}
