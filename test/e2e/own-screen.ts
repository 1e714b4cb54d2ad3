// Before a file of end-to-end tests: the screen of its worker.
const screens = process.env['DWELL_SCREENS']?.split(' ').filter(Boolean) ?? []
const mine = screens[(Number(process.env['VITEST_POOL_ID']) - 1) % screens.length]
if (mine) process.env['DISPLAY'] = mine

export {}
