// Words of balance in both languages, merged into the whole by en.ts and ko.ts.
export const balanceEn = {} as const

export const balanceKo = {}
