// Words of insights in both languages, merged into the whole by en.ts and ko.ts.
export const insightsEn = {} as const

export const insightsKo = {}
