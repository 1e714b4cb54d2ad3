// What the shell itself says to the listener, in both languages: menus, dialogs, the page that is shown when the core cannot start.

const english = {
  appName: 'Dwell',
  menu: { edit: 'Edit', view: 'View', window: 'Window', showProfile: 'Show Profile Folder', about: 'About Dwell' },
  pickMusic: 'Choose a music folder',
  pickMusicButton: 'Add folder',
  importPlaylist: 'Import a playlist',
  exportPlaylist: 'Export the playlist',
  playlists: 'Playlists',
  playlistFileName: 'Playlist',
  importHistory: 'Bring a listening history along',
  exportHistory: 'Write the listening history',
  history: 'Listening history',
  trouble: {
    'profile-in-use': {
      title: 'This profile is already open',
      text: 'Another Dwell, or its command line, is using this profile. Close it first, or start with another one: --profile FOLDER.',
    },
    'database-from-the-future': {
      title: 'This library was written by a newer Dwell',
      text: 'This version cannot read it, and changes nothing in it. Install the newer Dwell, or start with another profile: --profile FOLDER.',
    },
    'keeps-falling': {
      title: 'The library keeps stopping',
      text: 'It was started again five times within a minute and stopped each time. What you listened to until then is kept. The log says what happened.',
    },
    'window-keeps-falling': {
      title: 'The window keeps stopping',
      text: 'It was loaded again five times within a minute and stopped each time. What you listened to until then is kept. The log says what happened.',
    },
    other: {
      title: 'Dwell cannot open its library',
      text: 'Nothing was changed. The log says what happened.',
    },
  },
  reason: 'Reason',
  log: 'Log',
  tryAgain: 'Try again',
  showLog: 'Show the log',
  quit: 'Quit',
}

export type Words = typeof english
export type Trouble = keyof Words['trouble']

const korean: Words = {
  appName: 'Dwell',
  menu: { edit: '편집', view: '보기', window: '윈도우', showProfile: '프로필 폴더 보기', about: 'Dwell 정보' },
  pickMusic: '음악 폴더 고르기',
  pickMusicButton: '폴더 추가',
  importPlaylist: '재생목록 가져오기',
  exportPlaylist: '재생목록 내보내기',
  playlists: '재생목록',
  playlistFileName: '재생목록',
  importHistory: '청취 기록 가져오기',
  exportHistory: '청취 기록 내보내기',
  history: '청취 기록',
  trouble: {
    'profile-in-use': {
      title: '이 프로필은 이미 열려 있습니다',
      text: '다른 Dwell 또는 명령줄 도구가 이 프로필을 쓰고 있습니다. 먼저 닫거나 다른 프로필로 시작하세요: --profile 폴더',
    },
    'database-from-the-future': {
      title: '더 새로운 Dwell이 기록한 보관함입니다',
      text: '이 버전은 읽을 수 없으며, 아무것도 바꾸지 않았습니다. 새 Dwell을 설치하거나 다른 프로필로 시작하세요: --profile 폴더',
    },
    'keeps-falling': {
      title: '보관함이 계속 멈춥니다',
      text: '1분 안에 다섯 번 다시 시작했지만 매번 멈췄습니다. 그때까지 들은 기록은 남아 있습니다. 무슨 일이 있었는지는 로그에 있습니다.',
    },
    'window-keeps-falling': {
      title: '창이 계속 멈춥니다',
      text: '1분 안에 다섯 번 다시 불러왔지만 매번 멈췄습니다. 그때까지 들은 기록은 남아 있습니다. 무슨 일이 있었는지는 로그에 있습니다.',
    },
    other: {
      title: 'Dwell이 보관함을 열 수 없습니다',
      text: '아무것도 바꾸지 않았습니다. 무슨 일이 있었는지는 로그에 있습니다.',
    },
  },
  reason: '이유',
  log: '로그',
  tryAgain: '다시 시도',
  showLog: '로그 보기',
  quit: '종료',
}

export type Language = 'en' | 'ko'

/** The language to speak: the listener's choice, else the system's where it is one of ours. */
export const languageFor = (chosen: 'system' | Language, systemLocale: string): Language =>
  chosen === 'system' ? (systemLocale.toLowerCase().startsWith('ko') ? 'ko' : 'en') : chosen

export const wordsIn = (language: Language): Words => (language === 'ko' ? korean : english)
