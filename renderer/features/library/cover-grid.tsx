// Albums as a wall of covers, however many: rows of covers made only where they are seen, walked with four arrows.
import { type HTMLAttributes, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlbumId } from '../../../preload/contract/ids.ts'
import { artOr } from '../../base/art.ts'
import { albums } from '../../base/library-rows.ts'
import { go } from '../../base/route.ts'
import { useRow } from '../../base/rows.ts'
import { Cover } from '../../ui/cover.tsx'
import type { Point } from '../../ui/menu.tsx'
import { useScrollPlace, useVirtualRows } from '../../ui/virtual-rows.ts'
import { AlbumMenu } from './album-menu.tsx'
import styles from './cover-grid.module.css'

const leastPx = 148
const gapPx = 24
const wordsPx = 48
const marginPx = 32

/** Ids travel as plain numbers in a typed array; `library.albumIds` gave these. */
export const albumIdAt = (ids: Int32Array, index: number): AlbumId => (ids[index] ?? 0) as AlbumId

export function AlbumFace({ id }: { readonly id: AlbumId }) {
  const { t } = useTranslation()
  const row = useRow(albums, id)
  return (
    <>
      <Cover src={row ? artOr(row.art, 256) : null} className={styles['art']} />
      {row ? (
        <>
          <span className={styles['name']}>{row.title || t('app.unknownAlbum')}</span>
          <span className={styles['by']}>
            {row.artist}
            {row.year !== null && ` · ${row.year}`}
          </span>
        </>
      ) : (
        <div className={styles['waiting']} />
      )}
    </>
  )
}

interface Props {
  readonly label: string
  readonly placeKey: string
  readonly ids: Int32Array
}

export function CoverGrid({ label, placeKey, ids }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const id = useId()
  const [active, setActive] = useState(-1)
  const [widthPx, setWidth] = useState(0)
  const [menu, setMenu] = useState<{ readonly at: Point; readonly id: AlbumId } | null>(null)

  const innerPx = Math.max(leastPx, widthPx - 2 * marginPx)
  const across = Math.max(2, Math.floor((innerPx + gapPx) / (leastPx + gapPx)))
  const coverPx = Math.floor((innerPx - gapPx * (across - 1)) / across)
  const rowPx = coverPx + wordsPx + gapPx
  const count = Math.ceil(ids.length / across)
  const { rows, heightPx, widthPx: measuredPx, show } = useVirtualRows({ count, rowPx, scroller, body, stickyPx: 0 })
  if (measuredPx !== widthPx) setWidth(measuredPx)
  useScrollPlace(placeKey, scroller, ids.length > 0 && widthPx > 0)

  const [first, last] = [rows[0]?.index ?? 0, rows.at(-1)?.index ?? -1]
  useEffect(() => {
    const from = Math.max(0, (first - 4) * across)
    const to = Math.min(ids.length, (last + 5) * across)
    albums.want(Array.from({ length: Math.max(0, to - from) }, (_, step) => albumIdAt(ids, from + step)))
  }, [first, last, across, ids])

  const open = (index: number): void => go({ page: 'album', id: albumIdAt(ids, index) })

  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -across,
      ArrowDown: across,
      Home: -ids.length,
      End: ids.length,
      PageUp: -across * 3,
      PageDown: across * 3,
    }
    if (event.key === 'Enter' && active >= 0) {
      event.preventDefault()
      open(active)
      return
    }
    if ((event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) && active >= 0) {
      event.preventDefault()
      const cover = document.getElementById(`${id}-${active}`)?.getBoundingClientRect()
      if (cover) setMenu({ at: { x: cover.left + 24, y: cover.top + 24 }, id: albumIdAt(ids, active) })
      return
    }
    const step = steps[event.key]
    if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    const index = active < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, active + step))
    setActive(index)
    show(Math.floor(index / across))
  }

  const gridProps: HTMLAttributes<HTMLDivElement> = {
    role: 'grid',
    tabIndex: 0,
    'aria-label': label,
    'aria-rowcount': count,
    'aria-colcount': across,
    ...(active >= first * across && active < (last + 1) * across && { 'aria-activedescendant': `${id}-${active}` }),
    onKeyDown,
    onFocus: () => {
      if (active < 0) setActive(first * across)
    },
  }
  const cellProps = (index: number): HTMLAttributes<HTMLDivElement> => ({
    role: 'gridcell',
    id: `${id}-${index}`,
    'aria-colindex': (index % across) + 1,
    onClick: () => {
      setActive(index)
      open(index)
    },
    onContextMenu: event => {
      event.preventDefault()
      setActive(index)
      setMenu({ at: { x: event.clientX, y: event.clientY }, id: albumIdAt(ids, index) })
    },
  })

  return (
    <div ref={scroller} className={styles['scroller']}>
      <div className={styles['grid']} data-list="" {...gridProps}>
        <div ref={body} className={styles['body']} style={{ height: heightPx }}>
          {rows.map(({ index: row, topPx }) => (
            <div
              key={row}
              {...rowRole(row)}
              className={styles['row']}
              style={{ top: topPx, height: rowPx, gridTemplateColumns: `repeat(${across}, ${coverPx}px)`, gap: gapPx }}
            >
              {Array.from(
                { length: Math.min(across, ids.length - row * across) },
                (_, step) => row * across + step,
              ).map(index => (
                <div
                  key={index}
                  className={styles['cell']}
                  {...(index === active && { 'data-active': '' })}
                  {...cellProps(index)}
                >
                  <AlbumFace id={albumIdAt(ids, index)} />
                </div>
              ))}
            </div>
          ))}
        </div>
      </div>
      <AlbumMenu menu={menu} onClose={() => setMenu(null)} />
    </div>
  )
}

const rowRole = (row: number): HTMLAttributes<HTMLDivElement> => ({ role: 'row', 'aria-rowindex': row + 1 })
