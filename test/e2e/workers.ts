// How many files of end-to-end tests run at a time: each waits for its application half of the time.
export const workers = 2
