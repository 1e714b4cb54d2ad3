// What Chromium's decoders play, by codec, and in words why not. Tried with files of every kind on Chromium 130.

/** In any container that is read here: mp3, FLAC, Opus and AAC also play inside MP4, Ogg and Matroska. */
const played = new Set(['mp3', 'flac', 'vorbis', 'opus', 'aac', 'wav'])

const names: Readonly<Record<string, string>> = {
  mp1: 'MPEG layer I',
  mp2: 'MPEG layer II',
  alac: 'ALAC',
  aiff: 'AIFF',
  wma: 'WMA',
  ape: "Monkey's Audio",
  wavpack: 'WavPack',
  musepack: 'Musepack',
  dsd: 'DSD',
  speex: 'Speex',
  ac3: 'Dolby Digital',
  'ac-3': 'Dolby Digital',
  eac3: 'Dolby Digital Plus',
  dts: 'DTS',
  tta: 'True Audio',
}

/** Null when it plays; else 'ALAC cannot be decoded here', the format's name first. */
export function unplayableReason(codec: string, obstacle?: string): string | null {
  if (obstacle !== undefined) return `${obstacle} cannot be decoded here`
  return played.has(codec) ? null : `${names[codec] ?? codec} cannot be decoded here`
}
