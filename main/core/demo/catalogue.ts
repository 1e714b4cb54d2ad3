// The demonstration's catalogue: made-up artists in six styles, their records and titles, some Korean, some with accents.
import type { StyleName } from './styles.ts'

export type Format = 'flac' | 'opus' | 'wav'

export interface DemoAlbum {
  readonly artist: string
  readonly title: string
  readonly year: number
  readonly style: StyleName
  readonly genre: string
  readonly format: Format
  /** Where the picture lies: in each file, or as cover.png beside them. */
  readonly cover: 'embedded' | 'folder'
  /** Titles; a compilation names each track's own artist. */
  readonly tracks: readonly (string | { readonly title: string; readonly artist: string; readonly style: StyleName })[]
  /** The tracks are one recording cut into parts: they must join without a gap. */
  readonly continuous?: true
  readonly compilation?: true
}

const hues: Readonly<Record<StyleName, number>> = {
  ambient: 205,
  chiptune: 130,
  house: 290,
  jazz: 28,
  folk: 85,
  rock: 352,
}
export const hueOf = (style: StyleName): number => hues[style]

export const catalogue: readonly DemoAlbum[] = [
  {
    artist: 'Harbour Lights',
    title: 'Slow Water',
    year: 2014,
    style: 'ambient',
    genre: 'Ambient',
    format: 'flac',
    cover: 'embedded',
    continuous: true,
    tracks: ['Before the Tide', 'Low Tide', 'Slack Water', 'High Tide', 'After the Tide'],
  },
  {
    artist: '고요한 섬',
    title: '안개의 기록',
    year: 2019,
    style: 'ambient',
    genre: 'Ambient',
    format: 'opus',
    cover: 'embedded',
    tracks: ['첫 번째 안개', '등대', '물비늘', '먼 불빛', '새벽 네 시'],
  },
  {
    artist: 'Kilobyte Garden',
    title: 'Cartridge Summer',
    year: 2009,
    style: 'chiptune',
    genre: 'Chiptune',
    format: 'wav',
    cover: 'folder',
    tracks: ['Press Start', 'Overworld', 'Underwater Level', 'Boss Rush', 'Credits Roll', 'Secret Exit'],
  },
  {
    artist: 'NES Fjörd',
    title: 'Ísbirnir',
    year: 2016,
    style: 'chiptune',
    genre: 'Chiptune',
    format: 'wav',
    cover: 'folder',
    tracks: ['Glacier Run', 'Norðurljós', 'Pixel Aurora', 'Ice Cavern', 'Hvalur'],
  },
  {
    artist: 'Marble Arcade',
    title: 'Night Bus Home',
    year: 2021,
    style: 'house',
    genre: 'House',
    format: 'opus',
    cover: 'embedded',
    tracks: ['Last Stop', 'Upper Deck', 'Window Seat', 'Empty Road', 'Night Driver'],
  },
  {
    artist: '서울 지하',
    title: '2호선',
    year: 2022,
    style: 'house',
    genre: 'House',
    format: 'opus',
    cover: 'embedded',
    tracks: ['순환선', '환승', '막차', '성수', '합정 (밤)'],
  },
  {
    artist: 'Odette Vale Quartet',
    title: 'Smoke and Sugar',
    year: 1998,
    style: 'jazz',
    genre: 'Jazz',
    format: 'flac',
    cover: 'embedded',
    tracks: ['Half Past Blue', 'Sugar Street', 'Walking Otis Home', 'Smoke', 'The Long Way Down'],
  },
  {
    artist: 'Café Minuit',
    title: 'Été à Montréal',
    year: 2006,
    style: 'jazz',
    genre: 'Jazz',
    format: 'opus',
    cover: 'embedded',
    tracks: ['Déjà tard', 'Rue Saint-Denis', 'Fenêtre ouverte', 'Le dernier café', 'Pluie légère'],
  },
  {
    artist: 'Wren & Silas',
    title: 'The Orchard Letters',
    year: 2011,
    style: 'folk',
    genre: 'Folk',
    format: 'flac',
    cover: 'embedded',
    tracks: ['Letter One', 'Windfall', 'The Ladder', 'Cider Moon', 'Letter Nine', 'Home by Dark'],
  },
  {
    artist: '들녘',
    title: '느린 편지',
    year: 2017,
    style: 'folk',
    genre: 'Folk',
    format: 'flac',
    cover: 'embedded',
    tracks: ['느린 편지', '마당', '보리밭', '할머니의 라디오', '돌아오는 길'],
  },
  {
    artist: 'The Iron Umbrellas',
    title: 'Weather Permitting',
    year: 2003,
    style: 'rock',
    genre: 'Rock',
    format: 'flac',
    cover: 'embedded',
    tracks: ['Storm Drain', 'Barometer', 'Thunder on the Ring Road', 'Dry Spell', 'Umbrella Stand', 'Permitting'],
  },
  {
    artist: 'Größenwahn',
    title: 'Straße frei',
    year: 2013,
    style: 'rock',
    genre: 'Rock',
    format: 'opus',
    cover: 'embedded',
    tracks: ['Straße frei', 'Überholspur', 'Stau', 'Blaulicht', 'Ausfahrt'],
  },
  {
    artist: 'Various Artists',
    title: 'Dwell Sampler',
    year: 2024,
    style: 'folk',
    genre: 'Sampler',
    format: 'opus',
    cover: 'embedded',
    compilation: true,
    tracks: [
      { title: 'Low Lamp', artist: 'Harbour Lights', style: 'ambient' },
      { title: 'Bonus Stage', artist: 'Kilobyte Garden', style: 'chiptune' },
      { title: 'Garage Door', artist: 'The Iron Umbrellas', style: 'rock' },
      { title: 'Paper Boat', artist: 'Mina Sol', style: 'folk' },
      { title: '늦은 여름', artist: 'Mina Sol', style: 'folk' },
    ],
  },
  {
    artist: 'Mina Sol',
    title: 'Paper Boat',
    year: 2024,
    style: 'folk',
    genre: 'Folk',
    format: 'opus',
    cover: 'embedded',
    tracks: ['종이배', 'Tin Roof', 'Borrowed Coat', 'Lantern'],
  },
]
