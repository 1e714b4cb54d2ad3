// The map of the library: the canvas, what the pointer or the arrows rest on, its neighbours, and the regions by genre.
import { Maximize, Minus, Plus, Volume1, VolumeX } from 'lucide-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { TrackId } from '../../../preload/contract/ids.ts'
import type { LibraryMap } from '../../../preload/contract/insights.ts'
import { artOr } from '../../base/art.ts'
import { useFormat } from '../../base/format.ts'
import { noTrack, trackIdAt, tracks } from '../../base/library-rows.ts'
import { useRow } from '../../base/rows.ts'
import { player } from '../../player/store.ts'
import { Announcer } from '../../ui/announcer.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Cover } from '../../ui/cover.tsx'
import page from './insights-page.module.css'
import styles from './library-map.module.css'
import { MapCanvas } from './map-canvas.tsx'
import { gridOf } from './map-grid.ts'
import type { MapScreen, Spot } from './map-screen.ts'
import { usePreview } from './preview.ts'

const otherGroup = 255
const nearby = 7
const zoomStep = 1.6
const listenKey = 'dwell.hoverToHear'

export function LibraryMapSection({ map }: { readonly map: LibraryMap }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <section aria-labelledby="map" className={page['section']}>
      <h2 id="map" className={page['heading']}>
        {t('insights.map.title')}
      </h2>
      {map.ids.length === 0 ? (
        <div className={styles['blank']}>
          <p className={styles['none']}>{t('insights.map.empty')}</p>
          <p>{t('insights.map.emptyHint')}</p>
        </div>
      ) : (
        <>
          <p className={page['intro']}>{t('insights.map.lead')}</p>
          <Atlas map={map} />
          <p className={styles['made']}>
            {map.madeAt !== null &&
              `${t('insights.map.made', { count: map.ids.length, ago: format.ago(map.madeAt) })}. ${t('insights.map.hint')} ${t('insights.map.listenHint')}`}
          </p>
        </>
      )}
    </section>
  )
}

function Atlas({ map }: { readonly map: LibraryMap }) {
  const { t } = useTranslation()
  const stage = useRef<MapScreen>(null)
  const grid = useMemo(() => gridOf(map.x, map.y), [map])
  const [chosen, setChosen] = useState<{ readonly index: number; readonly by: 'pointer' | 'key' } | null>(null)
  /** The last track that was chosen stays listed with its neighbours when the pointer leaves the map. */
  const [listed, setListed] = useState<number | null>(null)
  const [only, setOnly] = useState<number | null>(null)
  const [listens, setListens] = useState(() => localStorage.getItem(listenKey) === 'yes')
  const label = useRef<HTMLDivElement>(null)
  const index = chosen !== null && chosen.index < map.ids.length ? chosen.index : null

  const choose = useCallback((next: number | null, by: 'pointer' | 'key') => {
    setChosen(before => (next === null ? null : before?.index === next ? before : { index: next, by }))
    if (next !== null) setListed(next)
  }, [])
  const play = useCallback((at: number) => player.startAutoplay(trackIdAt(map.ids, at)), [map])
  /** Moved without rendering: it follows the map sixty times a second. */
  const place = useCallback((spot: Spot | null) => {
    const { current } = label
    if (!current || spot === null) return
    const isRight = spot.x > (current.parentElement?.clientWidth ?? 0) / 2
    const isLow = spot.y > (current.parentElement?.clientHeight ?? 0) / 2
    current.style.translate = `calc(${spot.x}px ${isRight ? '- 100% - 14px' : '+ 14px'}) calc(${spot.y}px ${isLow ? '- 100% - 6px' : '+ 6px'})`
  }, [])
  const hovered = index === null ? null : trackIdAt(map.ids, index)
  usePreview(chosen?.by === 'pointer' ? hovered : null, listens)

  const region = (group: number | null): void => {
    const next = group === only ? null : group
    setOnly(next)
    if (next === null) stage.current?.all()
    else stage.current?.frame(membersOf(map, next))
  }
  const toggleListening = (): void => {
    localStorage.setItem(listenKey, listens ? 'no' : 'yes')
    setListens(!listens)
  }

  return (
    <div className={styles['atlas']}>
      <div className={styles['sheet']}>
        <MapCanvas
          screen={stage}
          map={map}
          grid={grid}
          label={t('insights.map.label')}
          only={only}
          chosen={index}
          onChoose={choose}
          onSpot={place}
          onPlay={play}
        />
        <div ref={label} className={styles['label']} {...(index === null && { hidden: true })}>
          {hovered !== null && index !== null && <Label id={hovered} hours={map.hours[index] ?? 0} />}
        </div>
        <div className={styles['tools']}>
          <IconButton label={t('insights.map.zoomIn')} size="small" onPress={() => stage.current?.zoom(zoomStep)}>
            <Plus size={15} />
          </IconButton>
          <IconButton label={t('insights.map.zoomOut')} size="small" onPress={() => stage.current?.zoom(1 / zoomStep)}>
            <Minus size={15} />
          </IconButton>
          <IconButton
            label={t('insights.map.all')}
            size="small"
            onPress={() => {
              setOnly(null)
              stage.current?.all()
            }}
          >
            <Maximize size={14} />
          </IconButton>
          <IconButton label={t('insights.map.listen')} size="small" isOn={listens} onPress={toggleListening}>
            {listens ? <Volume1 size={15} /> : <VolumeX size={15} />}
          </IconButton>
        </div>
        <Chosen id={hovered} by={chosen?.by ?? 'pointer'} />
      </div>
      <div className={styles['side']}>
        <Regions map={map} only={only} onRegion={region} />
        <Nearby map={map} index={listed} neighbours={grid.around} onPlay={play} />
      </div>
    </div>
  )
}

function membersOf({ group }: LibraryMap, wanted: number): number[] {
  const members: number[] = []
  for (const [index, of] of group.entries()) if (of === wanted) members.push(index)
  return members
}

function Label({ id, hours }: { readonly id: TrackId; readonly hours: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const track = useRow(tracks, id)
  if (!track) return null
  return (
    <>
      <Cover src={artOr(track.art, 64)} className={styles['labelArt']} isLazy={false} />
      <span>
        <span className={styles['labelTitle']}>{track.title}</span>
        <span className={styles['labelBy']}>{track.artist}</span>
        <span className={styles['labelBy']}>
          {hours > 0 ? t('insights.map.heard', { time: format.time(hours * 3_600_000) }) : t('insights.map.unheard')}
        </span>
      </span>
    </>
  )
}

/** What the arrows have come to, for the ear; the pointer would say too much. */
function Chosen({ id, by }: { readonly id: TrackId | null; readonly by: 'pointer' | 'key' }) {
  const { t } = useTranslation()
  const track = useRow(tracks, id ?? noTrack)
  const words = track && by === 'key' ? t('insights.map.chosen', { title: track.title, artist: track.artist }) : ''
  return <Announcer words={words} />
}

interface RegionsProps {
  readonly map: LibraryMap
  readonly only: number | null
  readonly onRegion: (group: number) => void
}

/** The legend, and the way to a genre's part of the map. */
function Regions({ map, only, onRegion }: RegionsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const counts = useMemo(() => {
    const found = new Map<number, number>()
    for (const group of map.group) found.set(group, (found.get(group) ?? 0) + 1)
    return found
  }, [map])
  const groups = [...map.groups.keys(), otherGroup].filter(group => (counts.get(group) ?? 0) > 0)
  return (
    <div>
      <h3 className={styles['sideHead']}>{t('insights.map.regions')}</h3>
      <ul className={styles['regions']}>
        {groups.map(group => {
          const name = map.groups[group] ?? t('insights.map.otherGenres')
          const count = counts.get(group) ?? 0
          return (
            <li key={group}>
              <AriaButton
                className={styles['region'] ?? ''}
                aria-label={t('insights.map.region', { name, count })}
                aria-pressed={only === group}
                onPress={() => onRegion(group)}
              >
                <span className={styles['dot']} data-group={group} aria-hidden="true" />
                <span className={styles['regionName']}>{name}</span>
                <span>{format.number(count)}</span>
              </AriaButton>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

interface NearbyProps {
  readonly map: LibraryMap
  readonly index: number | null
  readonly neighbours: (index: number, count: number) => number[]
  readonly onPlay: (index: number) => void
}

function Nearby({ map, index, neighbours, onPlay }: NearbyProps) {
  const { t } = useTranslation()
  const points = useMemo(
    () => (index === null || index >= map.ids.length ? [] : [index, ...neighbours(index, nearby - 1)]),
    [map, index, neighbours],
  )
  return (
    <div>
      <h3 className={styles['sideHead']}>{t('insights.map.nearby')}</h3>
      {points.length === 0 ? (
        <p className={styles['nearbyNone']}>{t('insights.map.nearbyNone')}</p>
      ) : (
        <ul>
          {points.map(point => (
            <Neighbour key={point} id={trackIdAt(map.ids, point)} onPlay={() => onPlay(point)} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Neighbour({ id, onPlay }: { readonly id: TrackId; readonly onPlay: () => void }) {
  const { t } = useTranslation()
  const track = useRow(tracks, id)
  return (
    <li className={styles['neighbour']}>
      {track && (
        <AriaButton
          className={styles['neighbourButton'] ?? ''}
          aria-label={t('insights.map.playFrom', { title: track.title })}
          onPress={onPlay}
        >
          <span className={styles['labelTitle']}>{track.title}</span>
          <span className={styles['labelBy']}>{track.artist}</span>
        </AriaButton>
      )}
    </li>
  )
}
