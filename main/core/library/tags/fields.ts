// Which tag of which system says what: every system's own names, upper-cased, for the few things Dwell wants to know.

export type Field =
  | 'title'
  | 'artist'
  | 'artists'
  | 'album'
  | 'albumArtist'
  | 'titleSort'
  | 'artistSort'
  | 'albumSort'
  | 'albumArtistSort'
  | 'track'
  | 'disc'
  | 'date'
  | 'originalDate'
  | 'genre'
  | 'compilation'
  | 'trackGain'
  | 'trackPeak'
  | 'albumGain'
  | 'albumPeak'
  | 'trackR128'
  | 'albumR128'
  | 'rating'

/** Systems in the order in which they are believed when a file carries several (as music-metadata has it): ID3v1 cuts at 30 letters. */
export const tagSystems = [
  'matroska',
  'APEv2',
  'vorbis',
  'ID3v2.4',
  'ID3v2.3',
  'ID3v2.2',
  'exif',
  'asf',
  'iTunes',
  'AIFF',
  'ID3v1',
] as const
export type TagSystem = (typeof tagSystems)[number]

type Names = Readonly<Record<string, Field>>

const loudness: Names = {
  REPLAYGAIN_TRACK_GAIN: 'trackGain',
  REPLAYGAIN_TRACK_PEAK: 'trackPeak',
  REPLAYGAIN_ALBUM_GAIN: 'albumGain',
  REPLAYGAIN_ALBUM_PEAK: 'albumPeak',
}

const prefixed = (prefix: string, names: Names): Names =>
  Object.fromEntries(Object.entries(names).map(([name, field]) => [prefix + name, field]))

const id3: Names = {
  TIT2: 'title',
  TPE1: 'artist',
  TPE2: 'albumArtist',
  TALB: 'album',
  TSOT: 'titleSort',
  TSOP: 'artistSort',
  TSOA: 'albumSort',
  TSO2: 'albumArtistSort',
  TRCK: 'track',
  TPOS: 'disc',
  TDRC: 'date',
  TYER: 'date',
  TDOR: 'originalDate',
  TORY: 'originalDate',
  TCON: 'genre',
  TCMP: 'compilation',
  POPM: 'rating',
  'TXXX:ARTISTS': 'artists',
  'TXXX:ALBUMARTIST': 'albumArtist',
  'TXXX:ALBUM ARTIST': 'albumArtist',
  'TXXX:ALBUMARTISTSORT': 'albumArtistSort',
  'TXXX:COMPILATION': 'compilation',
  ...prefixed('TXXX:', loudness),
}

const id3v22: Names = {
  ...id3,
  TT2: 'title',
  TP1: 'artist',
  TP2: 'albumArtist',
  TAL: 'album',
  TST: 'titleSort',
  TSP: 'artistSort',
  TSA: 'albumSort',
  TS2: 'albumArtistSort',
  TRK: 'track',
  TPA: 'disc',
  TYE: 'date',
  TOR: 'originalDate',
  TCO: 'genre',
  TCP: 'compilation',
  POP: 'rating',
  ...Object.fromEntries(
    Object.entries(id3)
      .filter(([name]) => name.startsWith('TXXX:'))
      .map(([name, field]) => [name.replace('TXXX:', 'TXX:'), field]),
  ),
}

const words: Names = {
  TITLE: 'title',
  ARTIST: 'artist',
  ARTISTS: 'artists',
  ALBUM: 'album',
  ALBUMARTIST: 'albumArtist',
  'ALBUM ARTIST': 'albumArtist',
  TITLESORT: 'titleSort',
  ARTISTSORT: 'artistSort',
  ALBUMSORT: 'albumSort',
  ALBUMARTISTSORT: 'albumArtistSort',
  DISCNUMBER: 'disc',
  DATE: 'date',
  YEAR: 'date',
  ORIGINALDATE: 'originalDate',
  ORIGINALYEAR: 'originalDate',
  GENRE: 'genre',
  COMPILATION: 'compilation',
  RATING: 'rating',
  FMPS_RATING: 'rating',
  ...loudness,
}

const freeform = 'COM.APPLE.ITUNES:'

const tables: Readonly<Record<TagSystem, Names>> = {
  matroska: {
    'SEGMENT:TITLE': 'title',
    'TRACK:TITLE': 'title',
    'TRACK:ARTIST': 'artist',
    'TRACK:ARTISTSORT': 'artistSort',
    'TRACK:PART_NUMBER': 'track',
    'TRACK:GENRE': 'genre',
    'TRACK:DATE': 'date',
    'TRACK:DATE_RELEASED': 'date',
    'ALBUM:TITLE': 'album',
    'ALBUM:ARTIST': 'albumArtist',
    'ALBUM:ARTISTSORT': 'albumArtistSort',
    'ALBUM:PART_NUMBER': 'disc',
    'ALBUM:DATE_RELEASED': 'date',
    'ALBUM:DATE_RECORDED': 'originalDate',
    // ffmpeg writes every tag at track or album level under its plain name.
    ...prefixed('TRACK:', { ALBUM: 'album', ALBUM_ARTIST: 'albumArtist', DISC: 'disc', TRACK: 'track', ...loudness }),
    ...prefixed('ALBUM:', { ALBUM: 'album', ALBUM_ARTIST: 'albumArtist', ...loudness }),
  },
  APEv2: { ...words, TRACK: 'track', TRACKNUMBER: 'track', DISC: 'disc' },
  vorbis: {
    ...words,
    TRACKNUMBER: 'track',
    ALBUM_ARTIST: 'albumArtist',
    R128_TRACK_GAIN: 'trackR128',
    R128_ALBUM_GAIN: 'albumR128',
  },
  'ID3v2.4': id3,
  'ID3v2.3': id3,
  'ID3v2.2': id3v22,
  exif: {
    INAM: 'title',
    TITL: 'title',
    IART: 'artist',
    IPRD: 'album',
    ICRD: 'date',
    YEAR: 'date',
    IGNR: 'genre',
    GNRE: 'genre',
    ITRK: 'track',
    IPRT: 'track',
  },
  asf: {
    TITLE: 'title',
    AUTHOR: 'artist',
    'WM/ARTISTS': 'artists',
    'WM/ALBUMTITLE': 'album',
    'WM/ALBUMARTIST': 'albumArtist',
    'WM/TITLESORTORDER': 'titleSort',
    'WM/ARTISTSORTORDER': 'artistSort',
    'WM/ALBUMSORTORDER': 'albumSort',
    'WM/ALBUMARTISTSORTORDER': 'albumArtistSort',
    'WM/TRACKNUMBER': 'track',
    'WM/PARTOFSET': 'disc',
    'WM/YEAR': 'date',
    'WM/ORIGINALRELEASETIME': 'originalDate',
    'WM/ORIGINALRELEASEYEAR': 'originalDate',
    'WM/GENRE': 'genre',
    'WM/ISCOMPILATION': 'compilation',
    'WM/SHAREDUSERRATING': 'rating',
    ...loudness,
  },
  iTunes: {
    '©NAM': 'title',
    '©ART': 'artist',
    '©ALB': 'album',
    AART: 'albumArtist',
    SONM: 'titleSort',
    SOAR: 'artistSort',
    SOAL: 'albumSort',
    SOAA: 'albumArtistSort',
    TRKN: 'track',
    DISK: 'disc',
    '©DAY': 'date',
    '©GEN': 'genre',
    GNRE: 'genre',
    CPIL: 'compilation',
    RATE: 'rating',
    ...prefixed(`----:${freeform}`, {
      ARTISTS: 'artists',
      BAND: 'albumArtist',
      ALBUMARTISTSORT: 'albumArtistSort',
      ORIGINALDATE: 'originalDate',
      ORIGINALYEAR: 'originalDate',
      RATING: 'rating',
      ...loudness,
    }),
  },
  AIFF: { NAME: 'title', AUTH: 'artist' },
  ID3v1: { TITLE: 'title', ARTIST: 'artist', ALBUM: 'album', YEAR: 'date', TRACK: 'track', GENRE: 'genre' },
}

const fieldsOf = new Map<TagSystem, ReadonlyMap<string, Field>>(
  tagSystems.map(system => [system, new Map(Object.entries(tables[system]))]),
)

/** What a tag means, or null when Dwell does not want it. `id` in any case. */
export function fieldOf(system: TagSystem, id: string): Field | null {
  const names = fieldsOf.get(system)
  return names?.get(id) ?? names?.get(id.toUpperCase()) ?? ratingBy(system, id)
}

/** Quod Libet writes `RATING:somebody@example.org`; it is the one name with a variable part. */
function ratingBy(system: TagSystem, id: string): Field | null {
  return system === 'vorbis' && /^rating:/i.test(id) ? 'rating' : null
}
