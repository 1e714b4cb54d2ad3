// Made names of songs, records and people in the scripts of a real shelf: Latin with accents, Korean, Japanese.
import type { Random } from './random.ts'

const english =
  `love night day time heart home road light blue moon dream river rain fire sky sun girl boy man woman world life way
  down long little good bad old new young black white red green gold silver wild lonely sweet dark bright last first summer winter spring autumn morning
  evening midnight tomorrow yesterday always never forever again away back come go run walk dance sing fall rise fly hold turn leave stay wait
  call tell say know feel see hear want need believe remember forget lost found broken open close high low deep slow fast hard easy
  stranger lover baby angel devil ghost king queen soldier sailor mother father sister brother child friend city town street house room door
  window mirror train car ship plane ocean sea mountain valley desert garden flower rose tree bird wolf horse dog cat stone glass paper
  water wind snow ice storm thunder lightning star shadow smoke dust ashes blood bone skin hands eyes mouth tears smile kiss touch voice song
  music radio guitar piano drum band record electric acoustic american english japanese hotel motel station highway bridge border east west north
  south hundred thousand million one two three four five seven nine everything nothing something anything nobody somebody everybody beautiful
  strange crazy happy sad free true real whole half under over through between without within about after before until because the a of in on to
  for with and my your our you me we i it is be so no not all up out like from at by this that what when where who how`.split(
    /\s+/,
  )
const accented =
  `café été garçon mañana corazón canción niña señor amor más allá última después días noël château forêt rêve première
  à façade über mädchen grün schön straße königin für herz träume señorita ação coração saudade não manhã canção mañanas
  ångström smörgås höst vår själ älskling dröm fjäll øresund kærlighed żółty miłość noc słońce děti láska měsíc örök szerelem`.split(
    /\s+/,
  )
const korean =
  `사랑 바다 하늘 별 밤 꿈 비 눈 봄 여름 가을 겨울 이별 그리움 기억 추억 노래 편지 길 집 너 나 우리 그대 마음 눈물 웃음 하루 오늘
  내일 어제 시간 세상 바람 나무 꽃 달 태양 구름 강 산 도시 거리 골목 창문 거울 그림자 나비 새 고양이 소년 소녀 친구 엄마 아빠 안녕 고백 약속 비밀 거짓말 첫사랑
  벚꽃 엔딩 밤편지 좋은날 봄날 여행 출발 처음 마지막 영원 다시 혼자 함께 지금 언제나 어디에 불꽃 파도 은하수 우주 청춘 위로 자장가 발라드 축제`.split(
    /\s+/,
  )
const koreanFamily = '김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 류 홍 고 문 양 손 배 백 허 유 남 심'.split(
  ' ',
)
const koreanGiven =
  '민준 서연 지우 하은 도윤 지민 수빈 예린 현우 유진 지훈 소희 태현 나연 은지 재현 혜원 동욱 미나 승호 다인 세영 준호 아름 보라'.split(
    ' ',
  )
const japanese =
  `夜 桜 空 海 星 恋 夢 雨 雪 花 月 風 光 影 春 夏 秋 冬 涙 心 愛 君 僕 私 東京 京都 大阪 時間 世界 未来 記憶 約束 永遠 手紙 電車 青春
  さくら ひかり ありがとう さよなら おもいで ゆめ こころ メロディー ロマンス サマー ラブソング ファンタジー ミッドナイト シティ ブルー`.split(
    /\s+/,
  )
const japaneseFamily =
  '佐藤 鈴木 高橋 田中 渡辺 伊藤 山本 中村 小林 加藤 吉田 山田 松本 井上 木村 宇多田 椎名 坂本 細野 大滝'.split(' ')
const japaneseGiven = '翔太 美咲 陽菜 健太 さくら ヒカル 林檎 龍一 晴臣 達郎 まりや 由実 拓郎 千尋 葵 蓮'.split(' ')

const onsets = 'b br c ch d dr f fl g gr h j k kl l m n p pr r s sh sk st t th tr v w z'.split(' ')
const vowels = 'a e i o u ai ea ee ou oo'.split(' ')
const codas = ' n r s l m t nd st ck ng x'.split(' ')
const firsts =
  `James Mary John Anna Robert Linda Michael Elena William Sofia David Laura Thomas Nina Charles Ella Daniel Ruth George Alice
  Björn Zoë José María François Chloé Jürgen Søren Ana Luís Łukasz Jiří Nils Agnès Raúl Inês Miles Otis Aretha Nick Joni Leonard Patti Kate`.split(
    /\s+/,
  )

export type Script = 'latin' | 'korean' | 'japanese'

export interface Names {
  person(script: Script): string
  band(script: Script): string
  /** One to five words, Zipf-like: few words are everywhere, most are rare. */
  title(script: Script): string
}

/** Names drawn from `random`; `rare` coined words stand for the long tail of a real vocabulary. */
export function names(random: Random, rare: number): Names {
  const coined = Array.from({ length: rare }, () => {
    let word = ''
    for (let left = 1 + random.below(3); left > 0; left -= 1)
      word += random.pick(onsets) + random.pick(vowels) + (left === 1 ? random.pick(codas) : '')
    return word
  })
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
  const latinWord = (): string => {
    const dice = random.next()
    if (dice < 0.55) return random.pick(english, 1.6)
    return dice < 0.65 ? random.pick(accented, 1.3) : random.pick(coined, 1.8)
  }
  const hangulWord = (): string =>
    random.next() < 0.7 ? random.pick(korean, 1.4) : random.pick(korean) + random.pick(korean)
  const kanaWord = (): string =>
    random.next() < 0.6
      ? random.pick(japanese, 1.3)
      : random.pick(japanese) + random.pick(['の', 'と', 'に', '']) + random.pick(japanese)
  const some = (word: () => string, most: number, between: string): string =>
    Array.from({ length: 1 + random.below(most) }, word).join(between)

  return {
    person(script) {
      if (script === 'korean') return random.pick(koreanFamily, 1.5) + random.pick(koreanGiven)
      if (script === 'japanese') return random.pick(japaneseFamily) + random.pick(japaneseGiven)
      return `${random.pick(firsts, 1.2)} ${capital(random.pick(coined))}`
    },
    band(script) {
      if (script === 'korean') return some(hangulWord, 2, '')
      if (script === 'japanese') return some(kanaWord, 2, '')
      return random.next() < 0.4 ? `The ${capital(latinWord())}s` : some(() => capital(latinWord()), 3, ' ')
    },
    title(script) {
      if (script === 'korean') return some(hangulWord, 3, ' ')
      if (script === 'japanese') return some(kanaWord, 2, '')
      const words = some(() => capital(latinWord()), 5, ' ')
      const dice = random.next()
      if (dice < 0.05) return `${words} (Live)`
      if (dice < 0.08) return `${words} (${1960 + random.below(65)} Remaster)`
      return dice < 0.1 ? `${words} Pt. ${1 + random.below(4)}` : words
    },
  }
}
