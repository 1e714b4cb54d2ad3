// The walls between the rooms: who may import whom. Checked with the lint; each rule has a planted breach in its test.
// TypeScript 7 has no parser API for other programs, so swc reads the files.

const services = '(demo|history|insights|learning|library|listening|playlists|queue|settings|sound)'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'models-are-pure',
      comment:
        'models/ are functions of arrays and tensors: beside each other they import tensor operations and the FFT.',
      severity: 'error',
      from: { path: '^models/' },
      to: { pathNot: ['^models/', '(^|/)node_modules/(@tensorflow/tfjs-core|fft[.]js)/'] },
    },
    {
      name: 'contract-stands-alone',
      comment: 'The contract is shared by every process: zod, models and itself only.',
      severity: 'error',
      from: { path: '^preload/contract/' },
      to: { pathNot: ['^preload/contract/', '^models/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'preload-is-a-bridge',
      comment: 'The preload knows electron and the contract.',
      severity: 'error',
      from: { path: '^preload/', pathNot: '^preload/contract/' },
      to: { pathNot: ['^preload/', '(^|/)node_modules/electron/', '^electron$'] },
    },
    {
      name: 'core-knows-no-shell',
      comment: 'The core runs without a window: in tests, on the command line, in a worker.',
      severity: 'error',
      from: { path: '^main/core/' },
      to: { path: ['^main/shell/', '^main/[^/]+[.]ts$', '^renderer/', '^preload/(?!contract/)'] },
    },
    {
      name: 'research-stays-out',
      comment: 'models/research is what only the experiments reach; what the app uses moves out of it first.',
      severity: 'error',
      from: { path: ['^(main|preload|renderer)/', '^models/(?!research/)'] },
      to: { path: '^models/research/' },
    },
    {
      name: 'text-is-ground',
      comment: 'Folding and words stand on nothing of the core.',
      severity: 'error',
      from: { path: '^main/core/text/' },
      to: { path: '^main/core/(?!text/)' },
    },
    {
      name: 'store-is-ground',
      comment: 'The store imports no service: it stands on text and the log.',
      severity: 'error',
      from: { path: '^main/core/store/' },
      to: { path: '^main/core/(?!(store|text)/|log[.]ts$)' },
    },
    {
      name: 'floors-know-no-service',
      comment:
        'What services stand on (host, backends, reader, dataset, scoring, the files beside them) imports none of them.',
      severity: 'error',
      from: {
        path: '^main/core/((backends|dataset|host|reader|scoring)/|(champions|log|service|throttle|turn)[.]ts$)',
      },
      to: { path: `^main/core/${services}/` },
    },
    {
      name: 'services-meet-at-the-top',
      comment: 'Services know each other through main/core/index.ts only. One arrow is allowed, see the next rule.',
      severity: 'error',
      from: { path: `^main/core/${services}/`, pathNot: '^main/core/sound/reunion[.]ts$' },
      to: { path: `^main/core/${services}/`, pathNot: '^main/core/$1/' },
    },
    {
      name: 'a-reunion-writes-as-a-scan-does',
      comment:
        'A recording known again by its sound goes back to its track by the writer of the scan, and by nothing else of it.',
      severity: 'error',
      from: { path: '^main/core/sound/reunion[.]ts$' },
      to: { path: `^main/core/${services}/`, pathNot: ['^main/core/sound/', '^main/core/library/scan/writer[.]ts$'] },
    },
    {
      name: 'nobody-stands-on-the-top',
      comment:
        'What puts the core together (its index, the programs, the command line, workers) is imported by no part of it.',
      severity: 'error',
      from: { path: '^main/core/[^/]+/', pathNot: '^main/core/cli/' },
      to: { path: '^main/core/(cli/|(index|events|cli|core-host|process|worker|workers|reader-worker)[.]ts$)' },
    },
    {
      name: 'shell-shows-no-page',
      comment: 'The shell opens pages by their address, never by import.',
      severity: 'error',
      from: { path: '^main/' },
      to: { path: '^renderer/' },
    },
    {
      name: 'electron-in-the-shell-only',
      comment: 'electron is imported by the shell and the preload bridge, nowhere else.',
      severity: 'error',
      from: {
        pathNot: [
          '^main/index[.]ts$',
          '^main/shell/',
          '^preload/(index|hidden)[.]ts$',
          '^scripts/offline/electron-loader/',
          '^scripts/dev-shell/',
          '^test/e2e/',
        ],
      },
      to: { path: ['^electron$', '^electron/', '(^|/)node_modules/electron/'] },
    },
    {
      name: 'sqlite-in-the-store-only',
      comment: 'SQL is written in main/core/store and nowhere else (tests may open a database to damage it).',
      severity: 'error',
      from: { pathNot: ['^main/core/store/', '^test/'] },
      to: { path: ['^better-sqlite3', '(^|/)node_modules/better-sqlite3/', '^node:sqlite$', '^sqlite$'] },
    },
    {
      name: 'evaluate-needs-no-app',
      comment: 'The experiments need models, tensors and files; nothing of the app but the choice of a backend.',
      severity: 'error',
      from: { path: '^evaluate/', pathNot: '^evaluate/product/' },
      to: { path: ['^main/(?!core/backends/)', '^preload/', '^renderer/'] },
    },
    {
      name: 'product-is-tried-without-a-window',
      comment: 'evaluate/product/ sits simulated listeners at the real core: the core and the contract, no window.',
      severity: 'error',
      from: { path: '^evaluate/product/' },
      to: { path: ['^main/(?!core/)', '^preload/(?!contract/)', '^renderer/'] },
    },
    {
      name: 'renderer-is-a-page',
      comment: 'The renderer reaches the program through the contract alone.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: ['^main/', '^preload/(?!contract/)', '^scripts/', '^test/'] },
    },
    {
      name: 'renderer-has-no-node',
      comment: 'A sandboxed page has no Node.',
      severity: 'error',
      from: { path: '^(renderer|models|preload/contract)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'elements-know-no-music',
      comment: 'renderer/ui holds elements that know nothing of music.',
      severity: 'error',
      from: { path: '^renderer/ui/' },
      to: { path: ['^renderer/(?!ui/)', '^preload/', '^models/'] },
    },
    {
      name: 'nothing-stands-on-the-frame',
      comment: 'renderer/frame is the window around the pages: it imports features, and only the entry imports it.',
      severity: 'error',
      from: { path: '^renderer/', pathNot: ['^renderer/frame/', '^renderer/main[.]tsx$'] },
      to: { path: '^renderer/frame/' },
    },
    {
      name: 'base-knows-no-feature',
      comment: 'renderer/base is what features stand on: client, stores, rows, words, route.',
      severity: 'error',
      from: { path: '^renderer/base/' },
      to: { path: '^renderer/features/' },
    },
    {
      name: 'player-draws-nothing',
      comment: 'renderer/player plays and tells; what shows it imports the player, never the other way.',
      severity: 'error',
      from: { path: '^renderer/player/' },
      to: { path: '^renderer/(?!player/)' },
    },
    {
      name: 'nobody-imports-tests',
      comment: 'Tests and scripts are leaves.',
      severity: 'error',
      from: { path: '^(main|preload|renderer|models|evaluate)/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one idea in the wrong places.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'every-import-is-found',
      comment: 'An import must resolve to a file or an installed package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(electron|virtual:)' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['(^|/)out/', '(^|/)dist/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
    moduleSystems: ['es6', 'cjs'],
    skipAnalysisNotInRules: true,
  },
}
