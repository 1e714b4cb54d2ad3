// The track that plays, as fresh as its row: likes and numbers change while it does.
import type { TrackRow } from '../../preload/contract/library.ts'
import { usePlayer } from '../player/store.ts'
import { noTrack, tracks } from './library-rows.ts'
import { useRow } from './rows.ts'

export function usePlayingTrack(): TrackRow | null {
  const track = usePlayer(state => state.track)
  const row = useRow(tracks, track?.id ?? noTrack)
  return track && (row ?? track)
}
