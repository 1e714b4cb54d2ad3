// A figure of the insights: its name, what it says in a sentence, the picture, and the same numbers as a table.
import { type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import styles from './figure.module.css'

export interface TableOf {
  readonly heads: readonly string[]
  /** The first cell of a row is its head. */
  readonly rows: readonly (readonly string[])[]
}

interface FigureProps {
  readonly title: string
  readonly lead: string
  /** Said in place of the picture while there is nothing to show. */
  readonly empty: string | null
  readonly height: number
  /** The picture in a sentence, for who cannot see it. */
  readonly summary: string
  readonly table: TableOf
  readonly note?: ReactNode
  /** What is drawn, at its own width, so that words in it are as large as words beside it. */
  readonly children: (width: number) => ReactNode
}

export function Figure({ title, lead, empty, height, summary, table, note, children }: FigureProps) {
  const { t } = useTranslation()
  const [isTable, setTable] = useState(false)
  const titleId = useId()
  return (
    <section aria-labelledby={titleId} className={styles['figure']}>
      <div className={styles['head']}>
        <h2 id={titleId} className={styles['title']}>
          {title}
        </h2>
        {empty === null && (
          <Button
            tone="plain"
            label={`${t(isTable ? 'insights.picture' : 'insights.table')}: ${title}`}
            onPress={() => setTable(!isTable)}
          >
            {t(isTable ? 'insights.picture' : 'insights.table')}
          </Button>
        )}
      </div>
      {empty !== null ? (
        <p className={styles['empty']}>{empty}</p>
      ) : (
        <>
          <p className={styles['lead']}>{lead}</p>
          <div className={styles['picture']} style={{ height }}>
            {isTable ? (
              <NumberTable table={table} title={title} />
            ) : (
              <Plot height={height} summary={summary}>
                {children}
              </Plot>
            )}
          </div>
        </>
      )}
      {note && empty === null && <p className={styles['note']}>{note}</p>}
    </section>
  )
}

/** What scrolls must be reached by keyboard. */
const scrolledByKeys = { tabIndex: 0 } as const

function NumberTable({ table, title }: { readonly table: TableOf; readonly title: string }) {
  return (
    <div className={styles['scroll']} {...scrolledByKeys}>
      <table className={styles['table']} aria-label={title}>
        <thead>
          <tr>
            {table.heads.map(head => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(([head, ...cells]) => (
            <tr key={head}>
              <th scope="row">{head}</th>
              {cells.map((cell, index) => (
                <td key={table.heads[index + 1] ?? index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Plot({ height, summary, children }: Pick<FigureProps, 'height' | 'summary' | 'children'>) {
  const ref = useRef<HTMLDivElement>(null)
  const width = useWidth(ref)
  return (
    <div ref={ref} className={styles['measured']}>
      {width > 0 && (
        <svg className={styles['plot']} width={width} height={height} role="img" aria-label={summary}>
          {children(width)}
        </svg>
      )}
    </div>
  )
}

/** Width of an element in CSS pixels, followed; 0 before it is drawn. */
export function useWidth(ref: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    setWidth(element.clientWidth)
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return width
}
