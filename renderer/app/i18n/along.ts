// Words of along in both languages, merged into the whole by en.ts and ko.ts.
export const alongEn = {} as const

export const alongKo = {}
