// Words of learning in both languages, merged into the whole by en.ts and ko.ts.
export const learningEn = {} as const

export const learningKo = {}
