// Genres as tags write them: ID3's numbered list (Winamp's order), '(17)' and '(4)Eurodisco', and several in one text.

const names = [
  'Blues|Classic Rock|Country|Dance|Disco|Funk|Grunge|Hip-Hop|Jazz|Metal|New Age|Oldies|Other|Pop|R&B|Rap|',
  'Reggae|Rock|Techno|Industrial|Alternative|Ska|Death Metal|Pranks|Soundtrack|Euro-Techno|Ambient|',
  'Trip-Hop|Vocal|Jazz+Funk|Fusion|Trance|Classical|Instrumental|Acid|House|Game|Sound Clip|Gospel|Noise|',
  'Alt. Rock|Bass|Soul|Punk|Space|Meditative|Instrumental Pop|Instrumental Rock|Ethnic|Gothic|Darkwave|',
  'Techno-Industrial|Electronic|Pop-Folk|Eurodance|Dream|Southern Rock|Comedy|Cult|Gangsta Rap|Top 40|',
  'Christian Rap|Pop/Funk|Jungle|Native American|Cabaret|New Wave|Psychedelic|Rave|Showtunes|Trailer|Lo-Fi|',
  'Tribal|Acid Punk|Acid Jazz|Polka|Retro|Musical|Rock & Roll|Hard Rock|Folk|Folk/Rock|National Folk|Swing|',
  'Fast-Fusion|Bebop|Latin|Revival|Celtic|Bluegrass|Avantgarde|Gothic Rock|Progressive Rock|',
  'Psychedelic Rock|Symphonic Rock|Slow Rock|Big Band|Chorus|Easy Listening|Acoustic|Humour|Speech|Chanson|',
  'Opera|Chamber Music|Sonata|Symphony|Booty Bass|Primus|Porn Groove|Satire|Slow Jam|Club|Tango|Samba|',
  'Folklore|Ballad|Power Ballad|Rhythmic Soul|Freestyle|Duet|Punk Rock|Drum Solo|A Cappella|Euro-House|',
  'Dance Hall|Goa|Drum & Bass|Club-House|Hardcore|Terror|Indie|BritPop|Worldbeat|Polsk Punk|Beat|',
  'Christian Gangsta Rap|Heavy Metal|Black Metal|Crossover|Contemporary Christian|Christian Rock|Merengue|',
  'Salsa|Thrash Metal|Anime|JPop|Synthpop|Abstract|Art Rock|Baroque|Bhangra|Big Beat|Breakbeat|Chillout|',
  'Downtempo|Dub|EBM|Eclectic|Electro|Electroclash|Emo|Experimental|Garage|Global|IDM|Illbient|',
  'Industro-Goth|Jam Band|Krautrock|Leftfield|Lounge|Math Rock|New Romantic|Nu-Breakz|Post-Punk|Post-Rock|',
  'Psytrance|Shoegaze|Space Rock|Trop Rock|World Music|Neoclassical|Audiobook|Audio Theatre|',
  'Neue Deutsche Welle|Podcast|Indie Rock|G-Funk|Dubstep|Garage Rock|Psybient',
]
  .join('')
  .split('|')

/** Name of ID3's genre number, or null beyond the list. */
export function genreNumbered(number: number): string | null {
  return names[number] ?? null
}

const codes: Readonly<Record<string, string>> = { RX: 'Remix', CR: 'Cover' }

function named(code: string): string | null {
  return codes[code] ?? (/^\d{1,3}$/.test(code) ? genreNumbered(Number(code)) : null)
}

/**
 * Genres in one value of ID3's TCON: '17', '(17)', '(51)(39)', '(4)Eurodisco', 'Rock'. A text that only refines its
 * number ('(17)Rock') is not repeated. Source: id3.org, ID3v2.3 4.2.1 TCON.
 */
export function id3Genres(value: string): string[] {
  const genres: string[] = []
  let rest = value.trim()
  for (;;) {
    const reference = /^\((\d{1,3}|RX|CR)\)/.exec(rest)
    if (!reference) break
    const name = named(reference[1] ?? '')
    if (name !== null) genres.push(name)
    rest = rest.slice(reference[0].length).trim()
  }
  if (rest.startsWith('((')) rest = rest.slice(1)
  if (rest !== '') genres.push(genres.length === 0 ? (named(rest) ?? rest) : rest)
  return genres
}

/** Several genres in one text: the semicolon parts them; comma and slash belong to names ('Folk, World, & Country', 'Pop/Funk'). */
export function splitGenres(value: string): string[] {
  return value.split(/\s*;\s*/)
}
