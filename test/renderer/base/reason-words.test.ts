// Every reason says its facts in both languages, and says them as a person would.
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { BoostTarget } from '../../../preload/contract/balance.ts'
import type { AlbumId } from '../../../preload/contract/ids.ts'
import type { CompanionReason } from '../../../preload/contract/queue.ts'
import { i18n, startLanguages } from '../../../renderer/base/i18n/index.ts'
import { reasonWords } from '../../../renderer/base/reason-words.ts'

/** A Sunday. */
const sunday = new Date(2026, 10, 22, 14).getTime()
const friday = new Date(2026, 10, 27, 23, 59).getTime()
const album: BoostTarget = { of: 'album', id: 5 as AlbumId }
const title = '달빛'

const told: readonly (readonly [CompanionReason, string, string])[] = [
  [
    { kind: 'artistFinished', artist: 'Slow Harbour', finished: 8, of: 9 },
    'You finished 8 of 9 by Slow Harbour',
    'Slow Harbour의 곡을 9번 중 8번 끝까지 들었습니다',
  ],
  [{ kind: 'trackStayed', stayed: 5, of: 6 }, 'You stayed with it 5 of 6 times', '6번 중 5번 머문 곡'],
  [{ kind: 'trackStayed', stayed: 4, of: 4 }, 'You stayed with it all 4 times', '4번 모두 머문 곡'],
  [{ kind: 'trackStayed', stayed: 1, of: 1 }, 'You stayed with it the one time you heard it', '1번 모두 머문 곡'],
  [
    { kind: 'favouriteRested', days: 40, stayed: 5 },
    'A favourite, stayed with 5 times, not heard for 40 days',
    '5번 머문 애청곡, 40일 동안 듣지 않았습니다',
  ],
  [
    { kind: 'favouriteRested', days: 1, stayed: 1 },
    'A favourite, stayed with once, not heard for a day',
    '1번 머문 애청곡, 1일 동안 듣지 않았습니다',
  ],
  [
    { kind: 'soundsLike', title, artist: 'A', by: 'sound' },
    'New to you; sounds like “달빛”, which you stayed with',
    '처음 만나는 곡. 전에 머문 〈달빛〉과 소리가 닮았습니다',
  ],
  [
    { kind: 'soundsLike', title: 'Snow', artist: 'A', by: 'tags' },
    'New to you; tagged like “Snow”, which you stayed with',
    '처음 만나는 곡. 전에 머문 〈Snow〉와 태그가 닮았습니다',
  ],
  [
    { kind: 'soundsLike', title, artist: 'A', by: 'listening' },
    'New to you; keeps company with “달빛”, which you stayed with',
    '처음 만나는 곡. 전에 머문 〈달빛〉과 어울려 듣던 쪽입니다',
  ],
  [
    { kind: 'follows', title, artist: 'A', times: 1 },
    'You played it after “달빛” once',
    '〈달빛〉 다음에 1번 이어 들은 곡',
  ],
  [
    { kind: 'follows', title, artist: 'A', times: 3 },
    'You played it after “달빛” 3 times',
    '〈달빛〉 다음에 3번 이어 들은 곡',
  ],
  [{ kind: 'together', title, artist: 'A' }, 'Often heard together with “달빛”', '〈달빛〉과 자주 함께 들은 곡'],
  [
    { kind: 'underHeard', artist: '윤서', plays: 2, tracks: 14 },
    'Under-heard: 2 plays lately of 14 tracks by 윤서',
    '덜 들은 아티스트: 윤서의 14곡 중 최근 2번 재생',
  ],
  [
    { kind: 'underHeard', artist: '윤서', plays: 1, tracks: 1 },
    'Under-heard: 1 play lately of 1 track by 윤서',
    '덜 들은 아티스트: 윤서의 1곡 중 최근 1번 재생',
  ],
  [{ kind: 'newlyAdded', days: 0 }, 'Added today', '오늘 추가한 곡'],
  [{ kind: 'newlyAdded', days: 1 }, 'Added yesterday', '1일 전에 추가한 곡'],
  [{ kind: 'newlyAdded', days: 5 }, 'Added 5 days ago', '5일 전에 추가한 곡'],
  [
    { kind: 'boosted', target: { of: 'addedLately', days: 30 }, label: '', until: friday },
    'Boost: added lately, until Friday',
    '밀어 주는 음악: 최근 추가한 음악, 금요일까지',
  ],
  [
    { kind: 'boosted', target: { of: 'decade', from: 1990 }, label: '', until: null },
    'Boost: the 1990s',
    '밀어 주는 음악: 1990년대',
  ],
  [
    { kind: 'boosted', target: album, label: 'Slow Tide', until: null },
    'Boost: Slow Tide',
    '밀어 주는 음악: Slow Tide',
  ],
  [
    { kind: 'newArtist', artist: '종이배' },
    'New to you: nothing by 종이배 was played yet',
    '처음 만나는 곡. 종이배의 곡은 아직 재생한 적이 없습니다',
  ],
  [{ kind: 'waited', queues: 60 }, 'Waited through 60 plays', '다른 곡이 60번 재생되는 동안 기다린 곡'],
  [{ kind: 'drawn', oneIn: 20 }, 'Drawn at random: one place in 20', '20자리 중 하나, 무작위로 뽑은 곡'],
  [
    { kind: 'variety', genre: null },
    'Picked for variety: Dwell does not know you yet',
    '고루 들려드리려 골랐습니다. 아직 당신을 잘 모릅니다',
  ],
  [
    { kind: 'variety', genre: 'Jazz' },
    'Picked for variety, some Jazz: Dwell does not know you yet',
    '고루 들려드리려 Jazz에서 골랐습니다. 아직 당신을 잘 모릅니다',
  ],
]

/** Every kind there is: one that is missing does not compile. */
const kinds: Record<CompanionReason['kind'], true> = {
  artistFinished: true,
  trackStayed: true,
  favouriteRested: true,
  soundsLike: true,
  follows: true,
  together: true,
  underHeard: true,
  newlyAdded: true,
  boosted: true,
  newArtist: true,
  waited: true,
  drawn: true,
  variety: true,
}

describe('a reason', () => {
  afterEach(() => void vi.useRealTimers())

  it.each(told)('%j is “%s” and “%s”', (reason, english, korean) => {
    vi.useFakeTimers({ now: sunday, toFake: ['Date'] })
    startLanguages('en')
    expect(reasonWords(i18n.t, reason)).toBe(english)
    startLanguages('ko')
    expect(reasonWords(i18n.t, reason)).toBe(korean)
  })

  it('is put in words above whatever its kind', () => {
    expect(new Set(told.map(([{ kind }]) => kind))).toEqual(new Set(Object.keys(kinds)))
  })
})
