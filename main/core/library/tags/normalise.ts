// From what was gathered to what the library keeps: clean strings, numbers in bounds, one loudness scale.

import type { Collector } from './collector.ts'
import { type CoverMemory, describeCover } from './cover.ts'
import { rereading } from './encoding.ts'
import type { Field } from './fields.ts'
import { splitGenres } from './genres.ts'
import { gainOf, gainOfR128, ordinal, peakOf, yearOf } from './numbers.ts'
import { credits, unique } from './people.ts'
import { unplayableReason } from './playable.ts'
import type { Sound } from './sound.ts'
import type { Tagged } from './tagged.ts'

/** A day and a half: beyond it a header lies. */
const longestMs = 36 * 60 * 60 * 1000

export function describe(sound: Sound, tags: Collector, memory: CoverMemory): Tagged {
  const latin1 = tags.latin1Texts()
  if (latin1.length > 0) tags.rewrite(rereading(latin1))
  const all = (field: Field): string[] =>
    unique(
      tags
        .of(field)
        .map(value => clean(value.text))
        .filter(text => text !== ''),
    )
  const one = (field: Field): string | null => all(field)[0] ?? null
  const number = (field: Field, read: (text: string) => number | null): number | null => {
    for (const text of all(field)) {
      const value = read(text)
      if (value !== null) return value
    }
    return null
  }
  const artist = credits(all('artist'), all('artists'))
  const reason = unplayableReason(sound.codec, sound.obstacle)
  return {
    ok: true,
    title: one('title'),
    artist: artist.printed,
    artists: artist.people,
    artistSort: one('artistSort'),
    album: one('album'),
    albumSort: one('albumSort'),
    albumArtist: all('albumArtist').join(', ') || null,
    albumArtistSort: one('albumArtistSort'),
    titleSort: one('titleSort'),
    compilation: all('compilation').some(text => /^(?:1|true|yes)$/i.test(text)),
    disc: number('disc', ordinal),
    track: number('track', ordinal),
    year: number('date', yearOf) ?? number('originalDate', yearOf),
    genres: unique(
      all('genre')
        .flatMap(splitGenres)
        .filter(genre => genre !== ''),
    ),
    rating: number('rating', ratio),
    trackGainDb: number('trackR128', gainOfR128) ?? number('trackGain', gainOf) ?? sound.headerTrackGainDb ?? null,
    trackPeak: number('trackPeak', peakOf) ?? sound.headerTrackPeak ?? null,
    albumGainDb: number('albumR128', gainOfR128) ?? number('albumGain', gainOf),
    albumPeak: number('albumPeak', peakOf),
    durationMs: bounded(sound.durationMs, longestMs) ?? 0,
    codec: sound.codec,
    mime: sound.mime,
    bitrate: bounded(sound.bitrate, 1e9),
    sampleRate: bounded(sound.sampleRate, 1e8),
    channels: bounded(sound.channels, 255),
    playable: reason === null,
    unplayableReason: reason,
    audioKey: sound.audioKey,
    picture: describeCover(tags.pictures, memory),
    warning: tags.warnings.length > 0 ? tags.warnings.join('; ') : null,
  }
}

/** Control characters, halves of surrogate pairs, and marks of byte order. */
const noText = /[\p{Cc}\p{Cs}\ufeff\ufffe\uffff]+/gu

/** NFC, one line, trimmed. */
export function clean(text: string): string {
  return (isPlain(text) ? text : text.normalize('NFC').replace(noText, ' ')).trim()
}

function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || code > 0x7e) return false
  }
  return true
}

function ratio(text: string): number | null {
  const value = Number(text)
  return value > 0 && value <= 1 ? value : null
}

function bounded(value: number | null, most: number): number | null {
  return value !== null && Number.isFinite(value) && value > 0 && value <= most ? Math.round(value) : null
}
